package rules

import (
	"time"

	"localiq/core"
)

// A sensor that told of the door and tells nothing any more is a trouble of its own (D-9): neither
// NOT CLOSED nor forced is raised from it. A drop-out is none: it is called only after a while.

const sensorSettle = time.Minute

// sensorDue is when a sensor has been dumb for long enough; the zero instant where it is not. One
// that has never told of the door is not known to be there.
func sensorDue(set *core.Door, st *core.DoorState) core.Instant {
	r := &st.Reported
	if r.Contact != core.ContactUnknown || r.ContactSince.IsZero() || !alerts(set, core.AlertSensor) ||
		st.Alert(core.AlertSensor) != nil || !contactProven(st) {
		return core.Instant{}
	}
	return r.ContactSince.Add(sensorSettle)
}

func (w *doorway) sensorUnknown() {
	if w.Reported.Contact != core.ContactUnknown {
		w.clear(core.AlertSensor, core.Notice{})
		return
	}
	due := sensorDue(w.set, &w.DoorState)
	if due.IsZero() || !over(due, w.in.At) {
		return
	}
	w.raise(core.AlertSensor, w.Reported.ContactSince, core.Notice{For: w.stoodFor()})
}

// stoodFor is for how long an opening may have stood whose end nobody can tell; 0 where none does.
func (w *doorway) stoodFor() (long int64) {
	if w.Opening.Open {
		d, _ := w.in.At.Sub(w.Opening.Since)
		long = int64(d)
	}
	return long
}
