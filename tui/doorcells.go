package tui

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// What the overview says of a door, a cell each: in full, and short for a narrow screen.

func longLock(_ *core.Snapshot, u UI, c core.DoorCard) string  { return lookOf(c, u.Glyphs).long() }
func shortLock(_ *core.Snapshot, u UI, c core.DoorCard) string { return lookOf(c, u.Glyphs).short() }

// doorCell: an open door is counted, a closed one has its hour.
func doorCell(s *core.Snapshot, u UI, c core.DoorCard) string {
	r := c.State.Reported
	word := u.t(r.Contact.String() + "|door")
	switch {
	case r.At.IsZero() || r.Contact == core.ContactUnknown:
		return u.Glyphs.None
	case r.Contact == core.ContactAbsent:
		return word
	case stale(c):
		return u.t("was %s", word)
	case r.ContactSince.IsZero():
		return word
	case r.Contact == core.ContactOpen:
		d, ok := plain.Since(s.Now, openedAt(c))
		if !ok {
			return u.t("open")
		}
		if d >= 10*time.Minute {
			return in(warn, u.t("open %s", coarse(u.Glyphs, d)))
		}
		return in(warn, u.t("open %s", running(d)))
	}
	at := clockAt(u, s.Now, r.ContactSince.Wall, minutes)
	return word + " " + shortDay(at)
}

// shortDay leaves the hour away where there is a day: "Mon 09:12" is "Mon".
func shortDay(at string) string {
	if i := strings.LastIndexByte(at, ' '); i > 0 {
		return at[:i]
	}
	return at
}

func openedAt(c core.DoorCard) core.Instant {
	if o := c.State.Opening; o.Open && !o.Since.IsZero() && !o.Fresh {
		return o.Since
	}
	return c.State.Reported.ContactSince
}

// openedWithin is how far openedAt may lie from the truth.
func openedWithin(c core.DoorCard) time.Duration {
	if c.State.Opening.Open {
		return c.State.Opening.Within
	}
	return 0
}

// modeCell is what stands above office mode, so that nobody reads "off" where a door is in lockdown; "": nothing.
func modeCell(s *core.Snapshot, u UI, c core.DoorCard) string {
	if m := c.State.Mode(s.Now); m != core.ModeNormal {
		return in(warn, strings.ToUpper(u.t(strings.TrimPrefix(m.Say(), "in "))))
	}
	return ""
}

func longOffice(s *core.Snapshot, u UI, c core.DoorCard) string {
	switch o := c.State.Office; {
	case modeCell(s, u, c) != "":
		return modeCell(s, u, c)
	case !o.On:
		return u.t("off")
	case o.Until == 0:
		return in(open, u.t("on, no end set"))
	default:
		return in(open, u.t("on till %s", clockAt(u, s.Now, o.Until, minutes)))
	}
}

func shortOffice(s *core.Snapshot, u UI, c core.DoorCard) string {
	switch o := c.State.Office; {
	case modeCell(s, u, c) != "":
		return clip(strings.Replace(modeCell(s, u, c), strings.ToUpper(u.t("open for fire")), u.t("FIRE"), 1), 10, u.Glyphs)
	case !o.On:
		return u.t("off")
	case o.Until == 0:
		return in(open, u.t("no end"))
	default:
		return in(open, u.t("till %s", shortDay(clockAt(u, s.Now, o.Until, minutes))))
	}
}

func battery(_ *core.Snapshot, u UI, c core.DoorCard) string {
	b := c.State.Reported.Battery
	switch {
	case b == 0:
		return u.Glyphs.None
	case b <= 20:
		return in(warn, fmt.Sprintf("%d%%!", b))
	}
	return fmt.Sprintf("%d%%", b)
}

func shortSignal(s *core.Snapshot, u UI, c core.DoorCard) string {
	if c.Signal.Heard.IsZero() || !c.State.Link.Heard {
		return u.Glyphs.None
	}
	return fmt.Sprint(c.Signal.RSSI)
}

func longSignal(s *core.Snapshot, u UI, c core.DoorCard) string {
	v := shortSignal(s, u, c)
	if v == u.Glyphs.None {
		return v
	}
	return u.t("%s dBm", v)
}

func longHeard(s *core.Snapshot, u UI, c core.DoorCard) string {
	if c.Lock == nil {
		return u.Glyphs.None
	}
	if c.State.Link.Heard {
		return u.t("now")
	}
	return lapsed(s.Now, heard(c), u.Glyphs)
}

func shortHeard(s *core.Snapshot, u UI, c core.DoorCard) string {
	return strings.TrimPrefix(strings.TrimSuffix(longHeard(s, u, c), u.t(" ago")), u.t("ago "))
}

// facts is a door's row for a narrow screen.
func facts(s *core.Snapshot, u UI, c core.DoorCard) []string {
	parts := []string{u.t("Door %s", doorCell(s, u, c)), or(modeCell(s, u, c), u.t("office %s", longOffice(s, u, c))), u.t("battery %s", battery(s, u, c))}
	if v := longSignal(s, u, c); v != u.Glyphs.None {
		parts = append(parts, v)
	}
	return append(parts, u.t("heard %s", longHeard(s, u, c)))
}
