package people

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
	"localiq/core/order"
	"localiq/hub/sitefile"
	"localiq/rules"
)

// List answers a wish for a list, or for all of one person, from a site as it stands, as far as its
// asker sees it. r is of its configuration.
func List(site *core.Site, r *Register, now core.Instant, sees rules.Sight, wish core.Wish) core.Told {
	l := lister{site: site, Register: r, now: now, sees: sees}
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
	site *core.Site
	*Register
	now  core.Instant
	sees rules.Sight
}

func (l *lister) people(w core.ListPeople) core.Told {
	only, ok := map[string]func(*core.Person) bool{"": anybody, "all": anybody,
		"master":  func(p *core.Person) bool { return p.Master || p.Role == core.RoleOwner },
		"guest":   func(p *core.Person) bool { return p.Guest.Is() },
		"expired": func(p *core.Person) bool { return p.Guest.Is() && p.Until <= l.now.Wall },
		"blocked": func(p *core.Person) bool { return p.Blocked }}[w.Only]
	if !ok {
		return core.Told{Error: core.Errorf(core.CodeRequest, "there is no list of %q", w.Only).Advise("write master, guest, expired or blocked")}
	}
	low, group := strings.ToLower(w.Filter), l.groupNamed(w.Filter)
	var found []*entry
	for i := range l.rows {
		e := &l.rows[i]
		if !only(e.is) || !l.sees.Person(e.is) || !l.matches(e, low, group) {
			continue
		}
		if w.Near != "" && e.is.ID == w.Near {
			w.Skip = max(0, len(found)-w.Top/2)
		}
		found = append(found, e)
	}
	out := core.Listed{Of: len(found), Skip: min(max(w.Skip, 0), len(found))}
	for i, e := range found[out.Skip:] {
		if !w.Has(out.Skip + i) {
			break
		}
		out.People = append(out.People, l.row(e))
	}
	return core.Told{Listed: &out}
}

func anybody(*core.Person) bool { return true }

func (l *lister) row(e *entry) core.PersonRow {
	p := e.is
	r := core.PersonRow{ID: p.ID, First: e.name.First, Last: e.name.Last, Email: e.name.Email, Role: p.Role, State: l.state(p), Guest: p.Guest.Is(),
		From: p.From, Until: p.Until, Rights: p.HasRights(), Groups: l.groupNames(p.Groups),
		Unsubscribed: p.Unsubscribed}
	if !l.sees.Keys(p) {
		return r
	}
	r.Pending = l.unheard(p.ID, e.keys)
	for _, k := range e.keys {
		switch k.Kind {
		case core.KeyTag:
			r.Tags++
		case core.KeyPIN:
			r.PINs++
		case core.KeyDigital:
			r.Phones++
		}
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

// card is all of one person.
func (l *lister) card(w core.ShowPerson) core.Told {
	p, err := Seen(l.cfg, l.names, l.sees, w.Who)
	if err != nil {
		return core.Told{Error: err}
	}
	e := l.of(p.ID)
	c := core.PersonCard{PersonRow: l.row(e), Doors: rules.Opens(l.site, p.ID, l.now), Pending: l.pending(p.ID)}
	c.Doors = slices.DeleteFunc(c.Doors, func(o core.Opener) bool { return !l.sees.Door(l.cfg, o.Door) })
	for i := range c.Doors {
		c.Doors[i].DoorName = l.cfg.Door(c.Doors[i].Door).Name
	}
	if p.Guest.Host != "" {
		c.Host = Called(l.names, p.Guest.Host)
	}
	if l.sees.Keys(p) {
		for _, k := range e.keys {
			c.Keys = append(c.Keys, l.key(k))
		}
	}
	return core.Told{Card: &c}
}

// unheard counts the keys of a person that some lock has still to hear of, or to let go of.
func (l *lister) unheard(id core.PersonID, keys []*core.Key) (n int) {
	gone := map[core.KeyID]bool{}
	for i := range l.site.Doors {
		for _, g := range l.site.Doors[i].Sync.Gone {
			if g.Person == id {
				gone[g.Key] = true
			}
		}
	}
	for _, k := range keys {
		if !gone[k.ID] && slices.ContainsFunc(rules.KeyAtDoors(l.site, k.ID, l.now), func(a core.KeyAt) bool { return a.Is == core.KeyComing }) {
			n++
		}
	}
	return n + len(gone)
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

func (l *lister) keys(w core.ListKeys) (out core.Listed) {
	low, group := strings.ToLower(w.Filter), l.groupNamed(w.Filter)
	for i := range l.rows {
		e := &l.rows[i]
		if !l.sees.Keys(e.is) || !l.matches(e, low, group) {
			continue
		}
		for _, k := range e.keys {
			if w.Kind != core.KeyNone && k.Kind != w.Kind {
				continue
			}
			if w.Has(out.Of) {
				out.Keys = append(out.Keys, l.key(k))
			}
			out.Of++
		}
	}
	return out
}

func (l *lister) key(k *core.Key) core.KeyRow {
	return core.KeyRow{ID: k.ID, Kind: k.Kind, Person: k.Person, PersonName: Called(l.names, k.Person), State: k.State,
		From: k.From, Until: k.Until, Uses: k.Uses, Pass: k.Pass, Doors: rules.KeyAtDoors(l.site, k.ID, l.now)}
}

func (l *lister) groups(w core.ListGroups) (out core.Listed) {
	members := l.members()
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
	order.By(out.Groups, func(a, b core.GroupRow) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	out.Of = len(out.Groups)
	return out
}

func (l *lister) schedules(w core.ListSchedules) (out core.Listed) {
	for _, s := range l.cfg.Schedules {
		if strings.Contains(strings.ToLower(s.Name), strings.ToLower(w.Filter)) {
			groups, doors := followers(l.cfg, s.ID)
			r := core.ScheduleRow{ID: s.ID, Name: s.Name, Windows: sitefile.Windows(s), Groups: groups, Doors: doors,
				Weekly: s.Windows, Exceptions: sitefile.Exceptions(s), Holiday: sitefile.HolidayWindows(s)}
			for _, c := range s.Calendars {
				r.Calendars = append(r.Calendars, l.cfg.Calendar(c).Name)
			}
			out.Schedules = append(out.Schedules, r)
		}
	}
	order.By(out.Schedules, func(a, b core.ScheduleRow) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	out.Of = len(out.Schedules)
	return out
}
