package rules

import (
	"time"

	"localiq/core"
)

// reports reconciles with the lock's own account of itself. It can open, close and clear as an
// event can, because events may have been missed; it is the only proof after a silence.
func (w *doorway) reports(e core.LockReported) {
	e.Bolt = w.meant(e.Bolt)
	was, overtaken := w.Reported, w.overtaken()
	w.reportedBolt(e)
	if !overtaken {
		w.reportedContact(e)
	}
	w.Reported.Battery, w.Reported.Firmware, w.Reported.LockBoot = e.Battery, e.Firmware, e.LockBoot
	w.battery(e.Battery)
	w.Reported.At, w.Reported.ContactAt = was.At, was.ContactAt
	if w.Reported == was && proven(&w.DoorState) && contactProven(&w.DoorState) && !unanswered(&w.DoorState) {
		return // a report that says nothing new is not kept
	}
	w.Reported.At = w.in.At
	if !overtaken {
		w.Reported.ContactAt = w.in.At
		return
	}
	w.lookAgain()
}

// overtaken is true for a report that was made before what the journal has told of the door
// since: of the door it says nothing now. See lookAgain.
func (w *doorway) overtaken() bool {
	return precedes(w.in.When(), w.Reported.ContactSince)
}

// lookAgain has the lock make another report where an overtaken one has left the door in doubt:
// nothing else may come before the door moves. Once for what the journal told, because the answer
// is made later than that; a lock that answers with its old account is not asked for ever.
func (w *doorway) lookAgain() {
	looked, since := w.Reported.Looked, w.Reported.ContactSince
	if looked.Boot == since.Boot && !precedes(looked, since) || contactProven(&w.DoorState) {
		return
	}
	w.send(w.set.Lock, core.Look{}, 0)
	w.Reported.Looked = w.in.At
}

// reportedBolt: in a new boot the age is told anew, because the old instant says nothing of how
// long a momentary opening still has.
func (w *doorway) reportedBolt(e core.LockReported) {
	at, _ := w.ago(e.BoltAge)
	if e.Bolt == w.Reported.Bolt {
		if e.Bolt == core.BoltUnlocked && w.Reported.BoltSince.Boot != at.Boot {
			w.Reported.BoltSince = at
		}
		return
	}
	w.Reported.Bolt, w.Reported.BoltSince = e.Bolt, at
	if e.Bolt == core.BoltJammed {
		w.tell(core.Notice{What: core.BoltMoved, Bolt: e.Bolt, At: at})
	}
	w.relockConfirmed()
}

func (w *doorway) reportedContact(e core.LockReported) {
	at, aged := w.ago(e.ContactAge)
	off := w.off(aged)
	switch e.Contact {
	case core.ContactOpen:
		w.foundOpen(at, off, aged)
	case core.ContactClosed:
		w.foundClosed(at, off)
	default:
		if w.Reported.Contact == core.ContactOpen && e.Contact == core.ContactUnknown {
			w.tell(core.Notice{What: core.DoorUncertain, Detail: "the sensor does not tell"})
		}
		if w.Reported.Contact != e.Contact {
			w.Reported.Contact, w.Reported.ContactSince = e.Contact, at
		}
	}
	w.Reported.Gap = false
}

// foundOpen: the same opening goes on, or it is one that we missed. The journal is read before
// the report, so an age that points after the opening that we know proves a closing in between
// only where the journal has a hole; else it is the drift of a clock, or the way to us.
func (w *doorway) foundOpen(at core.Instant, off time.Duration, aged bool) {
	o := &w.Opening
	switch {
	case !o.Open:
		w.opened(at, off)
	case o.Since.Boot != w.in.At.Boot && (aged || !o.Raised): // D-10: a new boot
		w.contact(core.ContactOpen, at)
		o.Since, o.Fresh = w.newBoot(at, aged)
		o.Within, o.Looked = off, core.Instant{}
	case w.Reported.Contact != core.ContactOpen:
		w.contact(core.ContactOpen, at)
	case aged && w.Reported.Gap && w.after(at, w.Reported.ContactSince):
		w.opened(at, off)
	}
}

// after allows for the way to us and for a slow clock in the lock.
func (w *doorway) after(at, known core.Instant) bool {
	age, _ := w.in.When().Sub(at)
	d, ok := at.Sub(known)
	return ok && d > slip+age/1000
}

// newBoot is from when an opening of an older boot counts: from what the lock proves, but no
// time from before office mode's end (D-5). How long ago that was nobody knows in another boot.
func (w *doorway) newBoot(at core.Instant, aged bool) (since core.Instant, fresh bool) {
	if !w.Opening.Raised && at.Before(turnedAt(&w.DoorState)) {
		return w.in.When(), true
	}
	return at, !aged
}

// off is how far the instant of a report may lie from the truth: without an age, as long as nobody
// has told of the door.
func (w *doorway) off(aged bool) time.Duration {
	if unseen, ok := w.in.When().Sub(w.Reported.ContactAt); ok && !aged {
		return max(unseen, w.in.Claim.Within)
	}
	return w.in.Claim.Within
}

// foundClosed: a closing cannot lie before the opening that it ends.
func (w *doorway) foundClosed(at core.Instant, off time.Duration) {
	switch {
	case w.Opening.Open:
		if precedes(at, w.Opening.Since) {
			at = w.in.At
		}
		w.shut(at, off)
	case w.Reported.Contact != core.ContactClosed:
		w.contact(core.ContactClosed, at)
	}
}

// ago is the instant that an age points at; known is false where the lock cannot tell, and
// then it is when we heard of it (D-1).
func (w *doorway) ago(age time.Duration) (at core.Instant, known bool) {
	if age < 0 {
		return w.in.When(), false
	}
	return w.in.When().Add(-age), true
}
