package rules

import "localiq/core"

// What moves with people, in a decision.

// count is a person's, as far as this decision has come.
func (d *draft) count(p core.PersonID) core.Count {
	for i := range d.counts {
		if d.counts[i].Person == p {
			return d.counts[i]
		}
	}
	if c := d.s.Counts.Of(p); c != nil {
		return *c
	}
	return core.Count{Person: p}
}

// recount puts c in place of what was counted. Of who is no person of the site nothing is kept.
func (d *draft) recount(c core.Count) {
	if d.cfg.Person(c.Person) == nil {
		c = core.Count{Person: c.Person}
	}
	for i := range d.counts {
		if d.counts[i].Person == c.Person {
			d.counts[i] = c
			return
		}
	}
	d.counts = append(d.counts, c)
}

// recounted: with a person goes what was counted of them; with a key, or with what it is made of,
// what it has used up.
func (d *draft) recounted(before *core.Config, edits []core.Edit) {
	for _, e := range edits {
		switch e.Kind {
		case core.KindPerson:
			d.recountedPerson(before, core.PersonID(e.ID))
		case core.KindKey:
			was, is := before.Key(core.KeyID(e.ID)), d.cfg.Key(core.KeyID(e.ID))
			if was != nil && (is == nil || is.Digest != was.Digest || is.Person != was.Person) && d.s.Counts.Of(was.Person) != nil {
				d.recount(d.count(was.Person).WithKey(core.KeyCount{Key: was.ID}))
			}
		}
	}
}

// recountedPerson: another PIN for the IQ, or none, has no wrong tries behind it.
func (d *draft) recountedPerson(before *core.Config, id core.PersonID) {
	was, is := before.Person(id), d.cfg.Person(id)
	switch c := d.s.Counts.Of(id); {
	case c == nil:
	case is == nil:
		d.recount(core.Count{Person: id})
	case was != nil && was.IQPIN != is.IQPIN && !c.IQ.IsZero():
		n := d.count(id)
		n.IQ = core.Tries{}
		d.recount(n)
	}
}
