package oracle

import (
	"time"

	"localiq/core"
)

// held says whether office mode, or a fire, should hold a door unlocked at an instant, and until when
// (ns UTC; 0: nobody knows an end), by what the door stands at and its schedule [eom] [mom] OM-3 OM-6 OM-8.
type held struct {
	on      bool
	until   int64
	endless bool // its end is out of reach
	unknown bool // its beginning is: nobody can tell which window it is
}

// back is how far a clock may be set back behind the beginning of what is on and change nothing.
const back = 5 * time.Second

// hold is the answer for a door. Above office mode stand fire, lockdown and blocked; manual office
// mode goes on whatever the schedule and the clock say; all else lives in a window, and in none
// while nobody believes the clock.
func hold(s *core.Site, i int, at core.Instant, but amiss) held {
	door, state := &s.Config.Doors[i], &s.Doors[i]
	switch m := strongest(state, at); {
	case m == core.ModeFireOpen:
		return held{on: true, until: fireEnds(state, at)}
	case m != core.ModeNormal:
		return held{}
	}
	o := state.Office
	if o.On && o.Mode == core.OfficeManual {
		return held{on: true}
	}
	if at.Trust == core.Untrusted && !but.believes || door.Office < core.OfficeEasy {
		return held{}
	}
	if o.On && o.Start > at.Wall && o.Start <= at.Wall+int64(back) {
		return held{on: true, until: o.Until}
	}
	w, open := hours{cfg: s.Config, id: door.Schedule, all: true}.at(at.Wall)
	if open && w.noStart {
		return held{unknown: true}
	}
	if !open || w.id <= o.Ended && !but.again {
		return held{}
	}
	if o.On && o.Occurrence == w.id || starts(door.Office, state, w.id, but) {
		return held{on: true, until: w.end, endless: w.noEnd}
	}
	return held{}
}

// fireEnds is when; 0 where nobody set an end, or nobody can tell when that is.
func fireEnds(state *core.DoorState, at core.Instant) int64 {
	for _, l := range state.Levels {
		if l.Mode == core.ModeFireOpen && (l.Until.Boot == at.Boot || at.Trust != core.Untrusted) {
			return l.Until.Wall
		}
	}
	return 0
}

// starts: automatic office mode begins with its window, or late, where the lock is heard and nobody has
// locked by hand in it; the other kind once its first person has come.
func starts(p core.OfficePolicy, state *core.DoorState, window string, but amiss) bool {
	switch {
	case !state.Link.Heard, state.Office.Relocked == window && !but.stubborn:
		return false
	case p == core.OfficeAuto:
		return true
	}
	return p == core.OfficeAutoFirst && state.Office.First == window
}

// amiss makes an oracle of office mode that is wrong in one thing, for the controls. The zero value
// is right.
type amiss struct {
	believes bool // a clock that nobody believes opens
	again    bool // a window that has ended begins again
	stubborn bool // what was locked by hand begins by itself
}
