package rules

import (
	"slices"

	"localiq/core"
)

// retable finds the locks whose table an edit makes another, and the keys that they may open for
// and shall not any more. Only what the edit can concern is compared: one person's edit costs the
// keys of that person, not those of the site.
func (d *draft) retable(before *core.Config, edits []core.Edit) {
	c := concerns(before, d.cfg, edits)
	for i := range d.cfg.Doors {
		set := &d.cfg.Doors[i]
		if set.Lock == "" {
			continue
		}
		w, was := d.door(set.ID), before.DoorOf(set.Lock)
		if was == nil {
			w.Sync.Unfit = unfitAt(d.cfg, set, d.in.At.Wall)
			w.wantTable() // what a lock that is new here holds, nobody knows
			continue
		}
		t := c.at(was, set, &w.Sync, d.in.At.Wall)
		t.differs = t.differs || turned(w.Sync.Over, d.in.At.Wall)
		w.Sync.Over = tableTurns(d.cfg, set, d.in.At.Wall)
		since := w.Sync.Wanted // the newest table lacks them already
		if t.differs {
			since = d.in.ID
		}
		w.Sync.Unfit = max(0, w.Sync.Unfit+t.unfit)
		if w.takeAway(t.taken, since); t.differs {
			w.wantTable()
		}
	}
}

// tables is one lock's table before and after.
type tables struct {
	differs bool
	unfit   int         // so many keys more than before that the lock cannot hold
	taken   []core.Gone // by key
}

// at compares the rows of the keys that are concerned. After a change of the door itself, or of
// the lock's place, these are all. A door that is to have no table takes no right away; but until
// its lock has said that it holds none, a key that is taken away may live in it. The order of rows counts only
// for a lock that has no room for all.
func (c *concern) at(was, set *core.Door, y *core.Sync, wall int64) (t tables) {
	whole := c.before.Settings.Zone != c.next.Settings.Zone || c.before.Settings.Installing != c.next.Settings.Installing || was.ID != set.ID || was.Table != set.Table || was.Office != set.Office || was.Guard != set.Guard ||
		lacksOf(c.before, was) != lacksOf(c.next, set)
	t.differs = c.settings || openFor(was) != openFor(set)
	if whole || slices.Contains(c.doors, set.ID) {
		t.differs = t.differs || !sameSchedules(placesOf(c.before, was, wall), placesOf(c.next, set, wall))
	}
	told := !y.At.IsZero() // of a table that it holds
	a, b := right{wall: wall}, right{wall: wall}
	compare := func(old, now *core.Key) {
		a.read(c.before, was, old)
		b.read(c.next, set, now)
		had, has := a.opens && was.Table != core.TableNone, b.opens && set.Table != core.TableNone
		t.unfit += b.counts(set) - a.counts(was)
		moved := y.Left > 0 && had && has && rankOf(&a, wall) != rankOf(&b, wall)
		t.differs = t.differs || had != has || had && !a.same(&b) || moved
		if !told && b.unfit == core.LackKeypad {
			return // learnt before anything was brought: nothing was there, so nothing is taken
		}
		if (had || !y.Done()) && c.exceeds(&a, &b, wall) {
			t.taken = append(t.taken, core.Gone{Key: old.ID, Person: old.Person, Kind: old.Kind, Until: a.end(), Lease: a.lease})
		}
	}
	switch {
	case whole:
		eachKey(c.before, c.next, compare)
	case c.everywhere || slices.Contains(c.doors, set.ID):
		for _, k := range c.keys {
			compare(k.was, k.is)
		}
	}
	return t
}

// counts is 1 for a code that a lock would be brought, could it hold it.
func (r *right) counts(set *core.Door) int {
	if r.unfit != 0 && r.unfit != core.LackTags && set.Table != core.TableNone {
		return 1
	}
	return 0
}

// takeAway adds to what the lock may still open for, until it has the table of since. What is named
// already was there before, and the lock may hold any version of it: the longest life counts.
func (w *doorway) takeAway(taken []core.Gone, since core.Seq) {
	y := &w.Sync
	y.Gone = slices.Clone(y.Gone)
	for _, g := range taken {
		g.Since, g.At = since, w.in.At
		i, has := slices.BinarySearchFunc(y.Gone, g.Key, byGoneKey)
		switch {
		case has:
			old := &y.Gone[i]
			old.Since, old.Until, old.Lease = g.Since, later(old.Until, g.Until), later(old.Lease, g.Lease)
		case len(y.Gone) < core.MaxGone:
			y.Gone = slices.Insert(y.Gone, i, g)
		default:
			y.More++
		}
	}
}

// later is the longer of two lives, where 0 is for ever.
func later[T ~int64](a, b T) T {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

func (a *right) same(b *right) bool {
	return a.key.Kind == b.key.Kind && a.key.Digest == b.key.Digest && a.from == b.from && a.until == b.until && a.starts == b.starts && a.ends == b.ends && a.ask == b.ask && a.lease == b.lease && a.always == b.always && a.cut == b.cut &&
		sameSchedules(a.schedules, b.schedules)
}

func sameSchedules(a, b []*core.Schedule) bool {
	return slices.EqualFunc(a, b, func(x, y *core.Schedule) bool {
		return x == y || x.ID == y.ID && slices.Equal(x.Windows, y.Windows)
	})
}

// eachKey walks the keys of two configurations together, in the order of their ids; nil where one
// has no such key.
func eachKey(before, next *core.Config, f func(was, is *core.Key)) {
	a, b := before.Keys, next.Keys
	for len(a)+len(b) > 0 {
		var was, is *core.Key
		if len(b) == 0 || len(a) > 0 && a[0].ID <= b[0].ID {
			was = &a[0]
		}
		if len(a) == 0 || len(b) > 0 && b[0].ID <= a[0].ID {
			is, b = &b[0], b[1:]
		}
		if was != nil {
			a = a[1:]
		}
		f(was, is)
	}
}
