package core

import (
	"fmt"
	"time"
)

// sayClock is what became of the hub's own time.
func (l Line) sayClock(z *time.Location) string {
	if l.What == ClockDoubted {
		return "clock not set by " + l.Detail + " to " + sayTime(l.Until, l.At, z) + ": it cannot be that early"
	}
	return "clock " + l.Detail
}

// Say is the state of the clock in a few words, at an instant: "trusted, by a time server, ± 20 ms".
func (c *ClockState) Say(at Instant) string {
	d, ok := c.Drift(at)
	switch {
	case c.Source == SourceMade:
		return "trusted, because it is made up"
	case !ok:
		return "not trusted: nobody has told the time since the power came on"
	}
	return c.TrustAt(at.Boot, at.Up).String() + ", by " + c.Source.Say() + ", ± " + SayDrift(d)
}

// Say is a source with its article: "the box's battery clock".
func (s ClockSource) Say() string {
	switch s {
	case SourceBattery:
		return "the box's battery clock"
	case SourceLocks:
		return "the clocks of the locks"
	case SourceNTP:
		return "a time server"
	case SourcePerson:
		return "a person"
	case SourceMade:
		return "itself"
	}
	return "nobody"
}

// SayDrift is a drift, to the millisecond below a second: "20 ms", "1.3 s", "1 min 5 s".
func SayDrift(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return SayDuration(d)
}
