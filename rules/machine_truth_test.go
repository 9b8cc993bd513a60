package rules

import (
	"fmt"
	"time"

	"localiq/core"
)

// untrue says what is wrong with a step; "" is nothing.
func untrue(before *core.Site, in core.Input, d core.Decision, after *core.Site) string {
	st := &after.Doors[0]
	for _, f := range []func(*core.Site, core.Input, core.Decision, *core.Site) string{unowned, pastItsEnd, unrecorded, shutInAFire, wrongCommand, forgotten} {
		if wrong := f(before, in, d, after); wrong != "" {
			return fmt.Sprintf("%s\n    office %+v\n    wanted %+v, reported %+v\n    flight %+v", wrong, st.Office, st.Wanted, st.Reported, st.Flight)
		}
	}
	return ""
}

// owner is who holds the door open at an instant, as the site says; "" is nobody.
func owner(s *core.Site, at core.Instant) string {
	st := &s.Doors[0]
	switch m := st.Mode(at); {
	case m == core.ModeFireOpen:
		return "fire"
	case m != core.ModeNormal || !st.Office.On:
		return ""
	}
	return st.Office.Mode.String()
}

// unowned: nobody says that the door is to be open, and yet that is wanted, or a hold is on its way.
func unowned(_ *core.Site, in core.Input, _ core.Decision, after *core.Site) string {
	st := &after.Doors[0]
	who := owner(after, in.At)
	switch {
	case who == "" && holding(st):
		return "unlocked with no owner: it is wanted"
	case who == "" && st.Flight.Move.To == core.BoltOffice && !st.Flight.Command.IsZero():
		return "unlocked with no owner: a hold is on its way"
	case who != "" && !holding(st):
		return "somebody holds it open, and that is not wanted"
	}
	return ""
}

// pastItsEnd: what a schedule holds is within a window that somebody can tell the end of, and what has
// a limit is within that.
func pastItsEnd(_ *core.Site, in core.Input, _ core.Decision, after *core.Site) string {
	set, f := &after.Config.Doors[0], &after.Doors[0].Office
	at := judgedBy(after, in)
	switch o, open := HoursOf(after.Config, set.Schedule, ForUnlocking).Active(at.Wall); {
	case !f.On:
	case f.Mode.Scheduled() && at.Trust == core.Untrusted:
		return "held by a schedule, and nobody knows the time"
	case f.Mode.Scheduled() && (!open || f.Until != o.End):
		return "held past the end of its window"
	case f.Mode == core.OfficeManual && f.Until != 0 && at.Wall >= f.Until:
		return "held past its own end"
	case f.Mode == core.OfficeManual && set.ManualCap != 0 && f.Since.Boot == at.Boot && at.Up-f.Since.Up >= time.Duration(set.ManualCap)*time.Minute:
		return "held for longer than the door allows"
	}
	return ""
}

func judgedBy(s *core.Site, in core.Input) core.Instant {
	return s.Hub.Clock.Judge(core.Instant{Wall: in.At.Wall, Boot: in.At.Boot, Up: in.At.Up, Trust: in.At.Trust}, s.At.Wall)
}

// unrecorded: a hold begins with a line of the ledger that says why, and what commands it is kept.
func unrecorded(before *core.Site, _ core.Input, d core.Decision, after *core.Site) string {
	told := false
	for _, n := range d.Notices {
		told = told || n.What == core.OfficeStarted || n.What == core.DoorModeSet || n.What == core.DoorModeEnded
	}
	if !holding(&before.Doors[0]) && holding(&after.Doors[0]) && !told {
		return "held without a record"
	}
	for _, c := range d.Commands {
		if m, opens := opening(c); opens && m.To == core.BoltOffice && !holding(&after.Doors[0]) {
			return "a hold is sent, and nothing of it is kept"
		}
	}
	return ""
}

// shutInAFire: nothing locks the door, and a lock that says that it is not held open is told to be.
func shutInAFire(_ *core.Site, in core.Input, d core.Decision, after *core.Site) string {
	st := &after.Doors[0]
	if owner(after, in.At) != "fire" {
		return ""
	}
	for _, c := range d.Commands {
		switch o := c.Op.(type) {
		case core.Turn:
			if o.Move.Closes() {
				return "locked in a fire"
			}
		case core.Answer:
			if !o.Granted || o.Move.Closes() {
				return "refused or locked in a fire"
			}
		}
	}
	if st.Link.Heard && proven(st) && st.Reported.Bolt != core.BoltOffice && resting(st) && !in.Late && over(momentaryEnd(after.Config, &after.Config.Doors[0], st, in.At.Boot), in.At) {
		return "not open in a fire, and nothing is done about it"
	}
	return ""
}

// wrongCommand: a hold carries the end of who holds it (OM-10); a momentary opening follows from a
// grant; in a lockdown only who may override it is granted one.
func wrongCommand(before *core.Site, in core.Input, d core.Decision, after *core.Site) string {
	st, set := &after.Doors[0], &after.Config.Doors[0]
	for _, c := range d.Commands {
		m, opens := opening(c)
		switch keeps := lacksOf(after.Config, set).Has(core.LackHold); {
		case !opens:
		case m.To == core.BoltUnlocked && (st.Last.Seq != in.ID || !st.Last.Verdict.Granted):
			return "opens, and nobody granted it"
		case m.To == core.BoltUnlocked && shuts(before.Doors[0].Mode(in.At)) && st.Last.Verdict.Person != "Ana":
			return "opens in a lockdown"
		case m.To == core.BoltOffice && !keeps && m.Until != st.Wanted.Until:
			return "a hold with another end than it has"
		case m.To == core.BoltOffice && !keeps && m.Until != 0 && (m.For <= 0 || in.At.Wall+int64(m.For) > m.Until):
			return "a hold that lasts beyond its end"
		}
	}
	return ""
}

// forgotten: a lock that says that it is held open, and is nobody's, is being locked or will be; and
// the rules never ask to be woken in the past.
func forgotten(_ *core.Site, in core.Input, _ core.Decision, after *core.Site) string {
	st := &after.Doors[0]
	if w := Next(after); w.Up != 0 && w.Up <= in.At.Up || w.Wall != 0 && w.Wall <= in.At.Wall {
		return fmt.Sprintf("woken in the past: %+v at %+v", w, in.At)
	}
	if owner(after, in.At) == "" && st.Link.Heard && proven(st) && st.Reported.Bolt == core.BoltOffice && st.Wanted.Bolt == core.BoltLocked && resting(st) && !in.Late {
		return "the lock holds the door open for nobody, and nothing is done about it"
	}
	return ""
}
