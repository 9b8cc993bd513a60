package rules

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"localiq/core"
)

// [decide.time]: what is laid out of a zone says what the zone says, of any instant: about every turn, on the
// nights of a jump, and outside of what is laid out.
func TestLaidOutIsTheZone(t *testing.T) {
	zones := []string{"Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "America/New_York",
		"Pacific/Apia", "Africa/Casablanca", "America/Caracas", "Asia/Pyongyang", "UTC"}
	for _, name := range zones {
		z := mustZone(t, name)
		o := core.OffsetsOf(z)
		for year := 1999; year < 2102; year += 3 {
			for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.Add(11 * time.Hour) {
				if wall := d.UnixNano(); reachedBy(o, z, wall) != reached(z, wall) {
					t.Fatalf("%s, %v: %d, the zone %d", name, d, reachedBy(o, z, wall), reached(z, wall))
				}
			}
		}
		for wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano(); wall < time.Date(2029, 1, 2, 0, 0, 0, 0, time.UTC).UnixNano(); {
			end, last := steadyUntil(z, wall)
			if last {
				break
			}
			for _, by := range []time.Duration{-2 * time.Hour, -1, 0, 1, 10 * time.Minute, 45 * time.Minute, time.Hour, 3 * time.Hour, 25 * time.Hour} {
				if at := end + int64(by); reachedBy(o, z, at) != reached(z, at) {
					t.Fatalf("%s, %v after the turn at %v", name, by, time.Unix(0, end).UTC())
				}
			}
			wall = end
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		z := mustZone(t, rapid.SampledFrom(zones).Draw(r, "zone"))
		wall := rapid.Int64Range(0, time.Date(2110, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()).Draw(r, "wall")
		if a, b := reachedBy(core.OffsetsOf(z), z, wall), reached(z, wall); a != b {
			r.Fatalf("%d: %d, the zone %d", wall, a, b)
		}
	})
}
