package rules

import (
	"time"

	"localiq/core"
)

// A relock is confirmed by the lock's own word, and lasts. One that others undo (a hold of the
// lock's own table, another controller) is made again, but not at once each time.

const (
	relockGrace = 5 * time.Second // before a relock is called unconfirmed
	stayLocked  = time.Minute     // then nobody undoes it
	undoneOften = 2               // the third locking in a row is one too many
)

func shutFast(st *core.DoorState) bool {
	return st.Reported.Bolt == core.BoltLocked || st.Reported.Bolt == core.BoltPrivacy
}

// undone is true once for each locking of ours that did not last: the next one comes after a
// pause as after a refusal. An opening that the lock itself ends undoes nothing, because nothing
// has to be locked after it, and neither does one that a grant explains. Of another boot, or of no
// locking at all, nobody can say how long it lasted.
func (w *doorway) undone() bool {
	done := w.Relock.Done
	w.Relock.Done = core.Instant{}
	lasted, ok := w.Reported.BoltSince.Sub(done)
	if w.Wanted.Bolt != core.BoltLocked || !ok || lasted >= stayLocked || w.granting(w.Reported.BoltSince) || w.passedSince(done) {
		return false
	}
	w.Flight = core.Flight{Again: w.pause(w.Relock.Undone)}
	w.Relock.Undone = more(w.Relock.Undone)
	if w.Relock.Undone >= undoneOften {
		w.raise(core.AlertRelockUnconfirmed, w.Reported.BoltSince,
			core.Notice{Detail: "locked again and again; somebody or something opens it"})
	}
	return true
}

// stayedAt is when a bolt that was undone has stayed locked; the zero instant where there is
// none to wait for.
func stayedAt(st *core.DoorState) core.Instant {
	if st.Relock.Undone == 0 || !shutFast(st) || !proven(st) {
		return core.Instant{}
	}
	return st.Reported.BoltSince.Add(stayLocked)
}

// stayed forgets the lockings that were undone.
func (w *doorway) stayed() {
	if at := stayedAt(&w.DoorState); at.IsZero() || !over(at, w.in.At) {
		return
	}
	w.Relock.Undone = 0
	w.relockConfirmed()
}

// unconfirmed is true from the end of a hold until the lock has said that it is locked. A hold
// that somebody else began is none of it; see unheeded.
func unconfirmed(st *core.DoorState) bool {
	if turnedAt(st).IsZero() || st.Wanted.Bolt != core.BoltLocked {
		return false
	}
	b := st.Reported.Bolt
	return b == core.BoltOffice && holdEnded(st) || b == core.BoltUnknown || b == core.BoltJammed
}

// relockUnconfirmed raises the alert of a hold whose end no lock has confirmed (OM-9).
func (w *doorway) relockUnconfirmed() {
	if unconfirmed(&w.DoorState) && over(turnedAt(&w.DoorState).Add(relockGrace), w.in.At) {
		n := core.Notice{}
		if waitsForDoor(w.cfg, w.set, &w.DoorState) {
			n.Detail = "it is locked when the door has closed"
		}
		w.raise(core.AlertRelockUnconfirmed, turnedAt(&w.DoorState), n)
	}
}

// relockConfirmed: where locking was undone again and again, stayed clears it.
func (w *doorway) relockConfirmed() {
	if shutFast(&w.DoorState) && w.Relock.Undone < undoneOften {
		w.clear(core.AlertRelockUnconfirmed, core.Notice{})
	}
}
