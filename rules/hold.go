package rules

import "localiq/core"

// What is wanted of a bolt follows from who stands above whom (OM-8): fire-open, lockdown, blocked,
// office mode, locked. Whoever changes one of them calls want; nobody else sets Wanted. So the door
// returns, when the strongest lets go, to what the others say now.

// holding is true while the door is to be held open, whoever wants that.
func holding(st *core.DoorState) bool { return st.Wanted.Bolt == core.BoltOffice }

// turnedAt is when the door came to be held, or was let go; zero for one that never was held.
func turnedAt(st *core.DoorState) core.Instant {
	if st.Wanted.At.IsZero() {
		return st.Office.Since // an older release kept it
	}
	return st.Wanted.At
}

// heldAs is why a door that is held open is.
func (w *doorway) heldAs() string {
	if m := w.strongest(); m != core.ModeNormal {
		return m.Say()
	}
	return "in office mode"
}

// insists is true for a hold that nobody stands there and waits for.
func (w *doorway) insists() bool {
	return w.strongest() == core.ModeFireOpen || w.Office.On && w.Office.Mode.ByItself() && w.Office.ToggledBy == ""
}

func (w *doorway) want() {
	bolt, until := core.BoltLocked, int64(0)
	switch l := w.Level(w.in.At); {
	case l.Mode == core.ModeFireOpen:
		bolt, until = core.BoltOffice, levelEnd(l, w.now())
	case l.Mode == core.ModeNormal && w.Office.On:
		bolt, until = core.BoltOffice, w.Office.Until
	}
	was := w.Wanted
	w.Wanted.Bolt, w.Wanted.Until = bolt, until
	switch {
	case was.Bolt == bolt:
	case bolt == core.BoltOffice:
		w.holds()
	case was.Bolt == core.BoltOffice:
		w.letsGo()
	default:
		w.Wanted.Since = w.in.ID
	}
}

// holds: from here on every word about the bolt is about this hold.
func (w *doorway) holds() {
	w.Wanted.Since, w.Wanted.At = w.in.ID, w.in.At
	w.Relock, w.Office.Leased = core.Relock{}, core.Instant{}
	w.clear(core.AlertRelockUnconfirmed, core.Notice{Detail: "held open again"})
}

// letsGo: the door is to be locked. A command that would open is dropped, and with it what we knew of
// the bolt.
func (w *doorway) letsGo() {
	w.Wanted.Since, w.Wanted.At = w.in.ID, w.in.At
	if w.flying() && !w.Flight.Move.Closes() {
		w.Reported.Bolt = core.BoltUnknown
	}
	w.Flight = core.Flight{}
}

// leftOpen tells of a door that is to be locked while it stands open (OM-11).
func (w *doorway) leftOpen() {
	if !holding(&w.DoorState) && w.Opening.Open {
		w.tell(core.Notice{What: core.RelockedOpen})
	}
}
