package tui

import (
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// nextLines says what will happen by itself, and when.
func nextLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	lines := []string{in(bold, " "+u.t("NEXT"))}
	for _, t := range next(s, u, c) {
		for i, l := range wrap(u.Glyphs.plain(t), w-3, "") {
			sign := " "
			if i == 0 {
				sign = u.Glyphs.Open
			}
			lines = append(lines, " "+sign+" "+l)
		}
	}
	return lines
}

func next(s *core.Snapshot, u UI, c core.DoorCard) (out []string) {
	for _, f := range []func(*core.Snapshot, UI, core.DoorCard) string{nextCommand, nextAlarm, nextBolt, nextOffice} {
		if t := f(s, u, c); t != "" {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		out = []string{u.t("Nothing is planned: it stays as it is until somebody comes.")}
	}
	return out
}

// nextCommand is what the hub wants of the lock and has no answer to yet.
func nextCommand(_ *core.Snapshot, u UI, c core.DoorCard) string {
	f, want := c.State.Flight, c.State.Flight.Move.To
	switch {
	case f.Command.IsZero() && f.Again.IsZero():
		return ""
	case f.Command.IsZero():
		return u.t("The hub will ask the lock again to be %s.", boltWord(u, c.State.Wanted.Bolt))
	case f.Asked:
		return u.t("The hub asked the lock what became of the last command.")
	}
	return u.t("The lock was asked to be %s; waiting for its own word.", boltWord(u, want))
}

func boltWord(u UI, b core.Bolt) string {
	if b == core.BoltOffice {
		return u.t("in office mode")
	}
	return u.t(b.String())
}

// nextAlarm is the countdown to NOT CLOSED [notclosed].
func nextAlarm(s *core.Snapshot, u UI, c core.DoorCard) string {
	o := c.State.Opening
	switch {
	case !o.Open || c.State.Reported.Contact == core.ContactAbsent:
		return ""
	case stale(c):
		return u.t("It may still be open: the lock is not heard.")
	case c.State.Alert(core.AlertNotClosed) != nil:
		return u.t("NOT CLOSED clears when the door closes, and in no other way.")
	case c.State.Wanted.Bolt == core.BoltOffice:
		return u.t("No NOT CLOSED during office mode.")
	}
	d, ok := plain.Since(s.Now, o.Since)
	if !ok {
		return u.t("NOT CLOSED is counted from when the lock tells again.")
	}
	return u.t("NOT CLOSED in %s%s unless it closes.", left(u.Glyphs, threshold(c.Door)-d), plain.Within(o.Within))
}

func threshold(d core.Door) time.Duration {
	if d.NotClosed == 0 {
		return core.DefaultNotClosed * time.Second
	}
	return time.Duration(d.NotClosed) * time.Second
}

// locksAgain is the end of a momentary opening.
func locksAgain(u UI, c core.DoorCard) string {
	switch {
	case !c.Lock.Lacks.Has(core.LackRelock):
		return u.t("The lock locks by itself, %s after it opened.", openFor(c.Door))
	case c.State.Reported.Contact == core.ContactAbsent:
		return u.t("The hub locks it %s after it opened, also if the door still stands open.", openFor(c.Door))
	}
	return u.t("The hub locks it %s after it opened, once the door is closed.", openFor(c.Door))
}

func nextBolt(_ *core.Snapshot, u UI, c core.DoorCard) string {
	switch {
	case c.Lock == nil:
		return u.t("Pair a lock for this door: %s", pairing(c.Door))
	case stale(c) && c.State.Office.On && c.Lock.Lacks.Has(core.LackHold):
		return u.t("It stays unlocked until the hub reaches it: the lock cannot end office mode by itself.")
	case stale(c):
		return u.t("The lock goes on by itself; when it is heard again it tells what happened.")
	case c.State.Reported.Bolt == core.BoltUnlocked:
		return locksAgain(u, c)
	}
	return ""
}

// ender is who ends a hold.
func ender(u UI, c core.DoorCard) string {
	if c.Lock != nil && c.Lock.Lacks.Has(core.LackHold) {
		return u.t("the hub locks it")
	}
	return u.t("it locks by itself")
}

// nextOffice is the end of office mode, or when a key could start it.
func nextOffice(s *core.Snapshot, u UI, c core.DoorCard) string {
	o, w := c.State.Office, c.OfficeWindow
	switch l := c.State.Level(s.Now); {
	case l.Mode != core.ModeNormal && !l.Until.IsZero():
		return u.t("It is %s until %s, or until somebody releases it.", u.t(l.Mode.Say()), clockAt(u, s.Now, l.Until.Wall, minutes))
	case l.Mode != core.ModeNormal:
		return u.t("It is %s until somebody releases it (n).", u.t(l.Mode.Say()))
	case o.On && o.Until != 0:
		return u.t("Office mode ends at %s (in %s); then %s.", clockAt(u, s.Now, o.Until, minutes), left(u.Glyphs, time.Duration(o.Until-s.Now.Wall)), ender(u, c))
	case o.On:
		return u.t("Office mode stays until somebody with the right ends it.")
	case !c.Door.Office.Scheduled() || w.ID == "":
		return ""
	case c.Door.Office == core.OfficeAuto && !w.Holds(s.Now.Wall):
		return u.t("Office mode starts by itself at %s.", clockAt(u, s.Now, w.Start, minutes))
	case w.Holds(s.Now.Wall):
		return u.t("Until %s a key with the right starts office mode.", clockAt(u, s.Now, w.End, minutes))
	}
	return u.t("From %s to %s a key with the right can start office mode.", clockAt(u, s.Now, w.Start, minutes), time.Unix(0, w.End).In(u.Zone).Format(minutes))
}
