package rules

import (
	"time"

	"localiq/core"
)

// answered is what came of the command in flight. An answer to any other command is history.
func (d *draft) answered(e core.CommandAnswered) {
	w := d.of(e.Lock)
	switch {
	case w == nil || e.Command.IsZero():
		return
	case e.Command == w.Sync.Freeing:
		w.freed(e.Result)
		return
	case e.Command != w.Flight.Command:
		return
	}
	switch e.Result {
	case core.ResultAccepted:
		w.Flight.NotAfter = d.in.At.Add(turnGood) // the motor is moving
	case core.ResultUnknown:
		w.answeredUnknown()
	case core.ResultDone:
		w.answeredDone()
	default:
		w.answeredNo(e)
	}
}

// answeredUnknown asks once for each such answer, the first time at once and then after pauses.
func (w *doorway) answeredUnknown() {
	if !w.Flight.Asked {
		w.outcomeUnknown()
		return
	}
	tries := min(w.Flight.Tries, 6)
	w.Flight.Tries, w.Flight.Again = tries+1, w.pause(tries)
}

// answeredDone takes the move for reported. One that had to be asked for is told long after:
// the bolt may have moved since, so the lock is looked at instead.
func (w *doorway) answeredDone() {
	m, asked := w.Flight.Move, w.Flight.Asked
	w.Flight = core.Flight{}
	switch {
	case m.Closes():
		w.Relock.Done = w.in.At
	case m.To == core.BoltOffice && !asked:
		w.Office.Leased = w.in.At
	}
	if asked {
		w.send(w.set.Lock, core.Look{}, 0)
		w.Flight.Again = w.in.At.Add(time.Second)
		w.tell(core.Notice{What: core.CommandDone, Bolt: m.To})
		return
	}
	if w.Reported.Bolt != m.To {
		w.Reported.Bolt, w.Reported.BoltSince = m.To, w.in.At
	}
	w.Reported.At = w.in.At
	w.relockConfirmed()
}

// answeredNo: refused, expired, jammed or never seen. A start of office mode that the lock did
// not take is no start: whoever asked has seen it fail, and nothing opens behind their back. What
// starts by itself, and fire-open, is tried again.
// A momentary opening is not repeated. Anything else is tried again, after a pause, except
// that a command which never arrived may follow at once.
func (w *doorway) answeredNo(e core.CommandAnswered) {
	f := w.Flight
	if f.Tries == 0 {
		w.tell(core.Notice{What: core.CommandFailed, Bolt: f.Move.To, Detail: e.Result.String()})
	}
	switch {
	case f.Move.To == core.BoltOffice && !w.insists() && f.Command.Seq == w.Wanted.Since:
		w.Flight = core.Flight{}
		w.endOffice(w.in.At, "the lock did not take it", "", "")
	case f.Move.To == core.BoltUnlocked:
		w.Flight = core.Flight{}
	case e.Result == core.ResultNeverSeen && f.Tries == 0:
		w.Flight = core.Flight{Tries: 1}
	default:
		w.rest()
	}
}
