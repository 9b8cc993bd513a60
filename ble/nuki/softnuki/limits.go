package softnuki

import (
	"time"

	"localiq/ble/nuki"
)

// Good says whether a code's limits let it in at an instant, in seconds since 1970 by the clock on
// the wall where the lock is. From and Until are both still good, UntilClock is the first minute
// that is not. A window that ends before it begins crosses midnight, and belongs to the day on
// which it begins.
func Good(l nuki.Limits, local int64) bool {
	if from, some := l.From.Seconds(); some && local < from {
		return false
	}
	if until, some := l.Until.Seconds(); some && local > until {
		return false
	}
	t := time.Unix(local, 0).UTC()
	from, until, now := minute(l.FromClock), minute(l.UntilClock), t.Hour()*60+t.Minute()
	switch {
	case from == until: // all day
	case from < until:
		if now < from || now >= until {
			return false
		}
	case now < until: // after midnight
		t = t.AddDate(0, 0, -1)
	case now < from:
		return false
	}
	return l.Days == 0 || l.Days&days[t.Weekday()] != 0
}

func minute(c nuki.Clock) int { return int(c.Hour)*60 + int(c.Minute) }

// days as Go counts them.
var days = [7]nuki.Days{nuki.Sunday, nuki.Monday, nuki.Tuesday, nuki.Wednesday, nuki.Thursday, nuki.Friday, nuki.Saturday}

// sound is false for limits that are not times.
func sound(l nuki.Limits) bool {
	for _, t := range []nuki.Time{l.From, l.Until} {
		if _, ok := t.Seconds(); !ok && t != (nuki.Time{}) {
			return false
		}
	}
	for _, c := range []nuki.Clock{l.FromClock, l.UntilClock} {
		if c.Hour > 23 || c.Minute > 59 {
			return false
		}
	}
	return l.Days&0x80 == 0
}
