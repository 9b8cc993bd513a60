package driver

import (
	"iter"
	"time"

	"localiq/ble/nuki"
	"localiq/core"
)

// limitsOf is when a code is good, on the clock on the wall, which the lock's own is taken to show.
// All is rounded to the side of less.
func limitsOf(r core.Row, t core.Table) (l nuki.Limits, ok bool) {
	begins := int64(0)
	if r.From > 0 {
		begins = afterTwice((r.From-1)/int64(time.Second)+1, t.Zone)
		l.From = wallOf(begins, t.Zone)
	}
	if r.Until != 0 {
		until := beforeTwice(r.Until/int64(time.Second)-1, t.Zone)
		if until <= begins {
			return l, false
		}
		l.Until = wallOf(until, t.Zone)
	}
	if len(r.Schedules) == 0 {
		return l, true
	}
	days, from, to, ok := windowOf(r.Schedules, t.Schedules)
	if l.Days = daysOf(days); days == core.EveryDay {
		l.Days = 0
	} else if l.Days == 0 {
		return l, false // to a lock that is every day
	}
	if whole := from == 0 && to == core.EndOfDay; !whole {
		// Whether its last minute is the one that it names nobody knows; and from a time to the same
		// time is all day.
		l.FromClock, l.UntilClock = clockOf(from), clockOf(to-1)
		ok = ok && l.FromClock != l.UntilClock
	}
	return l, ok
}

// windowOf is the one window of all that the places name; false where there is no such window.
func windowOf(places []uint8, schedules []core.Schedule) (days core.Days, from, to core.Minute, ok bool) {
	for _, p := range places {
		if int(p) >= len(schedules) {
			return 0, 0, 0, false
		}
		for _, w := range schedules[p].Windows {
			if w.Start >= w.End || days != 0 && (w.Start != from || w.End != to) {
				return 0, 0, 0, false
			}
			days, from, to = days|w.Days, w.Start, w.End
		}
	}
	return days, from, to, days != 0
}

// daysOf: a lock counts from Monday, the highest bit, to Sunday, the lowest.
func daysOf(d core.Days) (n nuki.Days) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if d.Has(day) {
			n |= 1 << ((7 - uint(day)) % 7)
		}
	}
	return n
}

func clockOf(m core.Minute) nuki.Clock { return nuki.Clock{Hour: uint8(m / 60), Minute: uint8(m % 60)} }

// wallOf is what the wall clock of the site shows at that second of UTC.
func wallOf(second int64, zone []core.ZoneOffset) nuki.Time {
	east := int32(0)
	for i, z := range zone {
		if i == 0 || z.From <= second*int64(time.Second) {
			east = z.East
		}
	}
	return nuki.TimeOf(second + int64(east))
}

// afterTwice and beforeTwice move a second out of the stretch that the wall clock shows a second time,
// in the night in which it goes back: a code that begins there would begin an hour early, and one that
// ends there would be good again.
func afterTwice(second int64, zone []core.ZoneOffset) int64 {
	for i, back := range goesBack(zone) {
		if at := zone[i].From / int64(time.Second); second >= at && second < at+back {
			return at + back
		}
	}
	return second
}

func beforeTwice(second int64, zone []core.ZoneOffset) int64 {
	for i, back := range goesBack(zone) {
		if at := zone[i].From / int64(time.Second); second >= at-back && second < at {
			return at - back - 1
		}
	}
	return second
}

// goesBack are the offsets that put the clock back, and by how many seconds.
func goesBack(zone []core.ZoneOffset) iter.Seq2[int, int64] {
	return func(yield func(int, int64) bool) {
		for i := 1; i < len(zone); i++ {
			if back := int64(zone[i-1].East - zone[i].East); back > 0 && !yield(i, back) {
				return
			}
		}
	}
}
