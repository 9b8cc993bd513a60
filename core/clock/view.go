package clock

import (
	"time"

	"localiq/core"
)

// Boot is a made-up clock as a box sees it that is switched on now: Up begins at 0, in a boot of its
// own.
func Boot(c core.Clock, id core.BootID) core.Clock { return boot{c, id, c.Now().Up} }

type boot struct {
	core.Clock
	id    core.BootID
	since time.Duration
}

func (b boot) Now() core.Instant {
	at := b.Clock.Now()
	at.Boot, at.Up = b.id, at.Up-b.since
	return at
}

// Fast is a clock whose Up gains so much in each day of c; negative: it loses. Nothing else of it is
// wrong, and its Wall is c's: a lock keeps its own time by Up.
func Fast(c core.Clock, aDay time.Duration) core.Clock {
	return fast{c, 1 + float64(aDay)/float64(24*time.Hour)}
}

type fast struct {
	core.Clock
	pace float64
}

func (f fast) Now() core.Instant {
	at := f.Clock.Now()
	at.Up = time.Duration(float64(at.Up) * f.pace)
	return at
}

// After is never early: who wakes early would ask again at once.
func (f fast) After(d time.Duration) (<-chan struct{}, func()) {
	return f.Clock.After(time.Duration(float64(d)/f.pace) + time.Microsecond)
}
