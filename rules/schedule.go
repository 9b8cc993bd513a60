package rules

import (
	"math"
	"slices"
	"time"

	"localiq/core"
)

// Endless is the End of an occurrence of a schedule that covers the whole week: it has no end.
const Endless = math.MaxInt64

// Holds is true while the schedule is open: the same as Active, and it allocates nothing.
// A nil schedule is never open.
func Holds(sc *core.Schedule, z *time.Location, wall int64) bool {
	return sc != nil && momentOf(reached(z, wall)).in(sc)
}

// moment is a minute of a week.
type moment struct {
	today, yesterday core.Days // one day each
	minute           core.Minute
}

func momentOf(r reading) moment {
	d, minute := dayOf(r)
	today := floorMod(d+4, 7) // 1970 began on a Thursday
	return moment{1 << today, 1 << ((today + 6) % 7), minute}
}

func (m moment) in(sc *core.Schedule) bool {
	for i := range sc.Windows {
		w := &sc.Windows[i]
		switch {
		case w.Start < w.End:
			if w.Days&m.today != 0 && w.Start <= m.minute && m.minute < w.End {
				return true
			}
		case w.Start > w.End: // over midnight; belongs to the day of Start (OM-1)
			if w.Days&m.today != 0 && m.minute >= w.Start || w.Days&m.yesterday != 0 && m.minute < w.End {
				return true
			}
		}
	}
	return false
}

// Active is the occurrence that wall (ns UTC) lies in.
func Active(sc *core.Schedule, z *time.Location, wall int64) (core.Occurrence, bool) {
	if !Holds(sc, z, wall) {
		return core.Occurrence{}, false
	}
	for _, o := range Occurrences(sc, z, wall, wall+1) {
		if o.Holds(wall) {
			return o, true
		}
	}
	return core.Occurrence{}, false
}

// NextOccurrence is the first that starts after wall.
func NextOccurrence(sc *core.Schedule, z *time.Location, wall int64) (core.Occurrence, bool) {
	const horizon = 4 * 7 * 24 * time.Hour // a window may be empty on the night of a jump
	for _, o := range Occurrences(sc, z, wall, wall+int64(horizon)) {
		if o.Start > wall {
			return o, true
		}
	}
	return core.Occurrence{}, false
}

// Occurrences are the runs of the schedule's merged windows that lie in [from, to), in order.
// Each is whole, also where it reaches beyond. A run that a jump of the clock leaves empty is
// no occurrence (facts/semantics section 3).
func Occurrences(sc *core.Schedule, z *time.Location, from, to int64) (out []core.Occurrence) {
	if sc == nil {
		return nil
	}
	spans := merged(sc)
	if len(spans) == 1 && spans[0].to-spans[0].from >= week {
		return []core.Occurrence{{ID: "always", End: Endless}}
	}
	first, _ := weekOf(shows(z, from))
	last, _ := weekOf(reached(z, to))
	for k := first - 2; k <= last+1; k++ { // a run may be as long as a week
		for _, s := range spans {
			o := s.occurrence(k, z)
			if o.Start < o.End && o.Start < to && o.End > from {
				out = append(out, o)
			}
		}
	}
	return out
}

const (
	day  = 24 * 60 // minutes
	week = 7 * day
)

// span is a run in the minutes of a week that starts on Sunday 00:00; to may lie beyond it.
type span struct{ from, to int64 }

func (s span) occurrence(k int64, z *time.Location) core.Occurrence {
	start := reading((k*week - 4*day + s.from) * int64(time.Minute))
	end := reading((k*week - 4*day + s.to) * int64(time.Minute))
	return core.Occurrence{
		ID:    time.Unix(0, int64(start)).UTC().Format("2006-01-02T15:04"),
		Start: boundary(z, start),
		End:   boundary(z, end),
	}
}

// merged are the schedule's runs in order; those that overlap or touch are one, also over
// midnight and over the end of the week (OM-1).
func merged(sc *core.Schedule) (out []span) {
	for _, s := range laid(sc) {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	for len(out) > 1 && out[len(out)-1].to >= week+out[0].from {
		last := &out[len(out)-1]
		last.to = max(last.to, week+out[0].to)
		out = out[1:]
	}
	return out
}

// laid puts every window on every one of its days, sorted.
func laid(sc *core.Schedule) (out []span) {
	for _, w := range sc.Windows {
		length := int64(w.End) - int64(w.Start)
		if length < 0 {
			length += day
		}
		for d := range int64(7) {
			if w.Days.Has(time.Weekday(d)) && length > 0 {
				from := d*day + int64(w.Start)
				out = append(out, span{from, from + length})
			}
		}
	}
	slices.SortFunc(out, func(a, b span) int { return int(a.from - b.from) })
	return out
}

// dayOf splits a reading into its day since 1970 and the minute of that day.
func dayOf(r reading) (d int64, m core.Minute) {
	minutes := floorDiv(int64(r), int64(time.Minute))
	return floorDiv(minutes, day), core.Minute(floorMod(minutes, day))
}

// weekOf splits a reading into its week and the minute of that week.
func weekOf(r reading) (k, m int64) {
	d, minute := dayOf(r)
	return floorDiv(d+4, 7), floorMod(d+4, 7)*day + int64(minute)
}

func floorDiv(a, b int64) int64 { return (a - floorMod(a, b)) / b }
func floorMod(a, b int64) int64 { return (a%b + b) % b }
