package rules

import (
	"cmp"
	"iter"
	"slices"

	"localiq/core"
)

// A lock's own table knows no dates, only a week that comes again and again. It is given the next
// seven days as they will be, and its rows end before the first later day on which that week would
// open more than the schedule does: so it never opens what the hub would refuse, and a holiday shuts
// locks that nobody answers. When another week holds it is made anew (Sync.Over).

// week is a schedule as a lock's table has it.
type week struct {
	of    *core.Schedule
	is    *core.Schedule // without dates; of itself where it has none
	until int64          // ns UTC: from then on it opens more than of; 0: never
}

func dated(way *core.Way) bool {
	return way.Specials.Any() || slices.ContainsFunc(way.Schedule.Windows, func(w core.Window) bool { return w.From != 0 || w.Until != 0 })
}

func weekOf(cfg *core.Config, way *core.Way, wall int64) week {
	w := week{of: way.Schedule, is: way.Schedule}
	if !dated(way) {
		return w
	}
	h, today := hoursOfWay(cfg, way), dateAt(cfg.Zone, wall)
	days := h.sevenDays(today)
	w.is = &core.Schedule{ID: way.Schedule.ID, Name: way.Schedule.Name, Windows: windowsOf(days)}
	for d := range h.telling(today) {
		if beyond(days[d.Weekday()], h.day(d)) {
			w.until = boundary(cfg.Zone, startOf(d))
			break
		}
	}
	return w
}

// weekTurns is when another week holds for a schedule than at wall, ns UTC; 0: never.
func weekTurns(cfg *core.Config, way *core.Way, wall int64) int64 {
	if !dated(way) {
		return 0
	}
	h, today := hoursOfWay(cfg, way), dateAt(cfg.Zone, wall)
	for d := range h.telling(today) {
		if !slices.Equal(h.day(d), h.day(d+7)) {
			return boundary(cfg.Zone, startOf(d+1))
		}
	}
	return 0
}

// tableTurns is when the lock of a door that has one is to have another table because a day has passed, ns UTC; 0:
// never.
func tableTurns(cfg *core.Config, set *core.Door, wall int64) (first int64) {
	if set.Table == core.TableNone {
		return 0
	}
	ways := cfg.Ways(set.ID)
	for i := range ways {
		if ways[i].Schedule != nil {
			first = earlier(first, weekTurns(cfg, &ways[i], wall))
		}
	}
	return earlier(first, bookingsTurn(cfg, set.ID, wall))
}

func (h *Hours) sevenDays(from core.Date) (out [7][]span) {
	for d := from; d < from+7; d++ {
		out[d.Weekday()] = h.day(d)
	}
	return out
}

// windowsOf are windows within one day, in the order of their hours; those of the same hours are one.
func windowsOf(days [7][]span) (out []core.Window) {
	for d, spans := range days {
		for _, s := range spans {
			w := core.Window{Days: 1 << d, Start: core.Minute(s.from), End: core.Minute(s.to)}
			i, has := slices.BinarySearchFunc(out, w, func(a, b core.Window) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
			if has {
				out[i].Days |= w.Days
			} else {
				out = slices.Insert(out, i, w)
			}
		}
	}
	return out
}

// telling are the days from first on that may not be just like the same day of the week before or
// after: those up to a week before an edge and after it, because a night may run over into the day of
// the edge, and those from first. In order.
func (h *Hours) telling(first core.Date) iter.Seq[core.Date] {
	return func(yield func(core.Date) bool) {
		next, edges := first, h.edges()
		for edge, more := first, true; more; edge, more = edges.afterWithin(edge, first) {
			for next = max(next, edge-7); next < edge+8; next++ {
				if !yield(next) {
					return
				}
			}
		}
	}
}

// beyond is true when something of a lies outside b.
func beyond(a, b []span) bool {
	return slices.ContainsFunc(a, func(s span) bool {
		return !slices.ContainsFunc(b, func(o span) bool { return o.from <= s.from && s.to <= o.to })
	})
}

func startOf(d core.Date) reading { return reading(int64(d) * day * int64(60e9)) }
