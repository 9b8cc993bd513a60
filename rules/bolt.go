package rules

import (
	"time"

	"localiq/core"
)

// clockSlack is how far a lock's own clock may run ahead of ours when it ends a hold.
const clockSlack = 5 * time.Second

// turned is the bolt's own word. What we asked for, what the lock does by itself after a
// momentary opening, and what a key did that the lock has told of before, is no news.
func (w *doorway) turned(e core.BoltTurned) {
	e.To = w.meant(e.To)
	at := w.in.When()
	past := w.past(at)
	expected := e.By == core.ByHub || e.By == core.ByRelock || e.By == core.ByHoldEnd || e.By == core.ByTable && w.granting(at)
	if news := past || w.Reported.Bolt != e.To; news && !expected {
		w.tell(core.Notice{What: core.BoltMoved, At: at, Bolt: e.To, By: e.By})
	}
	if past {
		return
	}
	if w.Reported.Bolt != e.To {
		w.Reported.Bolt, w.Reported.BoltSince = e.To, at
	}
	if !w.in.Late {
		w.Reported.At = w.in.At
	}
	if w.Office.On && e.To == core.BoltLocked {
		w.officeLocked(e.By, at)
	}
	w.relockConfirmed()
}

// past is true for a word about a time before what we know already: it is a record. However
// young, one from before office mode began says nothing about it, and neither does the log of a
// lock whose answers are ahead of its log and say how it stands.
func (w *doorway) past(at core.Instant) bool {
	record := w.in.Late || lacksOf(w.cfg, w.set).Has(core.LackTimes)
	return record && precedes(at, w.Reported.BoltSince) || holding(&w.DoorState) && precedes(at, turnedAt(&w.DoorState))
}

// precedes is Before where both are of one boot; else nobody can say, and it is not.
func precedes(a, b core.Instant) bool { return a.Boot == b.Boot && a.Up < b.Up }

// officeLocked: locking by hand ends every mode of the occurrence (OM-4), also when we hear of
// it late, because opening again a door that somebody locked would be the worse error. A hold
// that the lock ended at its end is the same end; one that it ended before (a restart without
// a clock, OM-10) is a difference to reconcile.
func (w *doorway) officeLocked(by core.BoltCause, at core.Instant) {
	switch by {
	case core.ByHandle, core.ByKey, core.ByTable:
		w.endOffice(at, "by "+by.String(), "", "")
		w.byHand()
	case core.ByHoldEnd:
		if w.Office.Until != 0 && at.Wall >= w.Office.Until-int64(clockSlack) {
			w.endOffice(at, w.endReason(), "", "")
		}
	}
}
