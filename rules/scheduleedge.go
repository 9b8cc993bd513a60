package rules

import (
	"slices"

	"localiq/core"
)

// edges are the dates from which on the week is another. Those of days that come every year are looked
// for, not listed. None is one of 1970, where nobody asks.
type edges struct {
	dated  []core.Date // sorted
	yearly *core.YearDays
}

func (h *Hours) edges() (e edges) {
	if h.special != nil {
		for _, s := range h.special.Runs {
			e.dated = append(e.dated, s.From, s.To+1)
		}
		if h.special.Yearly != (core.YearDays{}) {
			e.yearly = &h.special.Yearly
		}
	}
	for _, w := range h.weekly {
		e.dated = append(e.dated, w.From, w.Until+1)
	}
	slices.Sort(e.dated)
	e.dated = slices.Compact(e.dated)
	return e
}

func (e edges) at(d core.Date) bool {
	_, is := slices.BinarySearch(e.dated, d)
	return is || e.turnsAt(d)
}

func (e edges) turnsAt(d core.Date) bool {
	return e.yearly != nil && e.yearly.Has(d) != e.yearly.Has(d-1)
}

// What comes every year comes within eight: of leap days there is none from 2096 to 2104. And a year
// of each kind, by its first weekday and its length, comes within 40.
const (
	eightYears = 8 * 365 // from 1 March 2096 to 29 February 2104
	fortyYears = 40*365 + 10
)

// after is the first that is after d.
func (e edges) after(d core.Date) (next core.Date, ok bool) {
	if i, _ := slices.BinarySearch(e.dated, d+1); i < len(e.dated) {
		next, ok = e.dated[i], true
	}
	last := min(d+eightYears, core.LastDate)
	for x := d + 1; e.yearly != nil && x <= last && (!ok || x < next); x++ {
		if e.turnsAt(x) {
			return x, true
		}
	}
	return next, ok
}

// afterWithin is the first that is after d and of whose like there is none before: from 40 years after
// first and after all dates on, no day meets another weekday than it has met.
func (e edges) afterWithin(d, first core.Date) (core.Date, bool) {
	last := first
	if n := len(e.dated); n > 0 {
		last = max(last, e.dated[n-1])
	}
	next, ok := e.after(d)
	return next, ok && next <= last+fortyYears
}
