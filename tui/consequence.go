package tui

import "localiq/core"

// What follows from what is done at a door, as a dialog says it.

func howLong(u UI, v verb, c core.DoorCard) string {
	if !c.State.Link.Heard {
		return u.t("The lock is not heard now: this may not reach it. %s", opens(u, v, c))
	}
	return opens(u, v, c)
}

func opens(u UI, v verb, c core.DoorCard) string {
	switch v {
	case fireVerb:
		return u.t("It is held unlocked for everybody, also where it was locked from inside.")
	case blockVerb:
		return u.t("It locks, and lets nobody in. From inside it opens as ever.")
	case normalVerb:
		return u.t("Then the door does what its office mode and its keys say now: within its office hours it may unlock.")
	case officeOffVerb:
		return u.t("It locks. From then on only keys with the right open it.")
	case unlockVerb:
		return u.t("It opens for %s, for whoever stands there, and then %s.", openFor(c.Door), relocker(u, c))
	}
	if c.Lock.Lacks.Has(core.LackHold) {
		return u.t("It stays unlocked for everyone until somebody ends it. The hub has to end it: this lock cannot.")
	}
	if c.Door.Office.Scheduled() { // a key's start ends with its window; ours does not
		return u.t("It stays unlocked for everyone until somebody ends it, also when its schedule has ended.")
	}
	return u.t("It stays unlocked for everyone until somebody ends it.")
}

func relocker(u UI, c core.DoorCard) string {
	switch {
	case !c.Lock.Lacks.Has(core.LackRelock):
		return u.t("locks by itself")
	case c.State.Reported.Contact == core.ContactAbsent:
		return u.t("the hub locks it, also if the door still stands open: no sensor tells")
	}
	return u.t("the hub locks it, once the door is closed")
}
