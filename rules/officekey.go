package rules

import (
	"time"

	"localiq/core"
)

// Keys at a door with office mode (OM-4, OM-5).

const (
	doubleRead = 3 * time.Second  // the same key again within this is the same gesture (OM-4)
	longHold   = 10 * time.Second // a key that is held was read first, so long ago at most
)

// toggles is the office mode by schedule that a key of this person switches here and now, if any. A
// window that the schedule has ended stays ended, as do those before it, also when the clock steps
// back (OM-13): then it is named and is not switched.
func (w *doorway) toggles(p *core.Person) (core.Occurrence, bool) {
	if !p.EOM || !w.set.Office.Scheduled() || w.trust() == core.Untrusted {
		return core.Occurrence{}, false
	}
	o, ok := w.hours().Active(w.in.At.Wall)
	return o, ok && (w.Office.On || o.ID > w.Office.Ended) // ids order as their starts do
}

// admits is a key that may open, at a door in no mode.
func (w *doorway) admits(e core.AccessRequested, v core.Verdict) {
	p := w.cfg.Person(v.Person)
	o, toggles := w.toggles(p)
	switch {
	case w.Office.ToggledBy == v.Key && soon(w.Office.ToggledAt, w.in.At, doubleRead):
		w.answer(e, v, w.wantedMove()) // the same gesture, read twice
	case e.Held && w.set.Office != core.OfficeOff:
		w.held(e, v, p)
	case w.Office.On && w.locks(p, toggles):
		w.toggleOut(e, v)
	case w.Office.On:
		v.Reason = core.OpenedFree
		w.granted(e, v, core.Move{})
	case toggles:
		w.toggleIn(e, v, o)
	case w.Reported.Bolt == core.BoltOffice && (p.EOM || p.MOM):
		w.locksUp(e, v)
	default:
		w.moment(e, v)
		w.toldRefused(p, o, v)
	}
}

// locks: whoever may start a mode at this door also ends it with a key. In manual office mode a key
// with the right to the other changes nothing (OM-4).
func (w *doorway) locks(p *core.Person, toggles bool) bool {
	if w.Office.Mode == core.OfficeManual {
		return p.MOM
	}
	return toggles
}

// moment opens as ever. Somebody who may start office mode has come, perhaps before its window.
func (w *doorway) moment(e core.AccessRequested, v core.Verdict) {
	w.comes(v.Person)
	w.granted(e, v, core.Move{To: core.BoltUnlocked, For: openFor(w.set)})
}

func (w *doorway) toggleIn(e core.AccessRequested, v core.Verdict, o core.Occurrence) {
	w.comes(v.Person)
	w.startOffice(core.OfficeEasy, o, v.Person, v.Key)
	w.granted(e, v, w.wantedMove())
}

// toggleOut is an early relock: the door stays locked until the next toggle in (OM-4).
func (w *doorway) toggleOut(e core.AccessRequested, v core.Verdict) {
	w.officeEnds(core.Notice{At: w.in.At, Person: v.Person, Key: v.Key, Verdict: &v, Detail: "by " + v.KeyKind.String()})
	w.byHand()
	w.answer(e, v, w.wantedMove())
}

// locksUp: a key with a right to office mode also locks a lock that stands unlocked for no reason of
// ours (Decided on top).
func (w *doorway) locksUp(e core.AccessRequested, v core.Verdict) {
	w.Wanted = core.Wanted{Bolt: core.BoltLocked, Since: w.in.ID, At: w.Wanted.At}
	w.Office.ToggledBy, w.Office.ToggledAt = v.Key, w.in.At
	w.byHand()
	n := w.about(core.LockedByKey, v)
	w.tell(n)
	w.answer(e, v, w.wantedMove())
}

// held is manual office mode at the lock (spec: mom). The hold supersedes what its own first read has
// just done: only manual office mode is ended by it, and not begun again if that read has ended it.
func (w *doorway) held(e core.AccessRequested, v core.Verdict, p *core.Person) {
	own := w.Office.ToggledBy == v.Key && soon(w.Office.ToggledAt, w.in.At, longHold)
	switch {
	case !p.MOM:
		v.Granted, v.Reason = false, core.RightMissing
		v.Trail.Add(core.CheckRight, core.RightMissing)
		w.answer(e, v, core.Move{})
		w.tell(w.about(core.OfficeRefused, v))
	case w.Office.Mode == core.OfficeManual:
		w.toggleOut(e, v)
	case own && w.Office.Was == core.OfficeManual:
		w.answer(e, v, w.wantedMove())
	default:
		w.startOffice(core.OfficeManual, core.Occurrence{}, v.Person, v.Key)
		w.granted(e, v, w.wantedMove())
	}
}

// toldRefused: the key opened, and would have started office mode but for this (OM-15).
func (w *doorway) toldRefused(p *core.Person, o core.Occurrence, v core.Verdict) {
	n := w.about(core.OfficeRefused, v)
	switch {
	case o.ID != "":
		n.Detail = "this window has ended already"
	case p.EOM && w.set.Office.Scheduled() && w.trust() == core.Untrusted:
		n.Reason = core.ClockUntrusted
	default:
		return
	}
	w.tell(n)
}
