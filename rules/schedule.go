package rules

import (
	"math"
	"time"

	"localiq/core"
)

// Endless is the End of an occurrence that has none.
const Endless = math.MaxInt64

// Use is what a schedule is asked for. It counts where more than one exception has a day (OM-2).
type Use uint8

const (
	ForAccess    Use = iota // open is what any of them opens
	ForUnlocking            // open is what all of them open: closed wins
)

// Hours are those of a schedule, on the site's wall clock. The zero value is never open.
type Hours struct {
	zone    *time.Location
	offsets *core.Offsets // of zone; nil: the zone itself is asked
	weekly  []core.Window
	special *core.Specials
	use     Use
}

// HoursOf is never open for a schedule that is not there.
func HoursOf(cfg *core.Config, id core.ScheduleID, use Use) Hours {
	if sc, specials := cfg.ScheduleDays(id); sc != nil {
		return Hours{cfg.Zone, cfg.Offsets(), sc.Windows, specials, use}
	}
	return Hours{}
}

func hoursOfWay(cfg *core.Config, w *core.Way) Hours {
	return Hours{cfg.Zone, cfg.Offsets(), w.Schedule.Windows, w.Specials, ForAccess}
}

// Holds is true while the schedule is open at wall, ns UTC: the same as Active, and it allocates
// nothing.
func (h Hours) Holds(wall int64) bool {
	return h.zone != nil && h.open(momentOf(reachedBy(h.offsets, h.zone, wall)))
}

// Active is the occurrence that wall (ns UTC) lies in.
func (h Hours) Active(wall int64) (o core.Occurrence, ok bool) {
	if h.Holds(wall) {
		for s := range h.runs(dateAt(h.zone, wall)) {
			if o = s.occurrence(h.zone); o.End > wall {
				return o, o.Holds(wall)
			}
		}
	}
	return core.Occurrence{}, false
}

// Next is the first occurrence that starts after wall (ns UTC), however far that is.
func (h Hours) Next(wall int64) (core.Occurrence, bool) {
	if h.zone != nil {
		for s := range h.runs(dateAt(h.zone, wall)) {
			if o := s.occurrence(h.zone); o.Start > wall && o.Start < o.End {
				return o, true
			}
		}
	}
	return core.Occurrence{}, false
}

// Between are the occurrences that lie in [from, to), ns UTC, in order. Each is whole, also where
// it reaches beyond. A run that a jump of the clock leaves empty is none (facts/semantics section 3).
func (h Hours) Between(from, to int64) (out []core.Occurrence) {
	if h.zone == nil {
		return nil
	}
	for s := range h.runs(dateAt(h.zone, from)) {
		o := s.occurrence(h.zone)
		if o.Start >= to {
			break
		}
		if o.Start < o.End && o.End > from {
			out = append(out, o)
		}
	}
	return out
}

// dateAt is the furthest day that the zone's clock has shown by wall.
func dateAt(z *time.Location, wall int64) core.Date {
	d, _ := dayOf(reached(z, wall))
	return core.Date(d)
}

const day = 24 * 60 // minutes

// dayOf splits a reading into its day since 1970 and the minute of that day.
func dayOf(r reading) (d int64, m core.Minute) {
	minutes := floorDiv(int64(r), int64(time.Minute))
	return floorDiv(minutes, day), core.Minute(floorMod(minutes, day))
}

func floorDiv(a, b int64) int64 {
	d := a / b
	if d*b > a {
		return d - 1
	}
	return d
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
