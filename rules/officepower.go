package rules

import "localiq/core"

// After a power loss office mode by schedule goes on, because the lock has held it all the while. A
// door may want a key first (OM-12): then nothing starts by itself in the window that runs, and where
// nobody knows the time, in the one that runs when somebody tells it.

// nobodyKnows stands in Office.Relocked for the window that will turn out to run.
const nobodyKnows = "?"

func (w *doorway) afterPowerLoss() {
	before := w.s.Hub.Started.Boot
	if !w.set.TagAfterPowerLoss || !w.set.Office.Scheduled() || before == "" || before == w.in.At.Boot {
		return
	}
	if w.endOfWindow(); w.Office.Mode.Scheduled() {
		w.endOffice(w.in.At, endPower, "", "")
	}
	w.Office.Relocked = nobodyKnows
	w.knowsWindow()
}

// knowsWindow finds out which window somebody has to start with a key.
func (w *doorway) knowsWindow() {
	if w.Office.Relocked != nobodyKnows || w.trust() == core.Untrusted {
		return
	}
	w.Office.Relocked = ""
	w.byHand()
}
