package rules

import "localiq/core"

// Step 12, anti-passback: who is in an area does not come into it again, or is told of (soft). Where
// somebody is counts from when they went through, until the site's amnesty of the day, and not past
// a time at which a door of an area stood open to everybody: then nobody knows who went where.

func (i *inquiry) passback() {
	r := core.ReasonNone
	if i.asks() && i.door.Guard.Passback != core.PassbackOff && i.q.Kind != core.KeyOperator {
		if r = core.Granted; i.door.Guard.Passback == core.PassbackHard && inside(i.s, i.person.ID, i.door.Guard.Area, i.q.At) {
			r = core.Passback
		}
	}
	i.note(core.CheckPassback, r)
}

// inside is true for somebody who is known to be in an area.
func inside(s *core.Site, p core.PersonID, area core.AreaID, at core.Instant) bool {
	c := s.Counts.Of(p)
	return c != nil && c.Area == area && !c.Since.IsZero() && c.Since.Wall >= amnesty(s.Config, at.Wall) && !stoodOpen(s, c.Since)
}

// amnesty is the last at or before wall, ns UTC.
func amnesty(c *core.Config, wall int64) int64 {
	const minute = 60 * 1_000_000_000
	d := int64(dateAt(c.Zone, wall))
	for ; ; d-- {
		if at := boundary(c.Zone, reading((d*day+int64(c.Settings.Amnesty))*minute)); at <= wall {
			return at
		}
	}
}

// stoodOpen is true when office mode or a fire has held a door of an area open since then.
func stoodOpen(s *core.Site, since core.Instant) bool {
	for i := range s.Doors {
		st := &s.Doors[i]
		if s.Config.Doors[i].Guard.Area == "" {
			continue
		}
		if turned := turnedAt(st); holding(st) || !turned.IsZero() && since.Before(turned) {
			return true
		}
	}
	return false
}

// newer: what a lock tells late does not undo where somebody went since, or that it was forgiven. Across
// boots the newest word counts, whatever the wall clocks say.
func newer(at, since core.Instant) bool {
	d, known := at.Sub(since)
	return !known || d >= 0
}

// forgives forgets where somebody is, or everybody. Who is nowhere stays so, and nothing is told.
func (d *draft) forgives(e core.PlacesForgiven) {
	if e.Person != "" {
		if d.cfg.Person(e.Person) == nil {
			d.refuse(core.Errorf(core.CodeNotFound, "there is no such person any more"))
		} else if c := d.count(e.Person); c.Area != "" {
			d.tell(core.Notice{What: core.PlaceForgotten, Person: c.Person, Detail: string(c.Area)})
			d.recount(nowhere(c, d.in.At))
		}
		return
	}
	n := 0
	for _, c := range d.s.Counts.All() {
		if c.Area != "" {
			d.counts, n = append(d.counts, nowhere(c, d.in.At)), n+1
		}
	}
	if n > 0 {
		d.tell(core.Notice{What: core.PlaceForgotten, Count: n})
	}
}

// nowhere since then.
func nowhere(c core.Count, at core.Instant) core.Count {
	c.Area, c.Since = "", at
	return c
}

// passesBack tells of somebody who goes in again where that is allowed.
func (w *doorway) passesBack(p core.PersonID, at core.Instant) {
	if g := w.set.Guard; g.Passback == core.PassbackSoft && inside(w.s, p, g.Area, at) {
		w.tell(core.Notice{What: core.PassedBack, At: at, Person: p, Reason: core.Passback, Detail: string(g.Area)})
	}
}
