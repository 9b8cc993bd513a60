package rules

import (
	"time"

	"localiq/core"
)

// A lock that never calls the hub may have closed its door long ago and said nothing that was heard.
// Before such a door is called NOT CLOSED its lock is asked once more, in time for the answer to come
// before the alert is due. Without an answer the alert is raised all the same: nobody has said that
// the door closed.

const (
	lookTime = 3 * time.Second  // for the lock to be reached and read
	freshFor = 10 * time.Second // a word about the door needs no other so soon
)

// lookDue is when the lock is to be asked; the zero instant where it is not.
func lookDue(cfg *core.Config, set *core.Door, st *core.DoorState) core.Instant {
	due := st.Opening.Since.Add(notClosedAfter(set, st))
	age, ok := due.Sub(st.Reported.ContactAt)
	if !lacksOf(cfg, set).Has(core.LackRequests) || !st.Opening.Looked.IsZero() || !ok || age <= freshFor {
		return core.Instant{}
	}
	return due.Add(-lookTime)
}

// notClosedDue is when an opening that stands next wants something: the look before the alert, then
// the alert itself, when an answer could have come.
func notClosedDue(cfg *core.Config, set *core.Door, st *core.DoorState) core.Instant {
	if look := lookDue(cfg, set, st); !look.IsZero() {
		return look
	}
	due := st.Opening.Since.Add(notClosedAfter(set, st))
	if answer := st.Opening.Looked.Add(lookTime); unanswered(st) && precedes(due, answer) {
		return answer
	}
	return due
}

// unanswered is true while nothing was told of the door since the lock was asked.
func unanswered(st *core.DoorState) bool {
	return precedes(st.Reported.ContactAt, st.Opening.Looked)
}

func (w *doorway) lookFirst() {
	if !standing(w.set, &w.DoorState, w.in.At.Boot) {
		return
	}
	if look := lookDue(w.cfg, w.set, &w.DoorState); !look.IsZero() && over(look, w.in.At) {
		w.send(w.set.Lock, core.Look{}, lookTime)
		w.Opening.Looked = w.in.At
	}
}

// looking is true while the alert waits for the answer. A door that closed at this instant has
// answered.
func (w *doorway) looking(at core.Instant) bool {
	return unanswered(&w.DoorState) && precedes(at, w.Opening.Looked.Add(lookTime))
}
