package rules

import (
	"slices"

	"localiq/core"
)

// broken are rules with one mistake each.
var broken = []struct {
	name, finds string
	decide      decider
}{
	{"the end of the window is told and not kept", "past the end", func(s *core.Site, in core.Input) core.Decision {
		d := Decide(s, in)
		if told(d, core.OfficeEnded, endSchedule) {
			return changed(s, d, func(st *core.DoorState) { st.Office, st.Wanted = s.Doors[0].Office, s.Doors[0].Wanted })
		}
		return d
	}},
	{"released from a lockdown the door is as it was before it", "no owner", func(s *core.Site, in core.Input) core.Decision {
		d := Decide(s, in)
		if e, ok := in.Event.(core.DoorModeAsked); ok && e.Mode == core.ModeNormal && len(s.Doors[0].Levels) > 0 {
			return changed(s, d, func(st *core.DoorState) {
				if len(st.Levels) == 0 {
					st.Wanted.Bolt = core.BoltOffice
				}
			})
		}
		return d
	}},
	{"a refused relock is forgotten", "nothing is done about it", func(s *core.Site, in core.Input) core.Decision {
		d := Decide(s, in)
		if e, ok := in.Event.(core.CommandAnswered); ok && e.Result == core.ResultRefused && s.Doors[0].Flight.Move.Closes() {
			return changed(s, d, func(st *core.DoorState) {
				st.Flight, st.Reported.Bolt, st.Reported.At = core.Flight{}, core.BoltOffice, in.At
			})
		}
		return d
	}},
	{"who asks to lock locks also in a fire", "in a fire", func(s *core.Site, in core.Input) core.Decision {
		if e, ok := in.Event.(core.LockAsked); ok && len(s.Doors[0].Levels) > 0 {
			d := Decide(s, in)
			d.Notices = append(d.Notices, core.Notice{What: core.LockingAsked})
			d.Commands = append(d.Commands, core.Command{Lock: machineLock, Op: core.Turn{Move: core.Move{To: core.BoltLocked}}})
			_ = e
			return d
		}
		return Decide(s, in)
	}},
	{"what starts by itself is not told", "without a record", func(s *core.Site, in core.Input) core.Decision {
		d := Decide(s, in)
		d.Notices = slices.DeleteFunc(slices.Clone(d.Notices), func(n core.Notice) bool { return n.What == core.OfficeStarted && n.Person == "" })
		return d
	}},
	{"a power loss without the time ends nothing", "nobody knows the time", func(s *core.Site, in core.Input) core.Decision {
		d := Decide(s, in)
		if told(d, core.OfficeEnded, endClock) {
			return changed(s, d, func(st *core.DoorState) { st.Office, st.Wanted = s.Doors[0].Office, s.Doors[0].Wanted })
		}
		return d
	}},
}

func told(d core.Decision, w core.What, why string) bool {
	return slices.ContainsFunc(d.Notices, func(n core.Notice) bool { return n.What == w && n.Detail == why })
}

// changed is a decision that makes something else of the door.
func changed(s *core.Site, d core.Decision, to func(*core.DoorState)) core.Decision {
	st := s.Apply(s.Seq+1, s.At, d.Changes).Doors[0]
	to(&st)
	d.Changes = append(slices.Clone(d.Changes), core.DoorBecame{State: st})
	return d
}
