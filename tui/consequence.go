package tui

import "localiq/core"

// What follows from what is done at a door, as a dialog says it.

func howLong(v verb, c core.DoorCard) string {
	if !c.State.Link.Heard {
		return "The lock is not heard now: this may not reach it. " + opens(v, c)
	}
	return opens(v, c)
}

func opens(v verb, c core.DoorCard) string {
	switch v {
	case fireVerb:
		return "It is held unlocked for everybody, also where it was locked from inside."
	case blockVerb:
		return "It locks, and lets nobody in. From inside it opens as ever."
	case normalVerb:
		return "Then the door does what its office mode and its keys say now: within its office hours it may unlock."
	case officeOffVerb:
		return "It locks. From then on only keys with the right open it."
	case unlockVerb:
		return "It opens for " + openFor(c.Door) + ", for whoever stands there, and then " + relocker(c) + "."
	}
	if c.Lock.Lacks.Has(core.LackHold) {
		return "It stays unlocked for everyone until somebody ends it. The hub has to end it: this lock cannot."
	}
	if c.Door.Office.Scheduled() { // a key's start ends with its window; ours does not
		return "It stays unlocked for everyone until somebody ends it, also when its schedule has ended."
	}
	return "It stays unlocked for everyone until somebody ends it."
}

func relocker(c core.DoorCard) string {
	switch {
	case !c.Lock.Lacks.Has(core.LackRelock):
		return "locks by itself"
	case c.State.Reported.Contact == core.ContactAbsent:
		return "the hub locks it, also if the door still stands open: no sensor tells"
	}
	return "the hub locks it, once the door is closed"
}
