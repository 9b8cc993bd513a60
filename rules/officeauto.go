package rules

import "localiq/core"

// Office mode that starts by itself (OM-6): auto with its window, auto_first with the first who may,
// or at the start of the window when they came before it. It starts as soon as nothing hinders it,
// and never in a window that the schedule or somebody's hand has ended.

// selfStarting is true for a door that starts office mode without a key, or can; one without a lock has
// nothing to hold open.
func selfStarting(set *core.Door) bool { return set.Office.ByItself() && set.Lock != "" }

// mayStart is true where office mode would start by itself in the window that runs or comes next.
func mayStart(set *core.Door, st *core.DoorState) bool {
	o, f := st.Office.Plan.Occurrence, &st.Office
	return !f.On && o.ID != "" && o.ID != f.Relocked && o.ID > f.Ended &&
		(set.Office == core.OfficeAuto || f.First == o.ID)
}

// toStart is true while it should be on, whatever hinders it.
func toStart(set *core.Door, st *core.DoorState, at core.Instant) bool {
	return mayStart(set, st) && st.Office.Plan.Occurrence.Holds(at.Wall)
}

// hinders is why office mode cannot start by itself now (OM-6, OM-9). Beneath fire-open it may.
func hinders(st *core.DoorState, at core.Instant) core.Reason {
	switch m := strongest(st); {
	case m == core.ModeLockdown:
		return core.Lockdown
	case m == core.ModeBlocked:
		return core.DoorBlocked
	case at.Trust == core.Untrusted:
		return core.ClockUntrusted
	case !st.Link.Heard:
		return core.LockOffline
	}
	return core.ReasonNone
}

// startsByItself waits for what hinders it, until its window is over.
func (w *doorway) startsByItself() {
	w.knowsWindow()
	o := w.planned()
	if !waited(&w.DoorState, w.in.At) {
		w.Office.Waits, w.Office.WaitsFor = "", core.ReasonNone
	}
	if !toStart(w.set, &w.DoorState, w.now()) {
		return
	}
	why := hinders(&w.DoorState, w.now())
	if w.in.Late && !w.was.Link.Heard {
		why = core.LockOffline // it is about to report; a late word commands nothing
	}
	if w.iqUnsubscribed() {
		why = core.IQUnsubscribed
	}
	if why != core.ReasonNone {
		w.waits(o, why)
		return
	}
	by := core.PersonID("")
	if w.set.Office == core.OfficeAutoFirst {
		by = w.Office.Came
	}
	w.startOffice(w.set.Office, o, by, "")
	if w.Reported.Bolt == core.BoltOffice && holding(&w.DoorState) {
		w.renew() // it was held for another reason, to another end
	}
}

// waits tells why, once for each reason.
func (w *doorway) waits(o core.Occurrence, why core.Reason) {
	if !waitsAnew(&w.DoorState, why) {
		return
	}
	w.Office.Waits, w.Office.WaitsFor = o.ID, core.ReasonNone
	if worthTelling(&w.DoorState, why) {
		w.Office.WaitsFor = why
		w.tell(core.Notice{What: core.OfficeWaits, Reason: why, Until: endOf(o)})
	}
}

// waited is false for a window that is still to come: the clock was set back.
func waited(st *core.DoorState, at core.Instant) bool {
	f := &st.Office
	return f.Waits != f.Plan.Occurrence.ID || f.Plan.Occurrence.Start <= at.Wall
}

func waitsAnew(st *core.DoorState, why core.Reason) bool {
	f := &st.Office
	return f.Waits != f.Plan.Occurrence.ID || f.WaitsFor != why && worthTelling(st, why)
}

// worthTelling: a lock that is not heard may be about to be, until it is called offline.
func worthTelling(st *core.DoorState, why core.Reason) bool {
	return why != core.LockOffline || st.Alert(core.AlertLockOffline) != nil
}

// comes: somebody whom the rules let in is here. The first who may start office mode in its window,
// or a little before it, starts it (OM-6).
func (w *doorway) comes(who core.PersonID) {
	p := w.cfg.Person(who)
	if p == nil || !p.EOM || w.set.Office != core.OfficeAutoFirst || w.trust() == core.Untrusted || w.in.Late {
		return
	}
	o := w.planned()
	early := o.Start - int64(w.set.Early)*60e9
	if o.ID == "" || w.in.At.Wall < early || o.ID == w.Office.First {
		return
	}
	w.Office.First, w.Office.Came = o.ID, who
}
