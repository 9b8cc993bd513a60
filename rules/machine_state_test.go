package rules

import (
	"time"

	"localiq/core"
)

// state is all that the rules ask of one door: every instant as whether it is past, the next to come
// or later, every number as what it stands for, and every window as that of today, or one before or
// after it. Dates, ids and what has been long enough ago are forgotten.
type state struct {
	hour          time.Duration // the next edge of the day's window: where the wall clock is
	trust         core.Trust
	open          bool // the schedule has windows
	heard, proven bool

	bolt, wanted          core.Bolt
	wantedUntil           int8
	unproven              bool // the last word about the bolt is from before we let go
	to                    core.Bolt
	flying, asked, begins bool // begins: it is the command of who wanted it
	flight, moment        int8
	done                  bool
	levels                [3]core.DoorMode
	ends                  [3]int8
	office                officeState
}

type officeState struct {
	on                            bool
	mode, was                     core.OfficePolicy
	ended, relocked, first, waits bool // the window that runs or comes next
	until, cap, twice, held       int8
	by                            core.KeyID
}

func stateOfMachine(s *core.Site, now core.Instant) (k state) {
	set, st := &s.Config.Doors[0], &s.Doors[0]
	at := s.Hub.Clock.Judge(now, s.At.Wall)
	k.hour, k.trust, k.open = time.Duration(floorMod(at.Wall+int64(edge(at)), int64(24*time.Hour))), at.Trust, len(s.Config.Schedules[0].Windows) > 0
	k.heard, k.proven, k.bolt, k.wanted, k.unproven = st.Link.Heard, proven(st), st.Reported.Bolt, st.Wanted.Bolt, holdEnded(st)
	k.wantedUntil = wall(st.Wanted.Until, at)
	k.to, k.flying, k.asked = st.Flight.Move.To, !st.Flight.Command.IsZero(), st.Flight.Asked
	k.begins = k.flying && st.Flight.Command.Seq == st.Wanted.Since
	k.flight = up(flightDue(st), at)
	k.moment = up(momentaryEnd(s.Config, set, st, at.Boot), at)
	k.done = soon(st.Relock.Done, at, stayLocked)
	for i, l := range st.Levels {
		k.levels[i] = l.Mode
		if l.Until.Boot == at.Boot {
			k.ends[i] = up(l.Until, at)
		} else {
			k.ends[i] = wall(l.Until.Wall, at)
		}
	}
	k.office.of(s, at)
	return k
}

func (k *officeState) of(s *core.Site, at core.Instant) {
	set, f := &s.Config.Doors[0], &s.Doors[0].Office
	h := HoursOf(s.Config, set.Schedule, ForUnlocking)
	o, _ := h.Active(at.Wall)
	if o.ID == "" {
		o, _ = h.Next(at.Wall)
	}
	k.on, k.mode, k.by = f.On, f.Mode, ""
	k.ended, k.relocked, k.first = f.Ended >= o.ID && o.ID != "", this(f.Relocked, o.ID), this(f.First, o.ID)
	k.waits = this(f.Waits, o.ID)
	k.until = wall(f.Until, at)
	if soon(f.ToggledAt, at, longHold) {
		k.by, k.was = f.ToggledBy, f.Was
		k.twice = up(f.ToggledAt.Add(doubleRead), at)
		k.held = up(f.ToggledAt.Add(longHold), at)
	}
	if f.On && f.Mode == core.OfficeManual {
		k.cap = up(f.Since.Add(manualCap(set)), at)
	}
}

// this is true for the window that runs or comes next, and for the one that nobody knows yet.
func this(id, now string) bool { return id != "" && (id == now || id == nobodyKnows) }

// up says what is left until an instant: 0 it never comes, -1 it is past, 1 it is to come. What comes
// before what is forgotten.
func up(i, at core.Instant) int8 {
	if d, ok := i.Sub(at); !i.IsZero() && ok && d > 0 {
		return 1
	} else if i.IsZero() {
		return 0
	}
	return -1
}

// wall is the same by the wall clock.
func wall(ns int64, at core.Instant) int8 {
	switch {
	case ns == 0:
		return 0
	case ns <= at.Wall:
		return -1
	}
	return 1
}
