package rules

import (
	"time"

	"localiq/core"
)

// Next is when to ask again, with Ticked: the earliest thing that time alone will bring. It is
// derived from the whole site, so no timer is ever lost. After any decision at an instant it
// lies after that instant.
func Next(s *core.Site) core.Wake {
	w := clockWake(&s.Hub.Clock, s.At.Boot).Sooner(termWake(s))
	for i := range s.Config.Doors {
		set := &s.Config.Doors[i]
		if st := s.Door(set.ID); st != nil {
			w = w.Sooner(wake(s.Config, set, st, s.At.Boot)).Sooner(officeWake(set, st, judgedAt(s)))
		}
	}
	return w.Sooner(bookingWake(s)).Sooner(guestWake(s)).Sooner(passWake(s))
}

// settle does what has fallen due, at every door, and closes the gap between what is wanted
// and what was reported at the doors that this input touched.
func (d *draft) settle() {
	d.judged()
	d.bookingsOver()
	d.guestsOver()
	d.passesEnd()
	d.term()
	for i := range d.cfg.Doors {
		w := d.looked(d.cfg.Doors[i].ID)
		due := d.due(&d.cfg.Doors[i], w)
		if due && w == nil {
			w = d.door(d.cfg.Doors[i].ID)
		}
		if w != nil {
			w.passTime()
		}
		if w != nil && (due || !d.in.Late) {
			w.reconcile()
			w.renewLease()
		}
	}
}

func (w *doorway) passTime() {
	w.endOfLevels()
	w.endOfWindow()
	w.startsByItself()
	w.remind()
	w.endOfHold()
	w.endOfFlight()
	w.endOfFlood()
	w.forced()
	w.endOfOpening()
	w.lookFirst()
	w.preAlarm()
	w.notClosed()
	w.sensorUnknown()
	w.silentFor()
	w.relockUnconfirmed()
	w.stayed()
	w.newWeek()
	w.endOfAwait()
}

func (d *draft) looked(id core.DoorID) *doorway {
	for _, w := range d.doors {
		if w.Door == id {
			return w
		}
	}
	return nil
}

func (d *draft) due(set *core.Door, w *doorway) bool {
	st := d.s.Door(set.ID)
	if w != nil {
		st = &w.DoorState
	}
	if st == nil {
		return false
	}
	n := wake(d.cfg, set, st, d.in.At.Boot).Sooner(officeWake(set, st, d.now()))
	return restless(set, st, d.now()) || n.Up != 0 && n.Up <= d.in.At.Up || n.Wall != 0 && n.Wall <= d.in.At.Wall
}

// wake is when time next does something to one door. Every line here has its fellow among
// the functions of passTime and reconcile, which take it away again.
func wake(cfg *core.Config, set *core.Door, st *core.DoorState, boot core.BootID) (w core.Wake) {
	up := func(i core.Instant) {
		if i.Boot == boot {
			w = w.Sooner(core.Wake{Up: i.Up})
		}
	}
	w = w.Sooner(core.Wake{Wall: tableOver(cfg, st)})
	if standing(set, st, boot) {
		up(notClosedDue(cfg, set, st))
		up(preAlarmAt(set, st))
	}
	if !st.Opening.Unexplained.IsZero() {
		up(st.Opening.Unexplained.Add(shortest))
	}
	if alarmed(st) && !st.Opening.Open {
		up(st.Opening.Closed.Add(debounce(set)))
	}
	up(sensorDue(set, st))
	up(offlineDue(set, st))
	up(floodDue(st))
	up(st.Await.Over)
	if unconfirmed(st) && st.Alert(core.AlertRelockUnconfirmed) == nil && alerts(set, core.AlertRelockUnconfirmed) {
		up(turnedAt(st).Add(relockGrace))
	}
	up(stayedAt(st))
	up(flightDue(st))
	if reconcilable(cfg, set, st) {
		up(momentaryEnd(cfg, set, st, boot))
	}
	if leased(cfg, set, st) {
		up(st.Office.Leased.Add(leaseRenewed))
	}
	return w
}

// over is true at and after i, and for every instant of another boot.
func over(i, now core.Instant) bool { return !precedes(now, i) }

// spans is true from one instant to another, both included; across boots nobody knows, and it is not.
func spans(from, at, to core.Instant) bool {
	return from.Boot == at.Boot && !precedes(at, from) && !precedes(to, at)
}

// soon is true within d after i. Across boots nobody knows, and it is not.
func soon(i, now core.Instant, d time.Duration) bool {
	since, ok := now.Sub(i)
	return !i.IsZero() && ok && since < d
}
