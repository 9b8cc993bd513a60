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
		return in(bad, u.Glyphs.Warn+" "+u.t("subscription ENDED %s", clockAt(u, s.Now, sub.Until, minutes)))
	case left < 24*time.Hour:
		return in(bad, u.Glyphs.Warn+" "+u.t("subscription ends %s", clockAt(u, s.Now, sub.Until, minutes)))
	}
	return in(warn, u.t("subscription ends in %s", coarse(u.Glyphs, left)))
}
