package core

import "time"

// Say is a door's mode as it is shown: "in lockdown".
func (m DoorMode) Say() string {
	switch m {
	case ModeBlocked:
		return "blocked"
	case ModeLockdown:
		return "in lockdown"
	case ModeFireOpen:
		return "open for fire"
	}
	return "normal"
}

func (l Line) sayMode(z *time.Location) string {
	switch l.What {
	case OfficeWaits:
		return l.door() + ": office mode should be on, and waits: " + l.Reason.Say()
	case OfficeSkipped:
		return l.door() + ": office mode was not on in this window" + plus(": ", l.skipped())
	case OfficeLong:
		return l.door() + ": manual office mode has been on for " + SayDuration(time.Duration(l.For)) + plus(", begun by ", l.who())
	case RelockedOpen:
		return l.door() + ": told to lock while the door stands open"
	case LockedByKey:
		return l.door() + ": locked" + plus(" by ", l.who()) + " with " + l.KeyKind.Word()
	case DoorModeEnded:
		if l.Detail == "" {
			return l.door() + ": not " + l.Mode.Say() + " any more, released from " + l.from()
		}
		return l.door() + ": not " + l.Mode.Say() + " any more, " + l.Detail
	}
	said := l.door() + ": " + l.Mode.Say()
	if l.Until != 0 {
		said += " until " + sayTime(l.Until, l.At, z)
	}
	return said + ", from " + l.from() + plus(": ", l.Detail)
}

func (l Line) skipped() string {
	if l.Detail != "" {
		return l.Detail
	}
	return l.Reason.Say()
}

// late is by how much office mode started late by itself.
func (l Line) late() string {
	if l.For == 0 {
		return ""
	}
	return ", " + SayDuration(time.Duration(l.For)) + " late"
}
