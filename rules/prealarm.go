package rules

import (
	"time"

	"localiq/core"
)

// A door may be set to say so before it is NOT CLOSED (D-3): an event, and never an alert.

// preAlarmAt is when an opening that stands is to be warned of; the zero instant where it is not.
func preAlarmAt(set *core.Door, st *core.DoorState) core.Instant {
	before, after := time.Duration(set.Alerts.PreAlarm)*time.Second, notClosedAfter(set, st)
	if before == 0 || before >= after || st.Opening.Warned {
		return core.Instant{}
	}
	return st.Opening.Since.Add(after - before)
}

// preAlarm comes before the alert or not at all.
func (w *doorway) preAlarm() {
	if !standing(w.set, &w.DoorState, w.in.At.Boot) {
		return
	}
	warn := preAlarmAt(w.set, &w.DoorState)
	if warn.IsZero() || !over(warn, w.in.At) {
		return
	}
	w.Opening.Warned = true
	due := w.Opening.Since.Add(notClosedAfter(w.set, &w.DoorState))
	if left, _ := due.Sub(w.in.At); left > 0 {
		open, _ := w.in.At.Sub(w.Opening.Since)
		w.tell(core.Notice{What: core.PreAlarm, Person: w.Opening.By, For: int64(open), Until: w.in.At.Wall + int64(left)})
	}
}
