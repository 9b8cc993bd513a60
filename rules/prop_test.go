package rules

import (
	"bytes"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// life is a random run of a small site: every input, what was before, and what followed.
type life struct {
	t     *rapid.T
	s     *core.Site
	now   core.Instant
	ids   core.Seq
	steps []step
}

type step struct {
	before *core.Site
	in     core.Input
	d      core.Decision
	after  *core.Site
}

func live(t *rapid.T, base *core.Site) *life {
	l := &life{t: t, s: base, now: at("2026-11-23T16:50:00"), ids: base.Seq}
	l.take(core.HubStarted{Version: "1"})
	for range rapid.IntRange(5, 60).Draw(t, "inputs") {
		l.pass()
		l.take(l.event())
	}
	return l
}

// pass lets time go by: often to just before, at, or after what Next asks for.
func (l *life) pass() {
	d := time.Duration(rapid.Int64Range(0, int64(2*time.Minute)).Draw(l.t, "pass"))
	if w := Next(l.s); rapid.Bool().Draw(l.t, "to the wake") && (w.Up != 0 || w.Wall != 0) {
		d = time.Hour
		if w.Up != 0 {
			d = min(d, w.Up-l.now.Up)
		}
		if w.Wall != 0 {
			d = min(d, time.Duration(w.Wall-l.now.Wall))
		}
		d += time.Duration(rapid.Int64Range(-1, 1).Draw(l.t, "off by"))
	}
	l.now = l.now.Add(max(d, 0))
	switch rapid.IntRange(0, 60).Draw(l.t, "clock") {
	case 0:
		l.now.Wall += int64(rapid.Int64Range(-int64(2*time.Hour), int64(2*time.Hour)).Draw(l.t, "step"))
	case 1:
		l.now.Boot, l.now.Up = core.BootID(rapid.StringMatching("b[2-9]").Draw(l.t, "boot")), 3*time.Second
		l.take(core.HubStarted{Version: "1"})
	case 2:
		l.take(core.HubStarted{Version: "1"})
	}
}

func (l *life) take(ev core.Event) {
	l.ids++
	in := core.Input{ID: l.ids, At: l.now, Event: ev}
	if _, human := ev.(core.OpenAsked); human {
		in.Origin.Kind = core.FromConsole
	}
	if lockOf(ev) != "" {
		age := time.Duration(rapid.Int64Range(0, int64(90*time.Second)).Draw(l.t, "age"))
		if age > 10*time.Second && rapid.Bool().Draw(l.t, "late") {
			in.Late = true
		}
		in.Happened, in.Claim.Age = l.now.Add(-age), age
	}
	st := step{before: l.s, in: in, d: Decide(l.s, in)}
	if !st.d.Empty() {
		l.s = l.s.Apply(in.ID, in.At, st.d.Changes)
	}
	st.after = l.s
	l.steps = append(l.steps, st)
}

func (l *life) event() core.Event {
	t := l.t
	lock := core.LockID(rapid.SampledFrom([]string{"front.lock", "back.lock"}).Draw(t, "lock"))
	door := core.DoorID(lock[:len(lock)-5])
	bolt := rapid.SampledFrom([]core.Bolt{core.BoltLocked, core.BoltLocked, core.BoltUnlocked, core.BoltOffice, core.BoltPrivacy, core.BoltJammed})
	switch rapid.IntRange(0, 19).Draw(t, "event") {
	case 0, 1, 2:
		return core.AccessRequested{Lock: lock, Request: "r", Kind: core.KeyTag, Held: rapid.IntRange(0, 4).Draw(t, "held") == 0,
			Digest: digest(rapid.SampledFrom([]string{"Ana.tag", "Ben.tag", "Zoe.tag"}).Draw(t, "who"))}
	case 3, 4:
		return core.DoorOpened{Lock: lock}
	case 5, 6:
		return core.DoorClosed{Lock: lock}
	case 7:
		return core.BoltTurned{Lock: lock, To: bolt.Draw(t, "to"), By: core.BoltCause(rapid.IntRange(0, int(core.ByTable)).Draw(t, "by"))}
	case 8, 9:
		return core.LockReported{Lock: lock, Bolt: bolt.Draw(t, "bolt"), BoltAge: time.Duration(rapid.Int64Range(-1, int64(time.Minute)).Draw(t, "bolt age")), Battery: uint8(rapid.IntRange(0, 100).Draw(t, "battery")),
			Contact:    core.Contact(rapid.IntRange(0, int(core.ContactAbsent)).Draw(t, "contact")),
			ContactAge: time.Duration(rapid.Int64Range(-1, int64(time.Minute)).Draw(t, "contact age"))}
	case 10, 11:
		return core.LockHeard{Lock: lock}
	case 12:
		return core.LockSilent{Lock: lock, Last: l.now}
	case 13, 14, 15:
		return core.CommandAnswered{Lock: lock, Command: l.s.Door(door).Flight.Command,
			Result: core.Result(rapid.IntRange(0, int(core.ResultJammed)).Draw(t, "result"))}
	case 16:
		return core.OpenAsked{Door: door}
	case 17:
		return core.LockAsked{Door: door}
	case 18:
		return core.OfficeAsked{Door: door, On: rapid.Bool().Draw(t, "on")}
	}
	return core.Ticked{}
}

// base is the site of the random lives: two doors, one easy and one manual.
func base(t *testing.T) *core.Site {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 17:50:00", "schedule hours Mon-Fri 08:00-18:00 Mon-Fri 18:10-18:20", "door front easy hours",
		"door back manual notclosed 5", "group staff back,front", "person Ana staff eom mom", "person Ben staff", "tag Ana", "tag Ben"} {
		st.setUp(line)
	}
	return st.s
}

func property(t *testing.T, holds func(*rapid.T, step)) {
	s := base(t)
	rapid.Check(t, func(t *rapid.T) {
		for _, st := range live(t, s).steps {
			holds(t, st)
		}
	})
}

// D-7 [notclosed]: whoever is told that NOT CLOSED cleared, the door had closed.
func TestClearedOnlyByClosing(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, n := range st.d.Notices {
			if n.What != core.AlertCleared || n.Alert != core.AlertNotClosed {
				continue
			}
			was, is := st.before.Door(n.Door).Opening, st.after.Door(n.Door).Opening
			if was.Open && is.Open && was.Closed.IsZero() {
				t.Fatalf("%T cleared NOT CLOSED of a door that stayed open: %+v, then %+v", st.in.Event, was, is)
			}
		}
	})
}

// [decide]: nothing opens but by a grant in the same decision, or as the hold of an office mode
// that was granted before, and then only on the lock's word that it is not open already.
func TestNothingOpensWithoutAGrant(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, c := range st.d.Commands {
			m, opens := opening(c)
			if !opens || granted(st, c.Lock) {
				continue
			}
			was := st.before.DoorOf(c.Lock)
			if m.To != core.BoltOffice || !was.Office.On || was.Wanted.Bolt != core.BoltOffice || !proven(st.after.DoorOf(c.Lock)) {
				t.Fatalf("%T (late %v) opens %s with %+v, and nobody granted it", st.in.Event, st.in.Late, c.Lock, c.Op)
			}
		}
	})
}

func opening(c core.Command) (core.Move, bool) {
	switch o := c.Op.(type) {
	case core.Turn:
		return o.Move, !o.Move.Closes()
	case core.Answer:
		return o.Move, o.Move.To != core.BoltUnknown && !o.Move.Closes()
	}
	return core.Move{}, false
}

func granted(st step, lock core.LockID) bool {
	if o, ok := st.in.Event.(core.OfficeAsked); ok && o.On {
		return true
	}
	d := st.after.DoorOf(lock)
	return d.Last.Seq == st.in.ID && d.Last.Verdict.Granted
}

// Contract 6: a late word commands nothing and starts nothing. What time brings meanwhile may.
func TestLateOpensNothing(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, c := range st.d.Commands {
			if _, opens := opening(c); opens && st.in.Late && !due(st) {
				t.Fatalf("a late %T sent %+v", st.in.Event, c)
			}
		}
	})
}

func due(st step) bool {
	w := Next(st.before)
	return w.Up != 0 && w.Up <= st.in.At.Up || w.Wall != 0 && w.Wall <= st.in.At.Wall
}

// Contract 9: Decide reads its site and changes nothing in it; the same life again is the same
// to the byte.
func TestReplayIsTheSame(t *testing.T) {
	s := base(t)
	frozen := mustJSON(t, s.Doors)
	rapid.Check(t, func(rt *rapid.T) {
		again := s
		for _, st := range live(rt, s).steps {
			before := mustJSON(t, []any{again.Doors, again.Hub, again.Config.Items()})
			d := Decide(again, st.in)
			if after := mustJSON(t, []any{again.Doors, again.Hub, again.Config.Items()}); !bytes.Equal(before, after) {
				rt.Fatalf("%T changed the site that it read", st.in.Event)
			}
			if !bytes.Equal(mustJSON(t, d.Notices), mustJSON(t, st.d.Notices)) || !bytes.Equal(mustJSON(t, d.Commands), mustJSON(t, st.d.Commands)) {
				rt.Fatalf("%T was decided otherwise the second time", st.in.Event)
			}
			if !d.Empty() {
				again = again.Apply(st.in.ID, st.in.At, d.Changes)
			}
		}
		if !bytes.Equal(frozen, mustJSON(t, s.Doors)) {
			rt.Fatal("a life changed the site that it began with")
		}
	})
}

// After any decision at an instant Next lies after that instant: no busy loop, nothing missed.
func TestNextIsNeverInThePast(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		w := Next(st.after)
		if w.Up != 0 && w.Up <= st.in.At.Up || w.Wall != 0 && w.Wall <= st.in.At.Wall {
			t.Fatalf("after %T (late %v) at up %v wall %d Next is %+v", st.in.Event, st.in.Late, st.in.At.Up, st.in.At.Wall, w)
		}
	})
}

// D-12: one opening raises NOT CLOSED at most once, and only a door that the lock says is open.
func TestRaisedOnceForOneOpening(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, n := range st.d.Notices {
			if n.What != core.AlertRaised || n.Alert != core.AlertNotClosed {
				continue
			}
			was := st.before.Door(n.Door)
			if was.Opening.Raised && was.Opening.Open || was.Alert(core.AlertNotClosed) != nil && was.Opening.Open {
				t.Fatalf("%T raised it again: %+v", st.in.Event, was.Opening)
			}
			if !contactProven(was) && !contactProven(st.after.Door(n.Door)) {
				t.Fatalf("%T raised it, and nobody has told of the door since %+v", st.in.Event, was.Link)
			}
			if n.For < int64(notClosedAfter(st.after.Config.Door(n.Door))) {
				t.Fatalf("%T raised it after %v", st.in.Event, time.Duration(n.For))
			}
		}
	})
}
