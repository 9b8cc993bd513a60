package tui

import (
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// nextLines says what will happen by itself, and when.
func nextLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	lines := []string{in(bold, " NEXT")}
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
		out = []string{"Nothing is planned: it stays as it is until somebody comes."}
	}
	return out
}

// nextCommand is what the hub wants of the lock and has no answer to yet.
func nextCommand(_ *core.Snapshot, _ UI, c core.DoorCard) string {
	f, want := c.State.Flight, c.State.Flight.Move.To
	switch {
	case f.Command.IsZero() && f.Again.IsZero():
		return ""
	case f.Command.IsZero():
		return "The hub will ask the lock again to be " + boltWord(c.State.Wanted.Bolt) + "."
	case f.Asked:
		return "The hub asked the lock what became of the last command."
	}
	return "The lock was asked to be " + boltWord(want) + "; waiting for its own word."
}

func boltWord(b core.Bolt) string {
	if b == core.BoltOffice {
		return "in office mode"
	}
	return b.String()
}

// nextAlarm is the countdown to NOT CLOSED [notclosed].
func nextAlarm(s *core.Snapshot, _ UI, c core.DoorCard) string {
	o := c.State.Opening
	switch {
	case !o.Open || c.State.Reported.Contact == core.ContactAbsent:
		return ""
	case stale(c):
		return "It may still be open: the lock is not heard."
	case c.State.Alert(core.AlertNotClosed) != nil:
		return "NOT CLOSED clears when the door closes, and in no other way."
	case c.State.Wanted.Bolt == core.BoltOffice:
		return "No NOT CLOSED during office mode."
	}
	d, ok := plain.Since(s.Now, o.Since)
	if !ok {
		return "NOT CLOSED is counted from when the lock tells again."
	}
	return "NOT CLOSED in " + left(threshold(c.Door)-d) + plain.Within(o.Within) + " unless it closes."
}

func threshold(d core.Door) time.Duration {
	if d.NotClosed == 0 {
		return core.DefaultNotClosed * time.Second
	}
	return time.Duration(d.NotClosed) * time.Second
}

// locksAgain is the end of a momentary opening.
func locksAgain(c core.DoorCard) string {
	switch {
	case !c.Lock.Lacks.Has(core.LackRelock):
		return "The lock locks by itself, " + openFor(c.Door) + " after it opened."
	case c.State.Reported.Contact == core.ContactAbsent:
		return "The hub locks it " + openFor(c.Door) + " after it opened, also if the door still stands open."
	}
	return "The hub locks it " + openFor(c.Door) + " after it opened, once the door is closed."
}

func nextBolt(_ *core.Snapshot, _ UI, c core.DoorCard) string {
	switch {
	case c.Lock == nil:
		return "Pair a lock for this door: " + pairing(c.Door)
	case stale(c) && c.State.Office.On && c.Lock.Lacks.Has(core.LackHold):
		return "It stays unlocked until the hub reaches it: the lock cannot end office mode by itself."
	case stale(c):
		return "The lock goes on by itself; when it is heard again it tells what happened."
	case c.State.Reported.Bolt == core.BoltUnlocked:
		return locksAgain(c)
	}
	return ""
}

// ender is who ends a hold.
func ender(c core.DoorCard) string {
	if c.Lock != nil && c.Lock.Lacks.Has(core.LackHold) {
		return "the hub locks it"
	}
	return "it locks by itself"
}

// nextOffice is the end of office mode, or when a key could start it.
func nextOffice(s *core.Snapshot, u UI, c core.DoorCard) string {
	o, w := c.State.Office, c.OfficeWindow
	switch l := c.State.Level(s.Now); {
	case l.Mode != core.ModeNormal && !l.Until.IsZero():
		return "It is " + l.Mode.Say() + " until " + clockAt(s.Now, l.Until.Wall, u.Zone, minutes) + ", or until somebody releases it."
	case l.Mode != core.ModeNormal:
		return "It is " + l.Mode.Say() + " until somebody releases it (n)."
	case o.On && o.Until != 0:
		return "Office mode ends at " + clockAt(s.Now, o.Until, u.Zone, minutes) + " (in " + left(time.Duration(o.Until-s.Now.Wall)) + "); then " + ender(c) + "."
	case o.On:
		return "Office mode stays until somebody with the right ends it."
	case !c.Door.Office.Scheduled() || w.ID == "":
		return ""
	case c.Door.Office == core.OfficeAuto && !w.Holds(s.Now.Wall):
		return "Office mode starts by itself at " + clockAt(s.Now, w.Start, u.Zone, minutes) + "."
	case w.Holds(s.Now.Wall):
		return "Until " + clockAt(s.Now, w.End, u.Zone, minutes) + " a key with the right starts office mode."
	}
	return "From " + clockAt(s.Now, w.Start, u.Zone, minutes) + " to " + time.Unix(0, w.End).In(u.Zone).Format(minutes) + " a key with the right can start office mode."
}
