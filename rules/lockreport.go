package rules

import (
	"time"

	"localiq/core"
)

// reports reconciles with the lock's own account of itself. It can open, close and clear as an
// event can, because events may have been missed; it is the only proof after a silence.
func (w *doorway) reports(e core.LockReported) {
	was := w.Reported
	w.reportedBolt(e)
	w.reportedContact(e)
	w.Reported.Battery, w.Reported.Firmware, w.Reported.LockBoot = e.Battery, e.Firmware, e.LockBoot
	w.battery(e.Battery)
	w.Reported.At = was.At
	if w.Reported != was || !proven(&w.DoorState) {
		w.Reported.At = w.in.At // a report that says nothing new is not kept
	}
}

func (w *doorway) reportedBolt(e core.LockReported) {
	if e.Bolt == w.Reported.Bolt {
		return
	}
	at, _ := w.ago(e.BoltAge)
	w.Reported.Bolt, w.Reported.BoltSince = e.Bolt, at
	if e.Bolt == core.BoltJammed {
		w.tell(core.Notice{What: core.BoltMoved, Bolt: e.Bolt, At: at})
	}
	w.relockConfirmed()
}

func (w *doorway) reportedContact(e core.LockReported) {
	at, aged := w.ago(e.ContactAge)
	switch e.Contact {
	case core.ContactOpen:
		w.foundOpen(at, aged)
	case core.ContactClosed:
		w.foundClosed(at)
	default:
		if w.Reported.Contact == core.ContactOpen && e.Contact == core.ContactUnknown {
			w.tell(core.Notice{What: core.DoorUncertain, Detail: "the sensor does not tell"})
		}
		if w.Reported.Contact != e.Contact {
			w.Reported.Contact, w.Reported.ContactSince = e.Contact, at
		}
	}
}

// foundOpen: the same opening goes on, or it is one that we missed; an age that points after
// the opening that we know proves that the door was closed in between.
func (w *doorway) foundOpen(at core.Instant, aged bool) {
	switch {
	case !w.Opening.Open:
		w.opened(at)
	case w.Opening.Since.Boot != w.in.At.Boot && (aged || !w.Opening.Raised): // D-10: a new boot
		w.Opening.Since, w.Opening.Fresh = at, !aged
		w.contact(core.ContactOpen, at)
	case w.Reported.Contact != core.ContactOpen:
		w.contact(core.ContactOpen, at)
	case aged:
		if d, ok := at.Sub(w.Reported.ContactSince); ok && d > bounce {
			w.opened(at)
		}
	}
}

// foundClosed: a closing cannot lie before the opening that it ends.
func (w *doorway) foundClosed(at core.Instant) {
	switch {
	case w.Opening.Open:
		if d, ok := at.Sub(w.Opening.Since); ok && d < 0 {
			at = w.in.At
		}
		w.shut(at)
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
