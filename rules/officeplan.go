package rules

import (
	"time"

	"localiq/core"
)

// Which window of its schedule a door that starts office mode by itself is in, or waits for.

// planned is the occurrence that runs now or comes next; the zero one for a door that starts nothing
// by itself.
func (w *doorway) planned() core.Occurrence {
	p := &w.Office.Plan
	if !selfStarting(w.set) {
		*p = core.Plan{}
		return core.Occurrence{}
	}
	if stale(p, w.in.At.Wall) {
		w.passed(p.Occurrence)
		w.closed(p.Closed)
		*p = w.plan()
	}
	return p.Occurrence
}

func stale(p *core.Plan, wall int64) bool { return wall < p.From || wall >= p.Until }

func (w *doorway) plan() core.Plan {
	now, h := w.in.At.Wall, w.hours()
	o, runs := h.Active(now)
	if runs {
		return core.Plan{From: min(o.Start, now), Until: o.End, Occurrence: o}
	}
	p, starts := core.Plan{From: now, Until: Endless}, int64(Endless)
	if o, runs = h.Next(now); runs {
		p.Until, p.Occurrence, starts = o.End, o, o.Start
	}
	if at := h.closedAt(now); at != 0 && at < starts {
		p.Closed, p.Until = at, at
	}
	return p
}

// closedAt is when the next window of the week would begin, were its date not closed; 0: there is
// none, or it is not.
func (h Hours) closedAt(now int64) int64 {
	weekly := Hours{zone: h.zone, weekly: h.weekly, use: h.use}
	o, _ := weekly.Next(now)
	if h.Holds(o.Start) {
		return 0
	}
	return o.Start
}

// replanned: an edit may have made the running window another. What somebody locked by hand stays
// locked in it; that the schedule has ended another window says nothing of this one.
func (w *doorway) replanned(before *core.Config) {
	set := before.Door(w.Door)
	was, _ := HoursOf(before, set.Schedule, ForUnlocking).Active(w.in.At.Wall)
	is, runs := w.hours().Active(w.in.At.Wall)
	if was != is && runs {
		for _, id := range []*string{&w.Office.Relocked, &w.Office.First} {
			if *id == was.ID && *id != "" {
				*id = is.ID
			}
		}
		if is.ID < w.Office.Ended {
			w.Office.Ended = ""
		}
	}
	if !selfStarting(w.set) {
		w.Office.Plan = core.Plan{}
	} else if p := w.plan(); p.Occurrence != w.Office.Plan.Occurrence {
		p.From = w.in.At.Wall
		w.Office.Plan = p
	}
}

// passed tells of a window whose end came before office mode could start (OM-9, OM-15).
func (w *doorway) passed(o core.Occurrence) {
	f := &w.Office
	if o.ID == "" || w.in.At.Wall < o.End || w.trust() == core.Untrusted || f.On || o.ID == f.Relocked || o.ID <= f.Ended {
		return
	}
	if w.set.Office == core.OfficeAutoFirst && f.First != o.ID {
		return // nobody came
	}
	n := core.Notice{What: core.OfficeSkipped, Reason: core.LockOffline, Until: o.End}
	switch _, stepped := w.in.Event.(core.ClockStepped); {
	case f.Waits == o.ID && f.WaitsFor != core.ReasonNone:
		n.Reason = f.WaitsFor
	case f.Waits == o.ID:
	case stepped:
		n.Detail = "the clock was set past it"
	default:
		n.Reason = core.NotAnswered
	}
	f.Ended, f.Waits, f.WaitsFor = o.ID, "", core.ReasonNone
	w.tell(n)
}

// closed tells of a day that an exception closes, when its window would have begun (OM-15).
func (w *doorway) closed(at int64) {
	if late := w.in.At.Wall - at; late >= 0 && late < int64(24*time.Hour) && !w.Office.On && w.trust() != core.Untrusted {
		w.tell(core.Notice{What: core.OfficeSkipped, Detail: "this day is closed"})
	}
}
