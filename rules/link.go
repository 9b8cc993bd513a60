package rules

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// speaks is called for everything that a lock itself says: it moves the journal's cursor, and
// a lock that speaks is heard, whether or not the driver said so first.
func (w *doorway) speaks() {
	w.follow()
	w.hears()
}

func (w *doorway) hears() {
	if w.Link.Heard {
		return
	}
	w.Link = core.Link{Heard: true, Since: w.in.At}
	if !w.clear(core.AlertLockOffline, core.Notice{}) {
		w.tell(core.Notice{What: core.LockFound})
	}
}

// heard also looks: a lock that came back with nothing new to say would not be asked, and a
// door that was open when it fell silent stays in doubt until it reports (D-9).
func (d *draft) heard(e core.LockHeard) {
	w := d.of(e.Lock)
	if w == nil || w.Link.Heard {
		return
	}
	w.hears()
	w.send(w.set.Lock, core.Look{}, 0)
}

// silent: five beacons were missed. What the lock last said stays, with its age; an open
// door's time freezes, because nobody can tell (D-9).
func (d *draft) silent(e core.LockSilent) {
	w := d.of(e.Lock)
	if w == nil {
		return
	}
	if w.Link.Heard {
		w.Link = core.Link{Since: d.in.At}
		if w.met(e.Last); e.Last.IsZero() {
			w.met(d.in.At)
		}
	}
	if w.Alert(core.AlertLockOffline) != nil || !w.Link.Last.IsZero() {
		return // told before
	}
	if w.Link.Last = e.Last; e.Last.IsZero() {
		w.Link.Last = d.in.At
	}
	w.silentFor()
	if w.Opening.Open {
		w.tell(core.Notice{What: core.DoorUncertain, For: w.stoodFor(), Detail: "lock offline"})
	}
}

// offlineDue is when a lock that was called silent has been so for as long as its door is set to
// bear; the zero instant where none is.
func offlineDue(set *core.Door, st *core.DoorState) core.Instant {
	if st.Link.Heard || st.Link.Last.IsZero() || st.Alert(core.AlertLockOffline) != nil || !alerts(set, core.AlertLockOffline) {
		return core.Instant{}
	}
	return st.Link.Last.Add(time.Duration(set.Alerts.Offline) * time.Second)
}

// silentFor raises the alert of a lock that is offline.
func (w *doorway) silentFor() {
	if due := offlineDue(w.set, &w.DoorState); !due.IsZero() && over(due, w.in.At) {
		w.raise(core.AlertLockOffline, w.Link.Last, core.Notice{For: w.stoodFor()})
	}
}

// proven is true when the lock has spoken since it was last lost, and since the last late word
// about its bolt: what it said of that is so now.
func proven(st *core.DoorState) bool { return toldNow(st, st.Reported.At, st.Reported.BoltSince) }

// contactProven is the same for the door itself, which only words about the door prove: the
// bolt may turn before the journal has told that the door has closed.
func contactProven(st *core.DoorState) bool {
	return toldNow(st, st.Reported.ContactAt, st.Reported.ContactSince)
}

func toldNow(st *core.DoorState, told, of core.Instant) bool {
	return st.Link.Heard && told.Boot == st.Link.Since.Boot && !precedes(told, st.Link.Since) && !precedes(told, of)
}

func (d *draft) radio(adapter string, up bool, why string) {
	i, known := slices.BinarySearchFunc(d.hub.Radios, adapter, func(r core.RadioState, a string) int {
		return strings.Compare(r.Adapter, a)
	})
	now := core.RadioState{Adapter: adapter, Up: up, Since: d.in.At, Why: why}
	radios := slices.Clone(d.hub.Radios)
	switch {
	case !known:
		radios = slices.Insert(radios, i, now)
	case radios[i].Up == up && (up || why == "" || why == radios[i].Why):
		return
	case radios[i].Up == up: // down still, for another reason: shown, and no news
		radios[i].Why, d.hub.Radios = why, radios
		return
	default:
		radios[i] = now
	}
	d.hub.Radios = radios
	name := adapter
	if r := d.cfg.Repeater(core.RepeaterID(adapter)); r != nil {
		name = "repeater " + r.Name
	}
	n := core.Notice{What: core.RadioUp, Detail: name}
	if !up {
		n.What, n.Detail = core.RadioDown, strings.TrimSuffix(name+": "+why, ": ")
	}
	d.tell(n)
}

// repeatersGone: a radio that is no more is not down, either.
func (d *draft) repeatersGone(before *core.Config) {
	for _, r := range before.Repeaters {
		if d.cfg.Repeater(r.ID) == nil {
			d.hub.Radios = slices.DeleteFunc(slices.Clone(d.hub.Radios), func(s core.RadioState) bool { return s.Adapter == string(r.ID) })
		}
	}
}
