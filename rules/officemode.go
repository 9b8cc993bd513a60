package rules

import (
	"time"

	"localiq/core"
)

// Office mode (facts/semantics section 2). It belongs to the door, not to who started it. Office
// holds what was decided; what is wanted of the bolt follows (hold.go), and reconcile sees that the
// lock does too. Keys are in officekey.go, what starts by itself in officeauto.go.

// Why office mode ended, where more hangs on it than words.
const (
	endSchedule = "schedule"          // its window is over: it does not start again in it (OM-13)
	endTime     = "its time is over"  // of manual office mode, by the door's own limit
	endClock    = "clock not trusted" // nobody knows whether its window is over
	endBefore   = "the clock was set back before its window"
	endPower    = "the hub was without power: a key starts it again"
)

// hours are when the door may be unlocked by its schedule.
func (w *doorway) hours() Hours { return HoursOf(w.cfg, w.set.Schedule, ForUnlocking) }

// startOffice decides office mode, with an end (OM-10) or without one.
func (w *doorway) startOffice(mode core.OfficePolicy, o core.Occurrence, by core.PersonID, key core.KeyID) {
	was := w.Office
	w.Office = core.Office{On: true, Mode: mode, Occurrence: o.ID, Start: o.Start, By: by, Since: w.in.At, Until: endOf(o),
		Ended: was.Ended, First: was.First, Came: was.Came, Plan: was.Plan}
	if mode == core.OfficeManual {
		w.Office.Until, w.Office.Relocked = w.manualEnd(), was.Relocked
	}
	if key != "" {
		w.Office.ToggledBy, w.Office.ToggledAt = key, w.in.At
	}
	w.want()
	w.Wanted.Since, w.Wanted.At = w.in.ID, w.in.At
	w.tell(core.Notice{What: core.OfficeStarted, Person: by, Key: key, Until: w.Office.Until, For: w.lateBy(was, o)})
}

// endOf is 0 for an occurrence without an end.
func endOf(o core.Occurrence) int64 {
	if o.End == Endless {
		return 0
	}
	return o.End
}

// endOffice decides the end. What was ended by somebody's hand stays locked in its window (OM-4).
func (w *doorway) endOffice(at core.Instant, why string, by core.PersonID, key core.KeyID) {
	w.officeEnds(core.Notice{At: at, Person: by, Key: key, Detail: why})
}

func (w *doorway) officeEnds(n core.Notice) {
	was := w.Office
	w.Office = core.Office{Since: w.in.At, Ended: was.Ended, Relocked: was.Relocked, First: was.First, Came: was.Came, Was: was.Mode, Plan: was.Plan}
	if n.Detail == endSchedule {
		w.Office.Ended = max(was.Ended, was.Occurrence)
	}
	if n.Key != "" {
		w.Office.ToggledBy, w.Office.ToggledAt = n.Key, w.in.At
	}
	held := holding(&w.DoorState)
	w.want()
	n.What, n.Until = core.OfficeEnded, was.Until
	w.tell(n)
	if held {
		w.leftOpen()
	}
}

// byHand ends every mode of the occurrence: none starts by itself before the next one (OM-4, OM-6).
func (w *doorway) byHand() {
	if w.set.Office.Scheduled() {
		if o, ok := w.hours().Active(w.in.At.Wall); ok {
			w.Office.Relocked = o.ID
		}
	}
}

// endOfWindow is OM-7, and after a restart OM-12. The notice carries the end that was due. A hold by
// schedule lasts only as long as somebody can tell that its window does.
func (w *doorway) endOfWindow() {
	if why := officeOver(w.set, &w.DoorState, w.now()); why != "" {
		w.endOffice(w.in.At, why, "", "")
	}
}

func officeOver(set *core.Door, st *core.DoorState, at core.Instant) string {
	o := &st.Office
	switch {
	case !o.On:
	case o.Mode.Scheduled() && at.Trust == core.Untrusted:
		return endClock
	case o.Mode.Scheduled() && o.Until != 0 && at.Wall >= o.Until:
		return endSchedule
	case o.Mode.Scheduled() && at.Wall < o.Start-int64(clockSlack):
		return endBefore
	case o.Mode == core.OfficeManual && o.Until != 0 && o.Since.Boot != at.Boot && at.Trust == core.Untrusted:
		return endClock
	case o.Mode == core.OfficeManual && manualOver(set, o, at):
		return endTime
	}
	return ""
}

// endReason is why office mode ends when its time is over.
func (w *doorway) endReason() string {
	if w.Office.Mode == core.OfficeManual {
		return endTime
	}
	return endSchedule
}

// rescheduled is OM-14: after an edit a running occurrence ends, or ends at another time.
func (w *doorway) rescheduled(before *core.Config) {
	w.replanned(before)
	switch {
	case !w.Office.On:
		return
	case w.Office.Mode == core.OfficeManual:
		w.remanual()
		return
	}
	o, ok := w.hours().Active(w.in.At.Wall)
	if !w.set.Office.Scheduled() || !ok {
		w.endOffice(w.in.At, "schedule changed", "", "")
		return
	}
	if p := w.cfg.Person(w.Office.By); w.Office.By != "" && (p == nil || p.Blocked || !p.EOM) {
		w.tell(core.Notice{What: core.ConfigChanged, Person: w.Office.By, Detail: "office mode stays on: it belongs to the door"})
	}
	w.Office.Occurrence, w.Office.Start = o.ID, o.Start
	w.until(endOf(o))
}

// until gives office mode that runs another end.
func (w *doorway) until(end int64) {
	if w.Office.Until == end {
		return
	}
	w.Office.Until = end
	w.rewanted()
}

// rewanted has the lock hold to another end, unless its end is now.
func (w *doorway) rewanted() {
	was := w.Wanted
	if w.want(); officeOver(w.set, &w.DoorState, w.now()) == "" && holding(&w.DoorState) && was.Bolt == core.BoltOffice && was.Until != w.Wanted.Until {
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

// officeAsked starts or ends office mode from the console: a start has no end of its own but what
// the door's limits give it.
func (d *draft) officeAsked(e core.OfficeAsked) {
	w := d.door(e.Door)
	switch {
	case w == nil:
		d.refuse(noDoor(e.Door))
	case !e.On:
		w.officeOff()
	case w.set.Office == core.OfficeOff:
		d.refuse(core.Errorf(core.CodeRefused, "office mode is off for %s", w.set.Name).
			Advise("give the door an office mode: manual, easy, auto or auto_first"))
	case w.strongest() != core.ModeNormal:
		d.refuse(w.inMode())
	case w.Office.Mode == core.OfficeManual:
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
	w.byHand()
	switch {
	case holding(&w.DoorState):
		w.refuse(w.inMode())
	case !w.Link.Heard:
		w.refuse(w.offline().Advise("it will be locked as soon as the lock is heard"))
	default:
		w.out.Answer.Command = w.turn(w.wantedMove(), askGood)
	}
}

// inMode is why office mode and keys change nothing at a door now.
func (w *doorway) inMode() *core.Error {
	return core.Errorf(core.CodeRefused, "%s is %s", w.set.Name, w.strongest().Say()).
		Advise("release that first: localiq door mode normal --door " + string(w.Door))
}

// lateBy is for how long office mode that starts by itself was off in its window; 0: it does not, or
// was not.
func (w *doorway) lateBy(was core.Office, o core.Occurrence) int64 {
	late := w.in.At.Wall - max(o.Start, was.Since.Wall)
	if !w.Office.Mode.ByItself() || o.Start == 0 || late < int64(lateStart) || was.Waits != o.ID && was.Plan.From > o.Start {
		return 0
	}
	return late
}

// lateStart: less is the way to the lock.
const lateStart = 10 * time.Second
