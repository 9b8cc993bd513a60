package rules

import (
	"slices"

	"localiq/core"
)

// Step 12, use counts: a key that is good for so many openings. One counts when somebody has gone
// through: a door that was let go shut again costs nothing. Until then a grant elsewhere counts as
// taken, so that the last use is not given twice.

func (i *inquiry) uses() {
	r := core.ReasonNone
	for _, k := range [2]*core.Key{i.key, i.pin} {
		if k == nil || k.Uses == 0 || i.q.Kind == core.KeyOperator {
			continue
		}
		if r == core.ReasonNone {
			r = core.Granted
		}
		if i.s.Counts.Of(k.Person).Key(k.ID).Uses+i.pending(k.ID) >= k.Uses {
			r = core.UsesExhausted
		}
	}
	i.note(core.CheckCounts, r)
}

// pending is at how many other doors a grant for the key may still be taken.
func (i *inquiry) pending(k core.KeyID) (n int) {
	for at := range i.s.Doors {
		st := &i.s.Doors[at]
		if st != i.state && st.Grant.Has(k) && undecided(&i.s.Config.Doors[at], st, i.q.At) {
			n++
		}
	}
	return n
}

// undecided is true while nobody can tell whether a grant was taken: it is good, or its lock has said
// nothing since. Across boots nobody knows how long ago that was, and it is not.
func undecided(set *core.Door, st *core.DoorState, at core.Instant) bool {
	g, r := &st.Grant, &st.Reported
	if g.Until.Boot != at.Boot || g.Taken {
		return false
	}
	if r.Bolt == core.BoltLocked && precedes(g.Until.Add(-openFor(set)-answerGood), r.BoltSince) {
		return false // it was locked again
	}
	return !precedes(g.Until, r.At)
}

// good is true while a grant may be taken.
func good(g *core.Grant, at core.Instant) bool {
	return !g.Taken && g.Until.Boot == at.Boot && !precedes(g.Until, at)
}

// grants lets somebody in. Whoever was let in here and has not gone through yet goes through with
// them, as far as one opening of a door tells.
func (w *doorway) grants(g core.Grant, at core.Instant) {
	g.Also = w.also
	if was := w.Grant; was.Key != "" && good(&was, at) {
		for _, s := range append([]core.Shown{{Person: was.Person, Key: was.Key}}, was.Also...) {
			if !g.Has(s.Key) {
				g.Also = append(slices.Clip(g.Also), s)
			}
		}
	}
	w.Grant = g
	if g.Key == "" {
		return // from afar: nobody goes through who showed a key
	}
	w.arrives(g.Person, g.Key, at)
	for _, s := range w.also {
		w.arrives(s.Person, s.Key, at)
	}
	if w.Reported.Contact != core.ContactClosed {
		w.passes(at) // nothing will tell that it opened
	}
}

// passes: the door was opened by whoever was let in. Their keys' uses count now, and they are where
// the door leads.
func (w *doorway) passes(at core.Instant) {
	if w.Grant.Key == "" || w.Grant.Taken || !w.granting(at) {
		return
	}
	w.Grant.Taken = true
	w.went(core.Shown{Person: w.Grant.Person, Key: w.Grant.Key}, at)
	for _, s := range w.Grant.Also {
		w.went(s, at)
	}
}

func (w *doorway) went(s core.Shown, at core.Instant) {
	c := w.count(s.Person)
	if k := w.cfg.Key(s.Key); k != nil && k.Uses > 0 {
		n := c.Key(k.ID)
		n.Uses++
		c = c.WithKey(n)
	}
	if a := w.set.Guard.Area; a != "" && newer(at, c.Since) {
		c.Area, c.Since = a, at
	}
	w.recount(c)
}
