package tui

import (
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// ago is an age in words, coarse enough to stand still on an idle screen.
func ago(now, i core.Instant, g Glyphs) string {
	d, ok := plain.Since(now, i)
	switch {
	case i.IsZero():
		return g.t("never")
	case !ok:
		return g.None
	case d < time.Minute:
		return g.t("now")
	}
	return g.t("%s ago", coarse(g, d))
}

// lapsed is ago for something that has ended: it is never "now".
func lapsed(now, i core.Instant, g Glyphs) string {
	if a := ago(now, i, g); a != g.t("now") {
		return a
	}
	return g.t("<1 min ago")
}

// coarse is a duration of a minute and more, in one unit.
func coarse(g Glyphs, d time.Duration) string {
	switch {
	case d < time.Minute:
		return g.t("<1 min")
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return g.t("%d d", int(d.Hours()/24))
}

// running is a duration that people watch: 0:38, 12:05, 1:02:11.
func running(d time.Duration) string {
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// left is a time to come: seconds while they matter.
func left(g Glyphs, d time.Duration) string {
	switch {
	case d < 0:
		return "0 s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int((d+time.Second-1)/time.Second))
	case d < 48*time.Hour && d >= time.Hour && int(d.Minutes())%60 != 0:
		return g.t("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return coarse(g, d)
}

// clockAt is a moment on the site's wall, with its day when it is not today.
func clockAt(u UI, now core.Instant, wall int64, layout string) string {
	if wall == 0 {
		return u.t("never")
	}
	t, n := time.Unix(0, wall).In(u.Zone), now.In(u.Zone)
	days := dayNumber(t) - dayNumber(n)
	switch {
	case days == 0:
		return t.Format(layout)
	case days > -7 && days < 7:
		return u.date(t, "Mon "+layout)
	}
	return u.date(t, "2 Jan "+layout)
}

// dayNumber counts local days, whatever their length.
func dayNumber(t time.Time) int {
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

const (
	minutes = "15:04"
	seconds = "15:04:05"
)
