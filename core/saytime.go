package core

import (
	"fmt"
	"time"
)

// sayTime is the hour alone while the day is that of at.
func sayTime(ns int64, at Instant, z *time.Location) string {
	t, now := time.Unix(0, ns).In(z), at.In(z)
	switch day := t.Sub(now).Abs(); {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format("15:04")
	case day < 6*24*time.Hour:
		return t.Format("Mon 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

// SayDuration is "38 s", "4 min 12 s", "2 h 5 min", "3 d 4 h". Anything under a second is "0 s".
func SayDuration(d time.Duration) string {
	s := int64(d / time.Second)
	pair := func(a int64, au string, b int64, bu string) string {
		if b == 0 {
			return fmt.Sprintf("%d %s", a, au)
		}
		return fmt.Sprintf("%d %s %d %s", a, au, b, bu)
	}
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return pair(s/60, "min", s%60, "s")
	case s < 86400:
		return pair(s/3600, "h", s%3600/60, "min")
	}
	return pair(s/86400, "d", s%86400/3600, "h")
}

// SayWithin is what a time may be off by, to be put behind it: " ± 1 s"; "" under half a second.
func SayWithin(d time.Duration) string {
	if d < time.Second/2 {
		return ""
	}
	return " ± " + SayDuration(d.Round(time.Second))
}
