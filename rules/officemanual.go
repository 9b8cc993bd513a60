package rules

import (
	"time"

	"localiq/core"
)

// Manual office mode has no end of its own (OM-7). A door may give it one: so many minutes, the end
// of the schedule's window, or both. Without one people are reminded of it once.

// remindAfter is when manual office mode may have been forgotten.
const remindAfter = 12 * time.Hour

// manualEnd is when manual office mode that began at Office.Since ends; 0: never.
func (w *doorway) manualEnd() (end int64) {
	if cap := manualCap(w.set); cap != 0 {
		end = w.Office.Since.Wall + int64(cap)
	}
	if w.set.ManualEnds {
		o, ok := w.hours().Active(w.Office.Since.Wall)
		if !ok {
			o, ok = w.hours().Next(w.Office.Since.Wall)
		}
		if ok {
			end = earlier(end, endOf(o))
		}
	}
	return end
}

func manualCap(set *core.Door) time.Duration { return time.Duration(set.ManualCap) * time.Minute }

// manualOver: so many minutes are over by whichever clock says so first. The wall clock may have been
// set, and across boots it is the only one.
func manualOver(set *core.Door, o *core.Office, at core.Instant) bool {
	return o.Until != 0 && at.Wall >= o.Until || manualCap(set) != 0 && o.Since.Boot == at.Boot && !at.Before(o.Since.Add(manualCap(set)))
}

// remanual is OM-14 for manual office mode: the door's limits may be others now.
func (w *doorway) remanual() {
	if w.set.Office == core.OfficeOff {
		w.endOffice(w.in.At, "switched off", "", "")
		return
	}
	w.until(w.manualEnd())
}

// manualDue adds when manual office mode ends by its door's minutes, or is to be told of.
func manualDue(set *core.Door, st *core.DoorState, at core.Instant) (w core.Wake) {
	o := &st.Office
	if o.Mode != core.OfficeManual {
		return w
	}
	if cap := manualCap(set); cap != 0 && o.Since.Boot == at.Boot {
		w = w.Sooner(core.Wake{Up: o.Since.Add(cap).Up})
	}
	if long := longManual(o); !long.IsZero() {
		if long.Boot == at.Boot {
			return w.Sooner(core.Wake{Up: long.Up})
		}
		return w.Sooner(core.Wake{Wall: long.Wall})
	}
	return w
}

// longManual is when people are to be reminded; the zero instant where they are not.
func longManual(o *core.Office) core.Instant {
	if o.Mode != core.OfficeManual || o.Until != 0 || o.Reminded {
		return core.Instant{}
	}
	return o.Since.Add(remindAfter)
}

func (w *doorway) remind() {
	if long := longManual(&w.Office); long.IsZero() || w.in.At.Before(long) {
		return
	}
	w.Office.Reminded = true
	w.tell(core.Notice{What: core.OfficeLong, Person: w.Office.By, For: w.since(w.Office.Since)})
}
