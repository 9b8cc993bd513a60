package core

import "time"

// Offsets are what a zone's wall clock shows, from 2000 to 2100, laid out for those who ask all the time:
// the zone's own rules take a tenth of a microsecond for each answer. nil knows nothing.
type Offsets struct {
	runs  []Offset // in order; each holds until the next
	seeks []int32  // the run that each stretch begins in
	until int64
}

// stretch is how many bits of nanoseconds: 104 days, in which few clocks are changed more than once.
const stretch = 53

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
	for t, i := o.runs[0].From, 0; t < o.until; t += 1 << stretch {
		for i+1 < len(o.runs) && o.runs[i+1].From <= t {
			i++
		}
		o.seeks = append(o.seeks, int32(i))
	}
	return o
}

// At is the run that wall, ns UTC, lies in; ok is false outside of what is laid out.
func (o *Offsets) At(wall int64) (t Offset, ok bool) {
	if o == nil || wall >= o.until || wall < o.runs[0].From {
		return t, false
	}
	i := int(o.seeks[(wall-o.runs[0].From)>>stretch])
	for i+1 < len(o.runs) && o.runs[i+1].From <= wall {
		i++
	}
	return o.runs[i], true
}
