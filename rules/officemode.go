package rules

import (
	"time"

	"localiq/core"
)

// Office mode (facts/semantics section 2). It belongs to the door, not to who started it.
// Office holds what was decided; Wanted follows it, and reconcile sees that the lock does too.

// doubleRead: the same key again within this is the same gesture (OM-4).
const doubleRead = 3 * time.Second

const endSchedule = "schedule"

// toggles is the easy office mode that a key of this person switches here and now, if any.
// A window that the schedule has ended stays ended, as do those before it, also when the clock
// steps back (OM-13): then it is named and is not switched.
func (w *doorway) toggles(p *core.Person) (core.Occurrence, bool) {
	if p == nil || !p.EOM || w.set.Office != core.OfficeEasy || w.in.At.Trust == core.Untrusted {
		return core.Occurrence{}, false
	}
	o, ok := HoursOf(w.cfg, w.set.Schedule, ForUnlocking).Active(w.in.At.Wall)
	return o, ok && (w.Office.On || o.ID > w.Office.Ended) // ids order as their starts do
}

// startOffice decides office mode, with an end (OM-10) or without one.
func (w *doorway) startOffice(mode core.OfficePolicy, o core.Occurrence, by core.PersonID, key core.KeyID) {
	until := o.End
	if o.End == Endless {
		until = 0
	}
	w.Office = core.Office{On: true, Mode: mode, Occurrence: o.ID, By: by, Since: w.in.At, Until: until, Ended: w.Office.Ended}
	if key != "" {
		w.Office.ToggledBy, w.Office.ToggledAt = key, w.in.At
	}
	w.Wanted = core.Wanted{Bolt: core.BoltOffice, Until: until, Since: w.in.ID}
	w.Relock = core.Relock{}
	w.clear(core.AlertRelockUnconfirmed, core.Notice{Detail: "office mode again"})
	w.tell(core.Notice{What: core.OfficeStarted, Person: by, Key: key, Until: until})
}

// endOffice decides the end: the door is to be locked. A door that stands open gets a fresh
// threshold from now (D-5). A command that would open is dropped, and with it what we knew of
// the bolt.
func (w *doorway) endOffice(at core.Instant, why string, by core.PersonID, key core.KeyID) {
	was := w.Office
	w.Office = core.Office{Since: w.in.At, Ended: was.Ended}
	if why == endSchedule {
		w.Office.Ended = max(was.Ended, was.Occurrence)
	}
	if key != "" {
		w.Office.ToggledBy, w.Office.ToggledAt = key, w.in.At
	}
	w.Wanted = core.Wanted{Bolt: core.BoltLocked, Since: w.in.ID}
	if w.flying() && !w.Flight.Move.Closes() {
		w.Reported.Bolt = core.BoltUnknown
	}
	w.Flight = core.Flight{}
	if w.Opening.Open && !w.Opening.Raised {
		w.Opening.Since, w.Opening.Fresh, w.Opening.Within, w.Opening.Looked = w.in.At, true, 0, core.Instant{}
	}
	w.tell(core.Notice{What: core.OfficeEnded, At: at, Person: by, Key: key, Detail: why, Until: was.Until})
}

// endOfWindow is OM-7, and after a restart OM-12. The notice carries the end that was due.
func (w *doorway) endOfWindow() {
	if w.Office.On && w.Office.Until != 0 && w.in.At.Wall >= w.Office.Until {
		w.endOffice(w.in.At, endSchedule, "", "")
	}
}

// rescheduled is OM-14: after an edit a running occurrence ends, or ends at another time.
func (w *doorway) rescheduled() {
	switch {
	case !w.Office.On:
		return
	case w.Office.Mode == core.OfficeManual:
		if w.set.Office == core.OfficeOff {
			w.endOffice(w.in.At, "switched off", "", "")
		}
		return
	}
	o, ok := HoursOf(w.cfg, w.set.Schedule, ForUnlocking).Active(w.in.At.Wall)
	if w.set.Office != core.OfficeEasy || !ok {
		w.endOffice(w.in.At, "schedule changed", "", "")
		return
	}
	if p := w.cfg.Person(w.Office.By); w.Office.By != "" && (p == nil || p.Blocked || !p.EOM) {
		w.tell(core.Notice{What: core.ConfigChanged, Person: w.Office.By, Detail: "office mode stays on: it belongs to the door"})
	}
	until := o.End
	if until == Endless {
		until = 0
	}
	if w.Office.Occurrence, w.Wanted.Until = o.ID, until; w.Office.Until != until {
		w.Office.Until = until
		w.renew()
	}
}

// renew tells a lock that counts down a hold its new end. A lock out of earshot ends it at the
// old one, and reconcile does the rest when it is heard.
func (w *doorway) renew() {
	if w.Link.Heard && !w.keepsHold() {
		w.turn(w.wantedMove(), turnGood)
	}
}

// officeAsked starts or ends office mode from the console: a start has no end of its own.
func (d *draft) officeAsked(e core.OfficeAsked) {
	w := d.door(e.Door)
	switch {
	case w == nil:
		d.refuse(noDoor(e.Door))
	case !e.On:
		w.officeOff()
	case w.set.Office == core.OfficeOff:
		d.refuse(core.Errorf(core.CodeRefused, "office mode is off for %s", w.set.Name).
			Advise("set the door's office mode to manual or easy"))
	case w.Office.On && w.Office.Mode == core.OfficeManual:
	case !w.Link.Heard:
		d.refuse(w.offline())
	default:
		if v := own(d.s, e.Door, d.in.At); !v.Granted {
			d.refuse(w.refusal(v))
			return
		}
		w.startOffice(core.OfficeManual, core.Occurrence{}, "", "")
		d.out.Answer.Command = w.turn(w.wantedMove(), askGood)
	}
}

func (w *doorway) officeOff() {
	if !w.Office.On {
		return
	}
	w.endOffice(w.in.At, "asked", "", "")
	if !w.Link.Heard {
		w.refuse(w.offline().Advise("it will be locked as soon as the lock is heard"))
		return
	}
	w.out.Answer.Command = w.turn(w.wantedMove(), askGood)
}
