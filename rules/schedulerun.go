package rules

import (
	"iter"
	"slices"
	"time"

	"localiq/core"
)

// firstDate stands for ever: what is open on it was never closed before.
const firstDate core.Date = 1

// runs are the merged runs of a schedule in order, as minutes since 1970 on the wall clock, from
// one that is not over at the beginning of that date, or one before it, on. The last of a schedule that stays
// open for ever ends at Endless. Where nothing changes any more they may go on for ever.
func (h Hours) runs(from core.Date) iter.Seq[span] {
	return func(yield func(span) bool) {
		edges := h.edges()
		w := walk{yield: yield}
		var still steady
		var next core.Date // the edge after d; 0: none
		var changes bool
		for d := h.opened(from, edges); w.over(h.day(d), int64(d)*day); {
			if next <= d {
				next, changes = edges.after(d)
			}
			switch far := still.days(h.day(d), next == d+1) >= 8; {
			case !far:
				d++
			case changes:
				if w.open {
					w.now.to = int64(next) * day
				}
				d, still = next, steady{}
			default:
				if w.now.to = Endless; w.open {
					yield(w.now)
				}
				return
			}
		}
	}
}

// walk joins what is open over midnight.
type walk struct {
	yield func(span) bool
	now   span
	open  bool // now lasts to the end of the day that was walked last
}

// over walks a day that begins at so many minutes; false when nobody wants more.
func (w *walk) over(on []span, begins int64) bool {
	if w.open && (len(on) == 0 || on[0].from > 0) && !w.tell() {
		return false
	}
	for _, s := range on {
		if !w.open {
			w.now.from = begins + s.from
		}
		w.now.to, w.open = begins+s.to, true
		if s.to < day && !w.tell() {
			return false
		}
	}
	return true
}

func (w *walk) tell() bool {
	w.open = false
	return w.yield(w.now)
}

// steady counts days in a row that are all open or all closed. Eight of them without an edge are
// every weekday and the night before it: so it stays until the next edge.
type steady struct {
	n    int
	open bool
}

// days is how many they are with this one; edge: the next in that direction is beyond an edge.
func (s *steady) days(on []span, edge bool) int {
	open := whole(on)
	if open != s.open {
		*s = steady{open: open}
	}
	if s.n++; edge || !open && len(on) > 0 {
		*s = steady{}
	}
	return s.n
}

// opened goes back from d to a date that is not after the beginning of what is open then;
// firstDate: it was always open.
func (h *Hours) opened(d core.Date, edges edges) core.Date {
	var still steady
	for on := h.day(d); d > firstDate && len(on) > 0 && on[0].from == 0; {
		before := h.day(d - 1)
		if len(before) == 0 || before[len(before)-1].to < day {
			return d
		}
		d--
		if on = before; !whole(on) {
			return d
		}
		if still.days(on, edges.at(d)) < 8 || edges.yearly != nil {
			continue // days that come every year are walked to, not leapt to
		}
		i, _ := slices.BinarySearch(edges.dated, d)
		if i == 0 {
			return firstDate
		}
		d, still = edges.dated[i-1], steady{}
		on = h.day(d)
	}
	return d
}

func whole(on []span) bool { return len(on) == 1 && on[0] == span{0, day} }

// occurrence: its id is the local start, so that a window cannot run twice (OM-3). One that was
// always open comes before all others.
func (s span) occurrence(z *time.Location) core.Occurrence {
	o := core.Occurrence{ID: "1970-01-02T00:00", End: Endless}
	if s.from > int64(firstDate)*day {
		start := reading(s.from * int64(time.Minute))
		o.ID, o.Start = time.Unix(0, int64(start)).UTC().Format("2006-01-02T15:04"), boundary(z, start)
	} else if s.to == Endless {
		o.ID = "always"
	}
	if s.to != Endless {
		o.End = boundary(z, reading(s.to*int64(time.Minute)))
	}
	return o
}
