package rules

import (
	"time"

	"localiq/core"
)

// request is a key at a lock: the lock waits for a verdict.
func (d *draft) request(e core.AccessRequested) {
	w := d.of(e.Lock)
	if w == nil {
		d.requestNowhere(e)
		return
	}
	w.speaks()
	if d.in.Late {
		return // the lock gave up waiting; it tells what it did as KeyRefusedAway
	}
	if d.iqUnsubscribed() {
		w.unanswered(e)
		return
	}
	w.endOfLevels()
	w.endOfWindow() // a key after the window's end finds the door locked
	v := w.asked(e)
	if v.Reason == core.Replay {
		w.tell(w.about(core.AccessDenied, v)) // what was answered first stands
		return
	}
	w.shown(e, &v)
	defer w.tagShown(e)
	switch {
	case !v.Granted:
		w.refused(e, v)
	case w.strongest() == core.ModeFireOpen:
		v.Reason = core.OpenedFree
		w.granted(e, v, core.Move{})
	case w.strongest() != core.ModeNormal, w.private(e):
		w.moment(e, v)
	default:
		w.admits(e, v)
	}
}

// asked: a lock that would pass for the console is refused, because Access has nobody ask so with a key.
func (w *doorway) asked(e core.AccessRequested) core.Verdict {
	return Access(w.s, core.Request{Door: w.Door, Kind: e.Kind, Digest: e.Digest, At: w.in.At, Bolt: e.Bolt, ID: e.Request})
}

func (w *doorway) granted(e core.AccessRequested, v core.Verdict, m core.Move) {
	if m.To != core.BoltUnknown {
		w.grants(core.Grant{Person: v.Person, Key: v.Key, Seq: w.in.ID, Until: w.in.At.Add(openFor(w.set) + answerGood)}, w.in.At)
	}
	w.answer(e, v, m)
	w.tell(w.about(core.AccessGranted, v))
	if m.To != core.BoltUnknown {
		w.passesBack(v.Person, w.in.At)
	}
}

func (w *doorway) refused(e core.AccessRequested, v core.Verdict) {
	w.answer(e, v, core.Move{})
	w.tell(w.about(w.toldAs(e, v), v))
}

// answer sends the verdict. A move that goes with it is in flight until the lock says what
// came of it, in place of whatever was.
func (w *doorway) answer(e core.AccessRequested, v core.Verdict, m core.Move) {
	op := core.Answer{Request: e.Request, Granted: v.Granted, Reason: v.Reason, Move: m}
	id := w.send(e.Lock, op, answerGood)
	if m.To != core.BoltUnknown {
		w.Flight = core.Flight{}
		w.fly(id, m, answerGood)
	}
	w.Last = core.Decided{Seq: w.in.ID, At: w.in.At, Verdict: v}
}

func (w *doorway) about(what core.What, v core.Verdict) core.Notice {
	n := core.Notice{What: what, At: w.in.When(), Person: v.Person, Key: v.Key, KeyKind: v.KeyKind,
		Reason: v.Reason, Verdict: &v}
	if v.Reason == core.CredentialDisabled {
		n.Detail = stateOf(w.cfg, v.Key)
	}
	return n
}

// requestNowhere refuses for a lock that is fitted to no door of ours.
func (d *draft) requestNowhere(e core.AccessRequested) {
	if d.in.Late || d.iqUnsubscribed() {
		return
	}
	v := Access(d.s, core.Request{Kind: e.Kind, Digest: e.Digest, At: d.in.At})
	v.Duress = false // at no door of ours nobody can be made to open
	d.send(e.Lock, core.Answer{Request: e.Request, Reason: v.Reason}, answerGood)
	d.tell(core.Notice{What: core.AccessDenied, At: d.in.When(), Lock: e.Lock, KeyKind: e.Kind, Reason: v.Reason, Verdict: &v})
}

// stepped: what the new wall clock brings is done by settle; only a jump that people may notice
// is told (OM-13).
func (d *draft) stepped(e core.ClockStepped) {
	by := time.Duration(e.To - e.From)
	if by.Abs() > 5*time.Minute {
		d.tell(core.Notice{What: core.ClockSet, For: int64(by), Until: e.To})
	}
	d.weeksAgain(e)
}
