package rules

import (
	"fmt"
	"time"

	"localiq/core"
)

// move is one thing that can happen in a state; ok is false where it cannot.
type move struct {
	name string
	do   func(*node) (in core.Input, now core.Instant, ok bool)
}

var (
	anyway   = concat(timeMoves, lockMoves, answerMoves) // what can happen whatever people do
	allMoves = concat(anyway, clockMoves, keyMoves, askMoves, modeMoves, hubMoves, []move{modeAsked(core.ModeBlocked, 0)})

	// parts are closed over one by one; all of them at once takes minutes (-everything).
	parts = []struct {
		name  string
		moves []move
	}{
		{"keys", concat(anyway, keyMoves)}, {"wishes", concat(anyway, askMoves)}, {"modes", concat(anyway, modeMoves)},
		{"clock and restarts", concat(anyway, clockMoves, hubMoves)},
	}
)

func concat(of ...[]move) (all []move) {
	for _, ms := range of {
		all = append(all, ms...)
	}
	return all
}

// happens is an event at the instant of the state.
func happens(name string, e core.Event, from core.OriginKind) move {
	return move{name, func(n *node) (core.Input, core.Instant, bool) {
		return core.Input{Event: e, Origin: core.Origin{Kind: from}}, n.now, true
	}}
}

func ticks(name string, to func(*node) (core.Instant, bool)) move {
	return move{name, func(n *node) (core.Input, core.Instant, bool) {
		now, ok := to(n)
		return core.Input{Event: core.Ticked{}}, now, ok
	}}
}

// Time: to what Next asks for, to between two of those, and past them, as a hub that was busy.
var timeMoves = []move{
	ticks("the wake that was asked for", func(n *node) (core.Instant, bool) {
		w, d := Next(n.s), time.Duration(-1)
		if w.Up != 0 {
			d = w.Up - n.now.Up
		}
		if wall := time.Duration(w.Wall - n.now.Wall); w.Wall != 0 && (d < 0 || wall < d) {
			d = wall
		}
		return n.now.Add(d), d > 0
	}),
	ticks("4 s later", func(n *node) (core.Instant, bool) { return n.now.Add(4 * time.Second), true }),
	ticks("just before the window begins or ends", func(n *node) (core.Instant, bool) {
		d := edge(n.now) - 1
		return n.now.Add(d), d > 0
	}),
	ticks("the window begins or ends", func(n *node) (core.Instant, bool) { return n.now.Add(edge(n.now)), true }),
}

// edge is how long it is to the next 08:50, 09:00 or 09:30 by the wall clock.
func edge(now core.Instant) time.Duration {
	const day = 24 * time.Hour
	passed := time.Duration(floorMod(now.Wall, int64(day)))
	for _, at := range []time.Duration{8*time.Hour + 50*time.Minute, 9 * time.Hour, 9*time.Hour + 30*time.Minute} {
		if passed < at {
			return at - passed
		}
	}
	return day + 8*time.Hour + 50*time.Minute - passed
}

// The wall clock is set: to before, into and past the window of its day, and to another day.
var clockMoves = []move{stepTo("08:00", 8*time.Hour, 0), stepTo("09:15", 9*time.Hour+15*time.Minute, 0), stepTo("10:00", 10*time.Hour, 0),
	stepTo("1970", 9*time.Hour+15*time.Minute, 1970), stepTo("2026", 9*time.Hour+15*time.Minute, 2026)}

func stepTo(name string, of time.Duration, year int) move {
	return move{"the clock is set to " + name, func(n *node) (core.Input, core.Instant, bool) {
		now := n.now
		now.Wall += int64(of) - floorMod(now.Wall, int64(24*time.Hour))
		if year != 0 {
			now.Wall = time.Date(year, 11, 23, 0, 0, 0, 0, time.UTC).UnixNano() + int64(of)
		}
		return core.Input{Event: core.ClockStepped{From: n.now.Wall, To: now.Wall}}, now, now.Wall != n.now.Wall
	}}
}

const machineLock = core.LockID("front.lock")

func reported(b core.Bolt) move {
	return happens("the lock reports "+b.String(), core.LockReported{Lock: machineLock, Bolt: b, BoltAge: 0, Contact: core.ContactAbsent, ContactAge: -1}, core.FromAir)
}

func boltTurned(b core.Bolt, by core.BoltCause) move {
	return happens("bolt "+b.String()+" by "+by.String(), core.BoltTurned{Lock: machineLock, To: b, By: by}, core.FromAir)
}

var lockMoves = []move{
	happens("the lock is heard", core.LockHeard{Lock: machineLock}, core.FromAir),
	happens("the lock is silent", core.LockSilent{Lock: machineLock}, core.FromAir),
	reported(core.BoltLocked), reported(core.BoltUnlocked), reported(core.BoltOffice), reported(core.BoltPrivacy),
	boltTurned(core.BoltLocked, core.ByHandle), boltTurned(core.BoltLocked, core.ByHoldEnd),
	boltTurned(core.BoltUnlocked, core.ByHandle), boltTurned(core.BoltOffice, core.ByKey),
}

func answered(r core.Result) move {
	return move{"the lock answers " + r.String(), func(n *node) (core.Input, core.Instant, bool) {
		id := n.s.Doors[0].Flight.Command
		return core.Input{Event: core.CommandAnswered{Lock: machineLock, Command: id, Result: r}}, n.now, !id.IsZero()
	}}
}

var answerMoves = []move{answered(core.ResultDone), answered(core.ResultAccepted), answered(core.ResultUnknown), answered(core.ResultRefused),
	answered(core.ResultExpired), answered(core.ResultNeverSeen), answered(core.ResultJammed)}

func presents(who string, held bool) move {
	name := who + "'s tag"
	if held {
		name += ", held"
	}
	return happens(name, core.AccessRequested{Lock: machineLock, Kind: core.KeyTag, Digest: digest(who + ".tag"), Held: held}, core.FromAir)
}

var keyMoves = []move{presents("Ana", false), presents("Ana", true), presents("Cid", false), presents("Zoe", false),
	happens("the table lets Ana in", core.KeyAdmitted{Lock: machineLock, Kind: core.KeyTag, Key: "Ana.tag"}, core.FromAir)}

func modeAsked(m core.DoorMode, long time.Duration) move {
	name := "asked: " + m.String()
	if long != 0 {
		name += " for " + long.String()
	}
	return happens(name, core.DoorModeAsked{Door: "front", Mode: m, For: long}, core.FromConsole)
}

var askMoves = []move{
	happens("asked: open", core.OpenAsked{Door: "front"}, core.FromConsole),
	happens("asked: lock", core.LockAsked{Door: "front"}, core.FromConsole),
	happens("asked: office mode", core.OfficeAsked{Door: "front", On: true}, core.FromConsole),
	happens("asked: no office mode", core.OfficeAsked{Door: "front"}, core.FromConsole),
}

var modeMoves = []move{
	modeAsked(core.ModeLockdown, 0), modeAsked(core.ModeFireOpen, 0), modeAsked(core.ModeFireOpen, 50*time.Second), modeAsked(core.ModeNormal, 0),
}

func starts(name string, reboot bool, trust core.Trust) move {
	return move{name, func(n *node) (core.Input, core.Instant, bool) {
		now := n.now
		if reboot {
			now.Boot, now.Up, now.Trust = core.BootID(fmt.Sprint("b", n.s.Seq+2)), 5*time.Second, trust
		}
		return core.Input{Event: core.HubStarted{Version: "1", Run: core.Epoch(n.s.Seq)}}, now, true
	}}
}

var hubMoves = []move{
	starts("the hub starts again", false, core.Trusted),
	starts("the power was off", true, core.Trusted),
	starts("the power was off, and the time is not known", true, core.Untrusted),
	{"the schedule is closed, or as it was", func(n *node) (core.Input, core.Instant, bool) {
		sc := *n.s.Config.Schedule("hours")
		if len(sc.Windows) > 0 {
			sc.Windows = nil
		} else {
			sc.Windows = []core.Window{{Days: core.EveryDay, Start: 9 * 60, End: 9*60 + 30}}
		}
		return core.Input{Event: core.SiteEdited{Why: "hours", Edits: []core.Edit{core.Put(sc)}}}, n.now, true
	}},
}
