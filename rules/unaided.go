package rules

import "localiq/core"

// What other locks do by themselves and some leave to the hub: counting a hold down, and locking
// again after an opening. The hub ends the hold at its end, or, when it was away then, as soon as it
// is back: without it such a door stays unlocked. That is shown (core.Lack.Say).

// keepsHold is true where the hub alone keeps a hold.
func (w *doorway) keepsHold() bool { return lacksOf(w.cfg, w.set).Has(core.LackHold) }

// meant is what a bolt is, said by a lock that knows no holds: to it, unlocked is unlocked. While
// office mode is on that is the hold, and it stays one until the lock is locked.
func (w *doorway) meant(b core.Bolt) core.Bolt {
	switch {
	case !w.keepsHold() || b != core.BoltUnlocked && b != core.BoltOffice:
		return b
	case holding(&w.DoorState) || w.Reported.Bolt == core.BoltOffice:
		return core.BoltOffice
	}
	return core.BoltUnlocked
}

// waitsForDoor: a lock that the hub has to lock again is locked once the door has closed, or the
// bolt would stand out of an open door. A door that stays open is NOT CLOSED; a person's own wish
// to lock does not wait.
func waitsForDoor(cfg *core.Config, set *core.Door, st *core.DoorState) bool {
	return st.Wanted.Bolt == core.BoltLocked && st.Reported.Contact == core.ContactOpen && lacksOf(cfg, set).Has(core.LackRelock)
}

// doorSettled is when a door that has closed counts as closed (D-4); the zero instant for one
// without a sensor.
func doorSettled(set *core.Door, st *core.DoorState) core.Instant {
	if st.Reported.Contact != core.ContactClosed {
		return core.Instant{}
	}
	return st.Reported.ContactSince.Add(debounce(set))
}

// passedSince: somebody went through the door after the hub had locked it. Where the hub locks after
// each of them, that undoes nothing.
func (w *doorway) passedSince(locked core.Instant) bool {
	return precedes(locked, w.Opening.Since) && lacksOf(w.cfg, w.set).Has(core.LackRelock)
}
