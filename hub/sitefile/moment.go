package sitefile

import (
	"time"
)

// A moment is written as a day (from: its beginning; until: its end), as local time of the
// site to the minute, or with seconds and an offset where neither says it exactly.
const (
	dayForm    = "2006-01-02"
	minuteForm = "2006-01-02T15:04"
)

// momentText writes ns UTC in the shortest form that reads back as the same.
func momentText(ns int64, z *time.Location, end bool) string {
	t := time.Unix(0, ns).In(z)
	day := t
	if end {
		day = t.AddDate(0, 0, -1)
	}
	for _, s := range []string{day.Format(dayForm), t.Format(minuteForm)} {
		if back, ok := parseMoment(s, z, end); ok && back == ns {
			return s
		}
	}
	return t.Format(time.RFC3339Nano)
}

// parseMoment reads what momentText writes. ok is false for 0 and before: that means "no
// limit" elsewhere.
func parseMoment(s string, z *time.Location, end bool) (ns int64, ok bool) {
	if d, err := time.Parse(dayForm, s); err == nil {
		if end {
			d = d.AddDate(0, 0, 1)
		}
		return inRange(first(d, z))
	}
	if d, err := time.Parse(minuteForm, s); err == nil {
		return inRange(first(d, z))
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return inRange(t)
	}
	return 0, false
}

// inRange holds what a count of ns since 1970 can hold.
func inRange(t time.Time) (int64, bool) {
	return t.UnixNano(), t.Unix() >= 0 && t.Year() < 2262 && t.UnixNano() > 0
}

// first is the first instant at which clocks in z show the wall time w (given as UTC) or more:
// one answer also for a time that exists twice or not at all (facts: time vectors).
func first(w time.Time, z *time.Location) time.Time {
	_, before := w.Add(-36 * time.Hour).In(z).Zone()
	_, after := w.Add(36 * time.Hour).In(z).Zone()
	early, late := max(before, after), min(before, after)
	for _, off := range []int{early, late} {
		t := w.Add(-time.Duration(off) * time.Second).In(z)
		if _, o := t.Zone(); o == off {
			return t
		}
	}
	jump, _ := w.Add(-time.Duration(late) * time.Second).In(z).ZoneBounds()
	return jump
}
