package profile

import (
	"math"
	"time"
)

// Opens says whether the row's time is right: utc is the lock's clock in ms, if it is set;
// sinceHub is for how long the lock has not met its hub. Without a clock a row that needs one
// does not open.
func (t *TableImage) Opens(r TableRow, utc int64, clockSet bool, sinceHub time.Duration) bool {
	switch {
	case r.Lease != 0 && MillisOf(sinceHub) >= r.Lease:
		return false
	case r.From == 0 && r.Until == 0 && len(r.Schedules) == 0:
		return true
	case !clockSet || utc < r.From || r.Until != 0 && utc >= r.Until:
		return false
	case len(r.Schedules) == 0:
		return true
	}
	shown, ok := reached(t.Zone, utc)
	if !ok {
		return false
	}
	for _, i := range r.Schedules {
		if i < uint64(len(t.Schedules)) && t.Schedules[i].holds(shown) {
			return true
		}
	}
	return false
}

// reached is the furthest that the zone's wall clock has shown by utc, in ms since 1970 as if it
// were UTC. It differs from what the clock shows only for a while after it was put back. A
// boundary lies at the first instant whose wall clock shows it or later, so it is over exactly
// when this has reached it: the hour that comes twice is gone through once.
func reached(zone []TableOffset, utc int64) (far int64, ok bool) {
	far = math.MinInt64
	for i, o := range zone {
		if i > 0 && o.From > utc {
			break
		}
		last := utc
		if i+1 < len(zone) && zone[i+1].From <= utc {
			last = zone[i+1].From - 1
		}
		far = max(far, last+int64(o.East)*1000)
	}
	return far, len(zone) > 0
}

const msOfMinute = 60_000

// holds is half-open: its start is inside, its end is not.
func (s TableSchedule) holds(shown int64) bool {
	minute := floorDiv(shown, msOfMinute)
	day := floorDiv(minute, minutesOfDay)
	now := uint16(minute - day*minutesOfDay)
	today := uint8(1) << floorMod(day+4, 7) // 1970 began on a Thursday
	yesterday := uint8(1) << floorMod(day+3, 7)
	for _, w := range s.Windows {
		switch over := w.End < w.Start; {
		case !over && w.Days&today != 0 && w.Start <= now && now < w.End,
			over && w.Days&today != 0 && w.Start <= now,
			over && w.Days&yesterday != 0 && now < w.End:
			return true
		}
	}
	return false
}

func floorDiv(a, b int64) int64 { return (a - floorMod(a, b)) / b }
func floorMod(a, b int64) int64 { return (a%b + b) % b }
