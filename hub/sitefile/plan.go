package sitefile

import (
	"cmp"
	"slices"
	"time"

	"localiq/core"
)

// PlanImport says what makes the site what the file says. Its error is a *core.Error that
// names every place of the file that is at fault; then there is no plan. A plan made without
// being carried out is a dry run: its PINs are never used.
func PlanImport(site *core.Site, names map[core.PersonID]core.Name, yaml []byte, tools Tools) (Plan, error) {
	f, err := read(yaml)
	if err != nil {
		return Plan{}, err
	}
	p := &planner{old: site.Config, names: names, tools: tools,
		fresh: isNew(site.Config), digests: map[core.Digest]place{}, places: map[core.Ref]place{}, privates: map[core.PersonID]int{}, keysOf: map[core.PersonID][]core.Key{}}
	for _, k := range site.Config.Keys {
		p.keysOf[k.Person] = append(p.keysOf[k.Person], k)
	}
	p.settings(f)
	p.calendars(f.calendars)
	p.schedules(f.schedules)
	p.doors(f.doors, f.at)
	p.pods(f.pods)
	p.groups(f.groups)
	p.people(f.people)
	p.bookings(f)
	p.dealers(f)
	p.drops()
	if err := p.err(); err != nil {
		return Plan{}, err
	}
	next, err := site.Config.With(site.Config.Version, p.plan.Edits, p.plan.Zone)
	if err == nil {
		err = p.reachable(next)
	}
	if err != nil {
		return Plan{}, p.placed(err)
	}
	if len(p.plan.Report) == 0 {
		p.plan.Report = []string{"nothing to change"}
	}
	return p.plan, nil
}

// planner gathers a plan, part by part: calendars before schedules, schedules before doors, doors before groups, groups
// before people, because each names the ones before.
type planner struct {
	reader // of faults
	old    *core.Config
	names  map[core.PersonID]core.Name
	tools  Tools
	zone   *time.Location
	plan   Plan
	fresh  bool               // a new box: it takes the ids of the file, and is told what did not come
	places map[core.Ref]place // what the file names, and where

	calendarIndex, scheduleIndex, doorIndex, groupIndex, personIndex, podIndex index

	pinDigits int                    // of PINs that are chosen
	six       map[core.PersonID]bool // whose PIN has six, for a lock that takes no other
	tight     *tight
	digests   map[core.Digest]place
	privates  map[core.PersonID]int // index into plan.Private
	keysOf    map[core.PersonID][]core.Key
}

func (p *planner) newID(prefix string) string { return p.tools.NewID(prefix) }

// put plans an item that is new or differs; called is how the report names it.
func (p *planner) put(it core.Item, at place, isNew bool, called string, d diff) {
	if p.keeps(it.Ref()) {
		p.fault(at, "the id %q is in the file already", it.Ref().ID)
	}
	p.places[it.Ref()] = at
	switch {
	case isNew:
		p.tell(&p.plan.Diff.Added, "add %s", called)
	case len(d) > 0:
		p.tell(&p.plan.Diff.Changed, "change %s: %s", called, d)
	default:
		return
	}
	p.plan.Edits = append(p.plan.Edits, core.Put(it))
}

// drops plans the end of everything that the file does not name, the dependent ones first.
func (p *planner) drops() {
	p.unbooked()
	for _, k := range p.old.Keys {
		if p.drop(k.Ref()) && p.keeps(core.Person{ID: k.Person}.Ref()) {
			p.dropped("drop %s of %s", keyWord(k.Kind), p.called(k.Person))
		}
	}
	for _, k := range p.old.ConsoleKeys { // of which no file says anything, but that they go with their person
		if !p.keeps(core.Person{ID: k.Person}.Ref()) && p.drop(k.Ref()) {
			p.dropped("drop console key of %s", p.called(k.Person))
		}
	}
	for _, k := range p.old.APIKeys {
		if !p.keeps(core.Person{ID: k.Person}.Ref()) && p.drop(k.Ref()) {
			p.dropped("drop API key of %s", p.called(k.Person))
		}
	}
	for _, m := range p.old.People {
		if p.drop(m.Ref()) {
			p.dropped("drop person %s, with every key; what they did stays, without their name", p.called(m.ID))
			p.losesPerson(m)
			p.plan.Private = append(p.plan.Private, core.Private{Person: m.ID, Gone: true})
		}
	}
	for _, g := range p.old.Groups {
		if p.drop(g.Ref()) {
			p.dropped("drop group %s", g.Name)
		}
	}
	for _, o := range p.old.Pods {
		if p.drop(o.Ref()) {
			p.dropped("drop pod %s", o.Name)
		}
	}
	for _, d := range p.old.Doors {
		if p.drop(d.Ref()) {
			p.dropped("drop door %s", d.Name)
			p.careful("door %s goes, with all its settings", d.Name)
		}
	}
	for _, s := range p.old.Schedules {
		if p.drop(s.Ref()) {
			p.dropped("drop schedule %s", s.Name)
		}
	}
	for _, c := range p.old.Calendars {
		if p.drop(c.Ref()) {
			p.dropped("drop calendar %s", c.Name)
		}
	}
}

// losesPerson: whoever works through an integration, and whom a name is lost of.
func (p *planner) losesPerson(m core.Person) {
	if m.Role == core.RoleIntegration && !m.Blocked {
		p.careful("integration %s goes: everything that works through it stops", p.called(m.ID))
		return
	}
	p.careful("%s goes for good, with every key and their name", p.called(m.ID))
}

// keeps is true for what the file names.
func (p *planner) keeps(r core.Ref) bool {
	_, is := p.places[r]
	return is
}

func (p *planner) drop(r core.Ref) bool {
	if p.keeps(r) {
		return false
	}
	p.plan.Edits = append(p.plan.Edits, core.Drop(r))
	return true
}

// private finds the one Private of a person in the plan, or begins it.
func (p *planner) private(id core.PersonID) *core.Private {
	i, begun := p.privates[id]
	if !begun {
		i = len(p.plan.Private)
		p.plan.Private, p.privates[id] = append(p.plan.Private, core.Private{Person: id}), i
	}
	return &p.plan.Private[i]
}

func (p *planner) called(id core.PersonID) string {
	if n, ok := p.names[id]; ok && n.First != "" {
		return n.String()
	}
	return string(id)
}

func sorted[T cmp.Ordered](ids []T) []T {
	slices.Sort(ids)
	return slices.Compact(ids)
}
