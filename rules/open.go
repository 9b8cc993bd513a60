package rules

import "localiq/core"

// openAsked opens from afar, for a moment. A person asks under their own rights; the console
// and an API key under their own authority. It is refused rather than kept waiting: an opening
// that comes later than it was asked for opens for somebody else.
func (d *draft) openAsked(e core.OpenAsked) {
	w := d.door(e.Door)
	if w == nil {
		d.refuse(noDoor(e.Door))
		return
	}
	w.endOfLevels()
	w.endOfWindow()
	if e.Person != "" {
		if err := w.iqProven(e); err != nil {
			d.refuse(err)
			return
		}
	}
	v := own(d.s, e.Door, d.in.At)
	if e.Person != "" {
		v = Access(d.s, core.Request{Door: e.Door, Kind: core.KeyOperator, Person: e.Person, At: d.in.At, Why: e.Why})
	}
	switch {
	case !v.Granted:
		w.openRefused(v)
	case holding(&w.DoorState):
		d.refuse(core.Errorf(core.CodeRefused, "%s is %s", w.set.Name, w.heldAs()).Advise("it is open already"))
	case w.flying():
		d.refuse(core.Errorf(core.CodeRefused, "a command is on its way to %s already", w.set.Name).
			Advise("wait for its outcome, then try again"))
	default:
		w.openNow(e, v)
	}
}

func (w *doorway) openNow(e core.OpenAsked, v core.Verdict) {
	w.Last = core.Decided{Seq: w.in.ID, At: w.in.At, Verdict: v}
	w.grants(core.Grant{Person: v.Person, Seq: w.in.ID, Until: w.in.At.Add(openFor(w.set) + askGood)}, w.in.At)
	w.Flight = core.Flight{}
	w.out.Answer.Command = w.turn(core.Move{To: core.BoltUnlocked, For: openFor(w.set)}, askGood)
	n := w.about(core.AccessGranted, v)
	if n.Detail = e.Why; e.Person == "" {
		n.What, n.Person = core.OpeningAsked, w.in.Origin.As
	}
	w.tell(n)
}

func (w *doorway) openRefused(v core.Verdict) {
	w.refuse(w.refusal(v))
	if v.Person == "" {
		return // nobody was turned away: the lock cannot
	}
	w.Last = core.Decided{Seq: w.in.ID, At: w.in.At, Verdict: v}
	w.tell(w.about(core.AccessDenied, v))
}

// lockAsked ends office mode and locks, now or as soon as the lock is heard. It goes out even
// if the bolt is said to be locked: somebody wants to be sure. Only fire-open stands above it.
func (d *draft) lockAsked(e core.LockAsked) {
	w := d.door(e.Door)
	if w == nil {
		d.refuse(noDoor(e.Door))
		return
	}
	if w.set.Lock == "" {
		d.refuse(w.refusal(own(d.s, e.Door, d.in.At)))
		return
	}
	if w.strongest() == core.ModeFireOpen {
		d.refuse(w.inMode())
		return
	}
	w.tell(core.Notice{What: core.LockingAsked})
	if w.Office.On {
		w.endOffice(d.in.At, "asked", "", "")
	}
	w.byHand()
	w.want()
	w.Wanted.Since = d.in.ID
	w.Relock.Done = core.Instant{}
	if !w.Link.Heard {
		d.refuse(w.offline().Advise("it will be locked as soon as the lock is heard"))
		return
	}
	w.Flight = core.Flight{}
	d.out.Answer.Command = w.turn(w.wantedMove(), askGood)
}

// refusal is a verdict in the words and codes of the error table.
func (w *doorway) refusal(v core.Verdict) *core.Error {
	switch v.Reason {
	case core.LockOffline:
		return w.offline()
	case core.LockUnknown:
		return core.Errorf(core.CodeRefused, "%s has no lock", w.set.Name).Advise("pair one: localiq lock add")
	}
	code := core.CodeRefused
	if v.Reason == core.UserUnsubscribed || v.Reason == core.IQUnsubscribed {
		code = core.CodeSubscription
	}
	return core.Errorf(code, "%s: %s", w.set.Name, v.Reason.Say()).Advise(fix(w.s, v, w.in.At))
}

func (w *doorway) offline() *core.Error {
	return core.Errorf(core.CodeLockOffline, "the lock of %s is not heard", w.set.Name).
		Advise("check that it has power and that a radio is near")
}
