package rules

import (
	"time"

	"localiq/core"
)

// bounce: a door that closes for less than this never closed (D-4). We cannot know that when
// it closes, so the opening stays at hand (Opening.Closed), and a raised alert is cleared one
// second after the closing, told with the closing's own time. Where the closing is told late,
// its second is over and the alert clears in the same decision.
const bounce = time.Second

// notClosedAfter is D-2.
func notClosedAfter(d *core.Door) time.Duration {
	s := d.NotClosed
	if s == 0 {
		s = core.DefaultNotClosed
	}
	return time.Duration(s) * time.Second
}

// standing is true while an opening's time runs: the lock says now that the door is open, its
// age is known on this boot's clock, and office mode does not hold (D-5, D-9, D-10, D-11).
func standing(st *core.DoorState, boot core.BootID) bool {
	o := &st.Opening
	return o.Open && !o.Raised && o.Since.Boot == boot && !st.Office.On &&
		st.Reported.Contact == core.ContactOpen && contactProven(st)
}

// notClosed raises NOT CLOSED once for one opening (D-12, spec: notclosed).
func (w *doorway) notClosed() { w.notClosedBy(w.in.At) }

func (w *doorway) notClosedBy(at core.Instant) {
	if !standing(&w.DoorState, at.Boot) || at.Up-w.Opening.Since.Up < notClosedAfter(w.set) || w.looking(at) {
		return
	}
	w.Opening.Raised = true
	n := core.Notice{At: at, Person: w.Opening.By, For: int64(at.Up - w.Opening.Since.Up), Within: int64(w.Opening.Within)}
	switch {
	case w.Opening.Fresh && w.Opening.Since == w.Office.Since:
		n.Detail = "open when office mode ended"
	case w.Opening.Fresh:
		n.Detail = "open since before the restart"
	}
	w.raise(core.AlertNotClosed, w.Opening.Since, n)
}

// opened: at is when, by the lock's own age. Told that an open door opened, we missed its
// closing: a new opening begins, unless NOT CLOSED is raised, which only a closing clears. within is
// how far at may lie from the truth.
func (w *doorway) opened(at core.Instant, within time.Duration) {
	between, sameBoot := at.Sub(w.Reported.ContactSince)
	twice := w.Opening.Open && w.Reported.Contact == core.ContactOpen && sameBoot && between <= bounce
	if w.old(at) {
		w.history(core.DoorWasOpened, at, within)
		return
	}
	if twice && !w.in.Late {
		return
	}
	w.contact(core.ContactOpen, at)
	switch {
	case twice, w.Opening.Open && w.Opening.Raised:
		return
	case !w.Opening.Open && soon(w.Opening.Closed, at, bounce):
		w.Opening.Open, w.Opening.Closed = true, core.Instant{}
	default:
		w.cleared()
		w.Opening = core.Opening{Open: true, Since: at, By: w.opener(at), Within: within}
	}
	w.freshened()
	w.tell(core.Notice{What: core.DoorWasOpened, At: at, Person: w.opener(at), Within: int64(within)})
}

// freshened: of an opening that office mode saw, only what came after its end counts (D-5), also
// when we learn of it later.
func (w *doorway) freshened() {
	o := &w.Opening
	if d, ok := w.Office.Since.Sub(o.Since); ok && d > 0 && !w.Office.On && !o.Raised {
		o.Since, o.Fresh, o.Within = w.Office.Since, true, 0
	}
}

// opener is whose grant explains an opening at this instant.
func (w *doorway) opener(at core.Instant) core.PersonID {
	if w.granting(at) {
		return w.Grant.Person
	}
	return ""
}

// granting is true from the grant on, with what clocks may differ by, until it is over.
func (w *doorway) granting(at core.Instant) bool {
	d, ok := w.Grant.Until.Sub(at)
	return ok && d >= 0 && d <= openFor(w.set)+askGood
}

// shut: the door closed at this instant. What fell due before it closed comes first.
func (w *doorway) shut(at core.Instant, within time.Duration) {
	if w.old(at) {
		w.history(core.DoorWasClosed, at, within)
		return
	}
	if w.Opening.Open && !w.in.Late {
		w.notClosedBy(at)
	}
	w.contact(core.ContactClosed, at)
	if !w.Opening.Open {
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

// endOfOpening clears the alert of a door that has stayed closed.
func (w *doorway) endOfOpening() {
	if w.Opening.Raised && !w.Opening.Open && over(w.Opening.Closed.Add(bounce), w.in.At) {
		w.cleared()
	}
}

// cleared ends a raised opening that is closed. Nothing else clears NOT CLOSED (D-7).
func (w *doorway) cleared() {
	o := &w.Opening
	if !o.Raised || o.Open {
		return
	}
	n := core.Notice{At: o.Closed}
	if d, ok := o.Closed.Sub(o.Since); ok {
		n.For, n.Within = int64(d), int64(o.Within)
	}
	if w.unseen() {
		n.Detail = "closed while offline"
	}
	o.Raised = false
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
	d, ok := w.Reported.ContactSince.Sub(at)
	if w.in.Claim.Index > 0 && w.Reported.Contact == core.ContactClosed && ok && d > within+bounce {
		w.tell(core.Notice{What: what, At: at, Within: int64(within)})
	}
}

// old is true for a late word about a time before what we know already.
func (w *doorway) old(at core.Instant) bool {
	d, ok := at.Sub(w.Reported.ContactSince)
	return w.in.Late && ok && d < 0
}
