package core

import "time"

// Offsets are what a zone's wall clock shows, from 2000 to 2100, laid out for those who ask all the time:
// the zone's own rules take a tenth of a microsecond for each answer. nil knows nothing.
type Offsets struct {
	runs  []Offset // in order; each holds until the next
	until int64
}

// Offset is a run of one offset from UTC.
type Offset struct {
	From    int64 // ns UTC
	By      int64 // ns
	Reached int64 // the furthest that the clock had shown before From, as ns since 1970 as if the zone were UTC
}

var (
	offsetsFrom  = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	offsetsUntil = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// OffsetsOf asks the zone once for each of its turns.
func OffsetsOf(z *time.Location) *Offsets {
	o := &Offsets{until: offsetsUntil.UnixNano()}
	for t := offsetsFrom; t.Before(offsetsUntil); {
		_, seconds := t.In(z).Zone()
		next := Offset{From: t.UnixNano(), By: int64(seconds) * int64(time.Second), Reached: -1 << 63}
		switch n := len(o.runs); {
		case n == 0:
			o.runs = append(o.runs, next)
		case o.runs[n-1].By != next.By:
			was := o.runs[n-1]
			next.Reached = max(was.Reached, next.From-1+was.By)
			o.runs = append(o.runs, next)
		}
		_, bound := t.In(z).ZoneBounds()
		if bound.IsZero() {
			break
		}
		if !bound.After(t) { // on the last day of a leap year it is named a day early
			bound = t.Truncate(24 * time.Hour).Add(24 * time.Hour)
		}
		t = bound
	}
	return o
}

// At is the run that wall, ns UTC, lies in; ok is false outside of what is laid out.
func (o *Offsets) At(wall int64) (t Offset, ok bool) {
	if o == nil || wall >= o.until || len(o.runs) == 0 || wall < o.runs[0].From {
		return t, false
	}
	low, high := 0, len(o.runs)
	for high-low > 1 {
		if middle := (low + high) / 2; o.runs[middle].From <= wall {
			low = middle
		} else {
			high = middle
		}
	}
	return o.runs[low], true
}
