package rules

import (
	"cmp"
	"slices"
	"time"

	"localiq/core"
)

// slip is how far two accounts of one moment may lie apart.
const slip = time.Second

// debounce: a door that closes for less than this never closed (D-4). We cannot know that when
// it closes, so the opening stays at hand (Opening.Closed), and a raised alert is cleared so long
// after the closing, told with the closing's own time. Where the closing is told late, that is over
// and the alert clears in the same decision. Below zero: none.
func debounce(set *core.Door) time.Duration {
	return time.Duration(cmp.Or(set.Alerts.Debounce, core.DefaultDebounce)) * time.Millisecond
}

// notClosedAfter is D-2, and D-5 while the door is held open. 0: the door is not called NOT CLOSED.
func notClosedAfter(set *core.Door, st *core.DoorState) time.Duration {
	switch {
	case !alerts(set, core.AlertNotClosed):
		return 0
	case holding(st):
		return time.Duration(set.Alerts.InOffice) * time.Second
	}
	return time.Duration(cmp.Or(set.NotClosed, core.DefaultNotClosed))*time.Second + st.Opening.Extra
}

// standing is true while an opening's time runs: the lock says now that the door is open, its
// age is known on this boot's clock, and a threshold counts (D-5, D-9, D-10, D-11).
func standing(set *core.Door, st *core.DoorState, boot core.BootID) bool {
	o := &st.Opening
	return o.Open && !o.Raised && o.Since.Boot == boot && notClosedAfter(set, st) != 0 &&
		st.Reported.Contact == core.ContactOpen && contactProven(st)
}

// alarmed is true while an alert of the opening stands; only a closing clears it (D-7).
func alarmed(st *core.DoorState) bool {
	return st.Alert(core.AlertNotClosed) != nil || st.Alert(core.AlertForced) != nil
}

// notClosed raises NOT CLOSED once for one opening (D-12, spec: notclosed).
func (w *doorway) notClosed() { w.notClosedBy(w.in.At) }

func (w *doorway) notClosedBy(at core.Instant) {
	if !standing(w.set, &w.DoorState, at.Boot) || at.Up-w.Opening.Since.Up < notClosedAfter(w.set, &w.DoorState) || w.looking(at) {
		return
	}
	w.Opening.Raised = true
	n := core.Notice{At: at, Person: w.Opening.By, For: int64(at.Up - w.Opening.Since.Up), Within: int64(w.Opening.Within)}
	switch {
	case w.Opening.Fresh && w.Opening.AfterFire:
		n.Detail = "open when it was no longer held open for a fire"
	case w.Opening.Fresh && w.Opening.Since == turnedAt(&w.DoorState):
		n.Detail = "open when office mode ended"
	case w.Opening.Fresh:
		n.Detail = "open since before the restart"
	}
	if w.Alert(core.AlertForced) != nil {
		w.escalates(n)
		return
	}
	w.raise(core.AlertNotClosed, w.Opening.Since, n)
}

// escalates: a forced door that is NOT CLOSED as well is one trouble, and its alert has had its
// message (D-6).
func (w *doorway) escalates(n core.Notice) {
	w.Alerts = slices.Clone(w.Alerts)
	a := w.Alert(core.AlertForced)
	a.Escalated = w.in.At
	n.What, n.Alert, n.Quiet = core.AlertGrew, core.AlertForced, a.Quiet
	w.tell(n)
}

// opened: at is when, by the lock's own age. Told that an open door opened, we missed its
// closing: a new opening begins, unless NOT CLOSED is raised, which only a closing clears. within is
// how far at may lie from the truth.
func (w *doorway) opened(at core.Instant, within time.Duration) {
	between, sameBoot := at.Sub(w.Reported.ContactSince)
	twice := w.Reported.Contact == core.ContactOpen && sameBoot && between <= slip
	if w.old(at) {
		w.history(core.DoorWasOpened, at, within)
		return
	}
	if twice && !w.in.Late {
		return
	}
	before := w.Reported
	w.contact(core.ContactOpen, at)
	w.passes(at)
	n := core.Notice{What: core.DoorWasOpened, At: at, Person: w.opener(at), Within: int64(within)}
	switch {
	case twice, w.Opening.Open && alarmed(&w.DoorState):
		return
	case !w.Opening.Open && soon(w.Opening.Closed, at, debounce(w.set)):
		w.Opening.Open, w.Opening.Closed = true, core.Instant{}
	default:
		w.cleared()
		w.Opening = core.Opening{Open: true, Since: at, By: n.Person, Within: within, Extra: w.extraTime(n.Person), Unexplained: w.explained(before, at, &n)}
	}
	w.freshened()
	w.tell(n)
}

// extraTime is what a person may take longer than others (D-2).
func (w *doorway) extraTime(id core.PersonID) time.Duration {
	if p := w.cfg.Person(id); p != nil {
		return time.Duration(p.ExtraTime) * time.Second
	}
	return 0
}

// freshened: of an opening that office mode saw, only what came after its end counts (D-5), also
// when we learn of it later.
func (w *doorway) freshened() {
	o := &w.Opening
	if precedes(o.Since, turnedAt(&w.DoorState)) && !holding(&w.DoorState) && !o.Raised {
		o.Since, o.Fresh, o.Within = turnedAt(&w.DoorState), true, 0
	}
}

// opener is whose grant explains an opening at this instant. A lock that asks nobody may tell of the
// key only after the door that it opened (named): whoever had opened before is not meant.
func (w *doorway) opener(at core.Instant) core.PersonID {
	if !w.granting(at) || w.Grant.Key != "" && lacksOf(w.cfg, w.set).Has(core.LackRequests) {
		return ""
	}
	return w.Grant.Person
}

// namedWithin is how long after the door's opening a lock may say that it let somebody in: it says so
// when its latch is back.
const namedWithin = 10 * time.Second

// named: the key that a lock tells of after the opening that it explains.
func (w *doorway) named(p core.PersonID, at core.Instant) {
	o := &w.Opening
	if o.By == "" && !o.Fresh && spans(o.Since.Add(-openFor(w.set)), at, o.Since.Add(namedWithin)) {
		w.Opening.By = p
	}
}

// granting is true from the grant on, with what clocks may differ by, until it is over.
func (w *doorway) granting(at core.Instant) bool {
	return spans(w.Grant.Until.Add(-openFor(w.set)-askGood), at, w.Grant.Until)
}

// shut: the door closed at this instant. What fell due before it closed comes first.
func (w *doorway) shut(at core.Instant, within time.Duration) {
	if w.old(at) {
		w.history(core.DoorWasClosed, at, within)
		return
	}
	bounced := w.bounced(at, within)
	if w.Opening.Open && !bounced {
		w.forcedNow()
	}
	if !w.in.Late {
		w.notClosedBy(at)
	}
	w.contact(core.ContactClosed, at)
	if !w.Opening.Open {
		return
	}
	if bounced {
		w.Bounces++
		w.Opening = core.Opening{} // what opens next is not its going on
		w.tell(core.Notice{What: core.DoorBounced, At: at})
		return
	}
	n := core.Notice{What: core.DoorWasClosed, At: at}
	if d, ok := at.Sub(w.Opening.Since); ok && !w.Opening.Fresh {
		w.Opening.Within = max(w.Opening.Within, within)
		n.For, n.Within = int64(d), int64(w.Opening.Within)
	}
	w.Opening.Open, w.Opening.Closed = false, at
	w.tell(n)
}

// bounced is true for an opening too short to be one, where the times are known well enough (D-4).
func (w *doorway) bounced(at core.Instant, within time.Duration) bool {
	o := &w.Opening
	return !o.Fresh && !alarmed(&w.DoorState) && over(o.Since, at) && precedes(at, o.Since.Add(shortest)) && within+o.Within == 0
}

// endOfOpening clears the alert of a door that has stayed closed.
func (w *doorway) endOfOpening() {
	if over(w.Opening.Closed.Add(debounce(w.set)), w.in.At) {
		w.cleared()
	}
}

// cleared ends the alert of an opening that is closed. Nothing else clears NOT CLOSED (D-7).
func (w *doorway) cleared() {
	o := &w.Opening
	if !alarmed(&w.DoorState) || o.Open {
		return
	}
	n := core.Notice{At: o.Closed}
	if d, ok := o.Closed.Sub(o.Since); ok {
		n.For, n.Within = int64(d), int64(o.Within)
	}
	if w.unseen() {
		n.Detail = "closed while offline"
	}
	*o = core.Opening{}
	w.clear(core.AlertForced, n)
	w.clear(core.AlertNotClosed, n)
}

// unseen is true when we learn of something that happened while nobody was listening.
func (w *doorway) unseen() bool {
	_, report := w.in.Event.(core.LockReported)
	return report || w.in.Late
}

// contact takes down what the sensor said. A late word proves nothing about now.
func (w *doorway) contact(c core.Contact, at core.Instant) {
	w.Reported.Contact, w.Reported.ContactSince, w.Reported.Gap = c, at, false
	if !w.in.Late {
		w.Reported.At, w.Reported.ContactAt = w.in.At, w.in.At
	}
}

// history tells an entry of a journal that the lock's own account was ahead of: the door was seen
// closed by then, and so nothing changes. The moment of that account was told with it.
func (w *doorway) history(what core.What, at core.Instant, within time.Duration) {
	if w.Reported.Contact == core.ContactClosed && precedes(at.Add(within+slip), w.Reported.ContactSince) {
		w.tell(core.Notice{What: what, At: at, Within: int64(within)})
	}
}

// old is true for a late word about a time before what we know already.
func (w *doorway) old(at core.Instant) bool {
	return w.in.Late && precedes(at, w.Reported.ContactSince)
}
