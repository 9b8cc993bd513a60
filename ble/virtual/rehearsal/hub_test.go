package rehearsal

import (
	"time"

	"localiq/core"
)

// take is the hub.
func (w *town) take(in core.Input) {
	d := w.doorOf(in.Origin.Who)
	if d == nil {
		w.breach("an input of nobody: %+v", in)
		return
	}
	d.heard = true
	if i := in.Claim.Index; i != 0 {
		if i != d.index+1 {
			w.breach("door %s: entry %d after %d", d.addr, i, d.index)
		}
		d.index, d.told = i, append(d.told, in.Event)
		if i%8 == 0 {
			w.driver.Do(core.Command{Lock: d.core.ID, Op: core.AckJournal{Cursor: core.Cursor{Journal: d.core.Journal, Index: i}}})
		}
	}
	switch e := in.Event.(type) {
	case core.AccessRequested:
		w.after(20*time.Millisecond, func() {
			d.give(core.Answer{Request: e.Request, Granted: true, Reason: core.Granted, Move: core.Move{To: core.BoltUnlocked, For: 5 * time.Second}}, 2*time.Second, nil)
		})
	case core.CommandAnswered:
		w.answered(e)
	}
}

func (w *town) answered(e core.CommandAnswered) {
	o := w.orders[e.Command]
	switch {
	case o == nil:
		w.breach("an answer to a command that was never given: %+v", e)
		return
	case e.Result == core.ResultAccepted:
		return
	case o.owed == 0:
		w.breach("command %s (%T) answered once more: %s", e.Command, o.op, e.Result)
		return
	}
	o.owed--
	o.result = e.Result
	if e.Result == core.ResultUnknown && !o.asked { // a second time it is the lock's word: its power failed
		o.asked = true
		w.after(50*time.Millisecond, func() {
			o.owed++
			w.seq++
			w.driver.Do(core.Command{ID: core.CommandID{Run: 7, Seq: w.seq}, Lock: o.door.core.ID, Op: core.AskResult{Of: e.Command}})
		})
		return
	}
	if o.then != nil {
		o.then(e.Result)
	}
}
