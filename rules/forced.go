package rules

import (
	"time"

	"localiq/core"
)

// Forced (D-6): a closed door opens, its lock is locked, nobody was let in and nobody signalled that
// they go out. Only a lock that can signal an exit proves that, and one has shown that it can when it
// has told of an exit. Elsewhere everybody who leaves would be an intruder: there the opening is
// OPENED_UNKNOWN, and raises nothing.

// shortest is the shortest opening; less is a bounce of the door or its sensor (D-4).
const shortest = 300 * time.Millisecond

// explained judges an opening of which we have just heard, and says so in its notice. before is what
// the door had reported until then.
func (w *doorway) explained(before core.Reported, at core.Instant, n *core.Notice) (unexplained core.Instant) {
	switch {
	case w.granting(at), holding(&w.DoorState), w.Reported.Bolt == core.BoltUnlocked:
	case w.exiting(at):
		n.Detail = "from inside"
	case w.provesForce(before, at):
		return w.in.At
	default:
		n.Reason = core.OpenedUnknown
	}
	return core.Instant{}
}

// exited takes down that somebody goes out. It may be told just after the opening that it explains.
func (w *doorway) exited(at core.Instant) {
	if !precedes(at, w.Exit) {
		w.Exit = at
	}
	if w.exiting(w.Opening.Since.Add(shortest)) {
		w.Opening.Unexplained = core.Instant{}
	}
}

// exiting is true from an exit on, for as long as somebody may take who is let in.
func (w *doorway) exiting(at core.Instant) bool {
	return spans(w.Exit, at, w.Exit.Add(openFor(w.set)))
}

// provesForce is true where all that could explain the opening is known for that instant: what the
// door, the bolt, the grants and office mode have told since is of no help.
func (w *doorway) provesForce(before core.Reported, at core.Instant) bool {
	_, told := w.in.Event.(core.DoorOpened)
	return told && !w.Exit.IsZero() && at.Up >= 0 &&
		before.Contact == core.ContactClosed && !before.Gap && shutFast(&w.DoorState) &&
		!precedes(at, w.Reported.BoltSince) && !precedes(at, w.Grant.Until) && !precedes(at, turnedAt(&w.DoorState))
}

// forced raises it once the opening has lasted: a bounce is none.
func (w *doorway) forced() {
	o := &w.Opening
	if o.Unexplained.IsZero() || !over(o.Unexplained.Add(shortest), w.in.At) {
		return
	}
	w.forcedNow()
}

func (w *doorway) forcedNow() {
	o := &w.Opening
	if !o.Unexplained.IsZero() && !w.granting(o.Since) {
		w.raise(core.AlertForced, o.Since, core.Notice{At: o.Since, Within: int64(o.Within), Detail: core.OpenedUnknown.Say()})
	}
	o.Unexplained = core.Instant{}
}
