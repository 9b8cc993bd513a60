package rules

import "localiq/core"

// Office mode that starts by itself (OM-6): auto with its window, auto_first with the first who may,
// or at the start of the window when they came before it. It starts as soon as nothing hinders it,
// and never in a window that the schedule or somebody's hand has ended.

// planned is the occurrence that runs now or comes next; the zero one for a door that starts nothing
// by itself.
func (w *doorway) planned() core.Occurrence {
	p := &w.Office.Plan
	if !w.set.Office.ByItself() {
		*p = core.Plan{}
		return core.Occurrence{}
	}
	if stale(p, w.in.At.Wall) {
		w.passed(p.Occurrence)
		*p = w.plan()
	}
	return p.Occurrence
}

func stale(p *core.Plan, wall int64) bool { return wall < p.From || wall >= p.Until }

func (w *doorway) plan() core.Plan {
	now := w.in.At.Wall
	o, runs := w.hours().Active(now)
	if runs {
		return core.Plan{From: min(o.Start, now), Until: o.End, Occurrence: o}
	}
	if o, runs = w.hours().Next(now); runs {
		return core.Plan{From: now, Until: o.End, Occurrence: o}
	}
	return core.Plan{From: now, Until: Endless}
}

// replanned: an edit may have made the running window another. What somebody locked by hand stays
// locked in it; that the schedule has ended another window says nothing of this one.
func (w *doorway) replanned(before *core.Config) {
	set := before.Door(w.Door)
	was, _ := HoursOf(before, set.Schedule, ForUnlocking).Active(w.in.At.Wall)
	is, runs := w.hours().Active(w.in.At.Wall)
	if was != is && runs {
		if w.Office.Relocked == was.ID && was.ID != "" {
			w.Office.Relocked = is.ID
		}
		if w.Office.First == was.ID && was.ID != "" {
			w.Office.First = is.ID
		}
		if is.ID < w.Office.Ended {
			w.Office.Ended = ""
		}
	}
	if !w.set.Office.ByItself() {
		w.Office.Plan = core.Plan{}
	} else if p := w.plan(); p.Occurrence != w.Office.Plan.Occurrence {
		p.From = w.in.At.Wall
		w.Office.Plan = p
	}
}

// toStart is the occurrence in which office mode should be on and is not, whatever hinders it.
func toStart(set *core.Door, st *core.DoorState, at core.Instant) bool {
	o, f := st.Office.Plan.Occurrence, &st.Office
	return set.Office.ByItself() && set.Lock != "" && !f.On && o.Holds(at.Wall) && o.ID != f.Relocked && o.ID > f.Ended &&
		(set.Office == core.OfficeAuto || f.First == o.ID)
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
	if !toStart(w.set, &w.DoorState, w.now()) {
		return
	}
	if why := hinders(&w.DoorState, w.now()); why != core.ReasonNone {
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

func waitsAnew(st *core.DoorState, why core.Reason) bool {
	f := &st.Office
	return f.Waits != f.Plan.Occurrence.ID || f.WaitsFor != why && worthTelling(st, why)
}

// worthTelling: a lock that is not heard may be about to be, until it is called offline.
func worthTelling(st *core.DoorState, why core.Reason) bool {
	return why != core.LockOffline || st.Alert(core.AlertLockOffline) != nil
}

// passed tells of a window whose end came before office mode could start (OM-9, OM-15).
func (w *doorway) passed(o core.Occurrence) {
	f := &w.Office
	if o.ID == "" || w.in.At.Wall < o.End || w.trust() == core.Untrusted || f.On || o.ID == f.Relocked || o.ID <= f.Ended {
		return
	}
	if w.set.Office == core.OfficeAutoFirst && f.First != o.ID {
		return // nobody came
	}
	n := core.Notice{What: core.OfficeSkipped, Reason: core.LockOffline, Until: o.End}
	switch _, stepped := w.in.Event.(core.ClockStepped); {
	case f.Waits == o.ID && f.WaitsFor != core.ReasonNone:
		n.Reason = f.WaitsFor
	case f.Waits == o.ID:
	case stepped:
		n.Detail = "the clock was set past it"
	default:
		n.Reason = core.NotAnswered
	}
	f.Ended, f.Waits, f.WaitsFor = o.ID, "", core.ReasonNone
	w.tell(n)
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
