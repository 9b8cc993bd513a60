package tui

import (
	"time"

	"localiq/core"
)

// termSoon is from when on an end is worth a place in the top line [sub.warn].
const termSoon = 28 * 24 * time.Hour

// termWide is from how many columns on it stands beside the alarms, and has no line of its own.
const termWide = 100

// ending is the end of the subscription where it is near or past; else nothing.
func ending(s *core.Snapshot, u UI) string {
	sub := s.Settings.Subscription
	left := time.Duration(sub.Until - s.Now.Wall)
	switch {
	case sub.Until == 0 || s.Now.Trust == core.Untrusted || left > termSoon:
		return ""
	case left <= 0:
		return in(bad, u.Glyphs.Warn+" subscription ENDED "+clockAt(s.Now, sub.Until, u.Zone, minutes))
	case left < 24*time.Hour:
		return in(bad, u.Glyphs.Warn+" subscription ends "+clockAt(s.Now, sub.Until, u.Zone, minutes))
	}
	return in(warn, "subscription ends in "+coarse(left))
}
