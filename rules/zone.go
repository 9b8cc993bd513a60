package rules

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"time"

	"localiq/core"
)

// A reading is what a wall clock shows, as nanoseconds since 1970 as if the zone were UTC.
type reading int64

func shows(z *time.Location, t int64) reading { return reading(core.Shows(z, t)) }

func reached(z *time.Location, t int64) reading { return reading(core.Reached(z, t)) }

// reachedBy is reached, from what is laid out where that knows.
func reachedBy(o *core.Offsets, z *time.Location, t int64) reading {
	if run, ok := o.At(t); ok {
		return reading(max(t+run.By, run.Reached))
	}
	return reached(z, t)
}

// boundary is the first instant (ns UTC) whose wall clock shows x or later. For a time that
// does not exist it is the instant of the jump; for one that exists twice, the first.
func boundary(z *time.Location, x reading) int64 {
	for t := int64(x) - int64(core.LongestOffset); ; {
		off := offsetAt(z, t)
		end, last := steadyUntil(z, t)
		first := max(t, int64(x)-int64(off)*int64(time.Second))
		if last || first < end {
			return first
		}
		t = end
	}
}

func clockOf(z *time.Location, t int64) time.Time { return time.Unix(0, t).In(z) }

// offsetAt is in seconds, east of Greenwich.
func offsetAt(z *time.Location, t int64) int {
	_, off := clockOf(z, t).Zone()
	return off
}

// newYear is the first instant of a year in UTC.
func newYear(year int) int64 {
	return time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC).UnixNano()
}

// steadyUntil is an instant after t before which the zone's offset does not change; last is
// true when it never does again. In a leap year ZoneBounds ends the year a day early, and on 31
// December it names an end that is past; then the offset is steady to the end of that day,
// because no zone of today changes its clocks there.
func steadyUntil(z *time.Location, t int64) (end int64, last bool) {
	_, bound := clockOf(z, t).ZoneBounds()
	if bound.IsZero() {
		return t, true
	}
	if end = bound.UnixNano(); end <= t {
		end = t - floorMod(t, int64(24*time.Hour)) + int64(24*time.Hour)
	}
	return end, false
}

// ZoneFingerprint is 16 hex digits that stand for what a zone does from 2000 to 2050. Two
// boxes with the same fingerprint compute the same windows, whatever their zone databases.
func ZoneFingerprint(z *time.Location) string {
	h := sha256.New()
	t, end := newYear(2000), newYear(2050)
	for was, last := math.MaxInt, false; t < end && !last; {
		if off := offsetAt(z, t); off != was {
			var b [16]byte
			binary.BigEndian.PutUint64(b[:], uint64(t))
			binary.BigEndian.PutUint64(b[8:], uint64(off))
			h.Write(b[:])
			was = off
		}
		t, last = steadyUntil(z, t)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
