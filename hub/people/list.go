package people

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
	"localiq/hub/sitefile"
	"localiq/rules"
)

// List answers a wish for a list, or for all of one person, from a site as it stands.
func List(site *core.Site, names map[core.PersonID]core.Name, now core.Instant, wish core.Wish) core.Told {
	l := lister{site: site, cfg: site.Config, names: names, now: now}
	var out core.Listed
	switch w := wish.(type) {
	case core.ListPeople:
		return l.people(w)
	case core.ShowPerson:
		return l.card(w)
	case core.ListKeys:
		out = l.keys(w)
	case core.ListGroups:
		out = l.groups(w)
	case core.ListSchedules:
		out = l.schedules(w)
	default:
		return core.Told{Error: core.Errorf(core.CodeRequest, "there is no list %T", wish)}
	}
	return core.Told{Listed: &out}
}

type lister struct {
	site  *core.Site
	cfg   *core.Config
	names map[core.PersonID]core.Name
	now   core.Instant
}

// people finds first, sorts what it found, and makes rows of the one page alone.
func (l *lister) people(w core.ListPeople) core.Told {
	only, ok := map[string]func(*core.Person) bool{"": anybody, "all": anybody,
		"master":  func(p *core.Person) bool { return p.Master || p.Role == core.RoleOwner },
		"guest":   func(p *core.Person) bool { return p.Guest.Is() },
		"expired": func(p *core.Person) bool { return p.Guest.Is() && p.Until <= l.now.Wall },
		"blocked": func(p *core.Person) bool { return p.Blocked }}[w.Only]
	if !ok {
		return core.Told{Error: core.Errorf(core.CodeRequest, "there is no list of %q", w.Only).Advise("write master, guest, expired or blocked")}
	}
	var found []*core.Person
	for i := range l.cfg.People {
		if p := &l.cfg.People[i]; only(p) && l.matches(p, w.Filter) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b *core.Person) int {
		n, m := l.names[a.ID], l.names[b.ID]
		return cmp.Or(cmp.Compare(n.Last, m.Last), cmp.Compare(n.First, m.First), cmp.Compare(a.ID, b.ID))
	})
	out := core.Listed{Of: len(found)}
	keys := l.counts()
	for _, p := range paged(found, w.Page) {
		out.People = append(out.People, l.row(p, keys[p.ID]))
	}
	return core.Told{Listed: &out}
}

func anybody(*core.Person) bool { return true }

// matches looks for a text in names and e-mails, and for a group of that name.
func (l *lister) matches(p *core.Person, filter string) bool {
	if filter == "" || string(p.ID) == filter {
		return true
	}
	n, f := l.names[p.ID], strings.ToLower(filter)
	return strings.Contains(strings.ToLower(n.String()), f) || n.Email != "" && strings.Contains(strings.ToLower(n.Email), f) ||
		slices.ContainsFunc(p.Groups, func(g core.GroupID) bool { return strings.EqualFold(l.cfg.Group(g).Name, filter) })
}

// counts are people's keys by kind.
func (l *lister) counts() map[core.PersonID]*[5]int {
	all := make(map[core.PersonID]*[5]int, len(l.cfg.People))
	for i := range l.cfg.Keys {
		k := &l.cfg.Keys[i]
		n := all[k.Person]
		if n == nil {
			n = new([5]int)
			all[k.Person] = n
		}
		n[min(int(k.Kind), len(n)-1)]++
	}
	return all
}

func (l *lister) row(p *core.Person, keys *[5]int) core.PersonRow {
	n := l.names[p.ID]
	r := core.PersonRow{ID: p.ID, First: n.First, Last: n.Last, Email: n.Email, Role: p.Role, State: l.state(p), Guest: p.Guest.Is(),
		From: p.From, Until: p.Until, Rights: p.HasRights(), Groups: l.groupNames(p.Groups)}
	if keys != nil {
		r.Tags, r.PINs, r.Phones = keys[core.KeyTag], keys[core.KeyPIN], keys[core.KeyDigital]
	}
	return r
}

func (l *lister) state(p *core.Person) string {
	switch {
	case p.Blocked:
		return "blocked"
	case l.now.Wall < p.From:
		return "not yet"
	case p.Until != 0 && p.Until <= l.now.Wall:
		return "expired"
	}
	return "active"
}

func (l *lister) groupNames(ids []core.GroupID) (out []string) {
	for _, id := range ids {
		out = append(out, l.cfg.Group(id).Name)
	}
	slices.Sort(out)
	return out
}

// paged is one part of a list.
func paged[T any](all []T, p core.Page) []T {
	all = all[min(max(p.Skip, 0), len(all)):]
	if p.Top > 0 && p.Top < len(all) {
		all = all[:p.Top]
	}
	return all
}

// card is all of one person.
func (l *lister) card(w core.ShowPerson) core.Told {
	p, err := FindPerson(l.cfg, l.names, w.Who)
	if err != nil {
		return core.Told{Error: err}
	}
	c := core.PersonCard{PersonRow: l.row(p, l.counts()[p.ID]), Doors: rules.Opens(l.site, p.ID, l.now), Pending: l.pending(p.ID)}
	for i := range c.Doors {
		c.Doors[i].DoorName = l.cfg.Door(c.Doors[i].Door).Name
	}
	if p.Guest.Host != "" {
		c.Host = Called(l.names, p.Guest.Host)
	}
	for _, k := range keysOf(l.cfg, p.ID) {
		c.Keys = append(c.Keys, l.key(&k))
	}
	return core.Told{Card: &c}
}

// pending are the doors whose locks may still open for keys that this person has no more.
func (l *lister) pending(id core.PersonID) (out []string) {
	for i := range l.site.Doors {
		for _, g := range l.site.Doors[i].Sync.Gone {
			if g.Person == id {
				out = append(out, l.cfg.Doors[i].Name)
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

func (l *lister) keys(w core.ListKeys) core.Listed {
	var found []*core.Key
	match := map[core.PersonID]bool{}
	for i := range l.cfg.People {
		p := &l.cfg.People[i]
		match[p.ID] = l.matches(p, w.Filter)
	}
	for i := range l.cfg.Keys {
		if k := &l.cfg.Keys[i]; match[k.Person] && (w.Kind == core.KeyNone || k.Kind == w.Kind) {
			found = append(found, k)
		}
	}
	slices.SortFunc(found, func(a, b *core.Key) int {
		n, m := l.names[a.Person], l.names[b.Person]
		return cmp.Or(cmp.Compare(n.Last, m.Last), cmp.Compare(n.First, m.First), cmp.Compare(a.ID, b.ID))
	})
	out := core.Listed{Of: len(found)}
	for _, k := range paged(found, w.Page) {
		out.Keys = append(out.Keys, l.key(k))
	}
	return out
}

func (l *lister) key(k *core.Key) core.KeyRow {
	return core.KeyRow{ID: k.ID, Kind: k.Kind, Person: k.Person, PersonName: Called(l.names, k.Person), State: k.State,
		From: k.From, Until: k.Until, Uses: k.Uses, Doors: rules.KeyAtDoors(l.site, k.ID, l.now)}
}

func (l *lister) groups(w core.ListGroups) (out core.Listed) {
	members := map[core.GroupID]int{}
	for i := range l.cfg.People {
		for _, g := range l.cfg.People[i].Groups {
			members[g]++
		}
	}
	for _, g := range l.cfg.Groups {
		if !strings.Contains(strings.ToLower(g.Name), strings.ToLower(w.Filter)) {
			continue
		}
		r := core.GroupRow{ID: g.ID, Name: g.Name, Clock: g.Clock, People: members[g.ID]}
		for _, d := range g.Doors {
			r.Doors = append(r.Doors, l.cfg.Door(d).Name)
		}
		slices.Sort(r.Doors)
		if s := l.cfg.Schedule(g.Schedule); s != nil {
			r.Schedule = s.Name
		}
		out.Groups = append(out.Groups, r)
	}
	slices.SortFunc(out.Groups, func(a, b core.GroupRow) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	out.Of = len(out.Groups)
	return out
}

func (l *lister) schedules(w core.ListSchedules) (out core.Listed) {
	for _, s := range l.cfg.Schedules {
		if strings.Contains(strings.ToLower(s.Name), strings.ToLower(w.Filter)) {
			groups, doors := followers(l.cfg, s.ID)
			out.Schedules = append(out.Schedules, core.ScheduleRow{ID: s.ID, Name: s.Name, Windows: sitefile.Windows(s), Groups: groups, Doors: doors})
		}
	}
	slices.SortFunc(out.Schedules, func(a, b core.ScheduleRow) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	out.Of = len(out.Schedules)
	return out
}
