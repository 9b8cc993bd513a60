package core

import "time"

// Say is the notice in one line of plain text, times in the zone z.
func (l Line) Say(z *time.Location) string {
	switch l.What {
	case AccessGranted, AccessDenied:
		return l.sayAccess()
	case KeyWaits, PassedBack, UnderDuress:
		return l.sayKey()
	case OfficeStarted, OfficeEnded, OfficeRefused:
		return l.sayOffice(z)
	case OfficeWaits, OfficeSkipped, OfficeLong, RelockedOpen, LockedByKey, DoorModeSet, DoorModeEnded:
		return l.sayMode(z)
	case AlertRaised, AlertWasAcked, AlertCleared, AlertGrew, AlertsMany:
		return l.sayAlert(z)
	case DoorWasOpened, DoorWasClosed, DoorBounced, PreAlarm, DoorUncertain, BoltMoved, OpeningAsked, LockingAsked:
		return l.sayDoor(z)
	case CommandDone, CommandFailed, CommandUnknown:
		return l.sayCommand()
	case TableHeld, KeysRevoked, KeysRemain, LockReleased, LockAdmitted, CodesLimited, Identified:
		return l.sayLock(z)
	case SubscriptionBegan, SubscriptionEnds, SubscriptionEnded, SubscriptionBack, SlotMissing, KeyUnanswered:
		return l.saySubscription(z)
	}
	if l.What == PlaceForgotten {
		return l.sayForgiven()
	}
	if l.What == BookingLeft {
		return l.sayBooking(z)
	}
	if l.What == PINWasRead || l.What == TagIsAwaited || l.What == TagIsNot || l.What == SecretsLeft {
		return l.sayPeople()
	}
	if l.What >= ClaimIsShown && l.What <= ConsoleIsShut {
		return l.sayConsole()
	}
	if l.What == HTTPSRefused || l.What == HTTPSShut {
		return l.sayAPI()
	}
	return l.saySite(z)
}

func (l Line) door() string {
	switch {
	case l.DoorName != "":
		return l.DoorName
	case l.Door != "":
		return string(l.Door)
	case l.Lock != "":
		return "lock " + string(l.Lock)
	}
	return "the site"
}

func (l Line) who() string {
	switch {
	case l.PersonName != "":
		return l.PersonName
	case l.Person != "":
		return "somebody" // the name is gone, or not ours to know
	}
	return ""
}

// plus is sep + s, or nothing when there is no s.
func plus(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

func (l Line) sayAccess() string {
	who := l.who()
	if l.What == AccessDenied {
		return l.door() + ": refused" + plus(" ", who) + ", " + l.why()
	}
	if who == "" {
		who = "somebody"
	}
	if l.Reason == OpenedFree {
		return who + " at " + l.door() + " with " + l.KeyKind.Word() + ": it was open already"
	}
	with := " with " + l.KeyKind.Word()
	if l.KeyKind == KeyOperator {
		with = " from afar"
	}
	if l.By == ByTable {
		with += ", by the lock's own table"
	}
	return who + " opened " + l.door() + with + plus(": ", l.Detail)
}

// why names the key and its state where that is the reason: "tag lost".
func (l Line) why() string {
	kind := l.KeyKind.Noun()
	switch {
	case l.KeyKind == KeyNone || l.KeyKind == KeyOperator:
	case l.Reason == CredentialUnknown:
		return kind + " unknown"
	case l.Reason == CredentialDisabled && l.Detail != "":
		return kind + " " + l.Detail
	case l.Reason == CredentialDisabled:
		return kind + " blocked"
	}
	return l.Reason.Say()
}

func (l Line) sayOffice(z *time.Location) string {
	by := plus(" by ", l.who())
	switch l.What {
	case OfficeRefused:
		why := l.Detail
		if why == "" {
			why = l.Reason.Say()
		}
		return l.door() + ": office mode refused" + plus(" to ", l.who()) + ", " + why
	case OfficeStarted:
		if l.Until == 0 {
			return l.door() + ": office mode on" + by + l.late()
		}
		return l.door() + ": office mode on until " + sayTime(l.Until, l.At, z) + by + l.late()
	}
	if l.Detail != "schedule" {
		if by == "" {
			by = plus(", ", l.Detail)
		}
		return l.door() + ": office mode off" + by
	}
	said := l.door() + ": office mode off at its end"
	if late := time.Duration(l.At.Wall - l.Until); l.Until != 0 && late >= time.Second {
		said += ", " + SayDuration(late) + " late"
	}
	return said
}

// lasted is For with what it may be off by: "38 s ± 1 s".
func (l Line) lasted() string {
	return SayDuration(time.Duration(l.For)) + SayWithin(time.Duration(l.Within))
}

func (l Line) sayDoor(z *time.Location) string {
	switch l.What {
	case DoorWasOpened:
		return l.door() + ": open" + plus(", ", l.opener())
	case DoorWasClosed:
		if l.For > 0 {
			return l.door() + ": closed after " + l.lasted()
		}
		return l.door() + ": closed"
	case DoorBounced:
		return l.door() + ": it only bounced, nobody opened it"
	case PreAlarm:
		return l.door() + ": open for " + l.lasted() + ", NOT CLOSED in " + SayDuration(time.Duration(l.Until-l.At.Wall))
	case DoorUncertain:
		if l.For > 0 {
			return l.door() + ": may still be open since " + sayTime(l.At.Wall-l.For, l.At, z) + plus(", ", l.Detail)
		}
		return l.door() + ": nobody can tell whether it is open" + plus(", ", l.Detail)
	case OpeningAsked:
		return l.door() + ": opening asked from " + l.from() + plus(": ", l.Detail)
	case LockingAsked:
		return l.door() + ": locking asked from " + l.from()
	}
	by := ""
	if l.By != ByUnknown {
		by = " by " + l.By.String()
	}
	return l.door() + ": bolt " + l.Bolt.String() + by
}

func (l Line) from() string {
	s := "the " + l.Origin.Kind.String()
	switch l.Origin.Kind {
	case FromCLI:
		s = "the command line"
	case FromAPI:
		s = "the API"
	case FromSSH:
		s = "a console over SSH"
	}
	switch {
	case l.AsName != "":
		return s + " by " + l.AsName
	case l.Origin.As != "":
		return s + plus(" by ", l.who())
	}
	return s + plus(" by ", l.Origin.Who)
}

func (l Line) sayCommand() string {
	do := "a command"
	switch l.Bolt {
	case BoltLocked:
		do = "locking"
	case BoltUnlocked:
		do = "opening"
	case BoltOffice:
		do = "holding open"
	}
	switch l.What {
	case CommandDone:
		return l.door() + ": " + do + " confirmed"
	case CommandFailed:
		return l.door() + ": " + do + " failed" + plus(", ", l.Detail)
	}
	return l.door() + ": " + do + " may or may not have happened, asking the lock"
}

func (l Line) saySite(z *time.Location) string {
	switch l.What {
	case LockFound:
		return l.door() + ": lock heard"
	case HubUp:
		return "hub started" + plus(", version ", l.Detail)
	case RadioDown:
		return "radio down: " + l.Detail
	case RadioUp:
		return "radio up: " + l.Detail
	case RadioShuns:
		return "radio " + l.Detail
	case ConfigChanged:
		if l.Door != "" {
			return l.door() + ": " + l.Detail
		}
		return "settings changed" + plus(": ", l.Detail)
	case TriedAbove:
		return l.sayAbove()
	case PassEnds:
		return l.sayPass(z)
	case CodeWasWrong:
		return l.sayWrongCode()
	case HistoryLost:
		return l.door() + ": the lock lost " + l.Detail
	case JournalChanged:
		return l.door() + ": the lock began a new journal"
	case StoreTrouble:
		long := "for a while"
		if l.For > 0 {
			long = "for " + SayDuration(time.Duration(l.For))
		}
		return "the disk could not be written " + long + plus(", ", l.Detail) + "; what happened meanwhile was asked for again"
	case ClockJudged, ClockDoubted:
		return l.sayClock(z)
	case ClockSet:
		return "clock set to " + sayTime(l.Until, l.At, z) + ", by " + SayDuration(time.Duration(l.For).Abs())
	}
	return l.where() + l.What.String() + plus(": ", l.Detail)
}

func (l Line) where() string {
	if l.Door == "" {
		return ""
	}
	return l.door() + ": "
}
