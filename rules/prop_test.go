package rules

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

func property(t *testing.T, holds func(*rapid.T, step)) {
	for _, s := range []*core.Site{base(t), fromShop(t), fromVault(t), byItself(t)} {
		rapid.Check(t, func(t *rapid.T) {
			for _, st := range live(t, s).steps {
				holds(t, st)
			}
		})
	}
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

// [decide]: nothing opens but by a grant in the same decision, by what begins in it (office mode that
// starts by itself, fire-open) and is told, or as a hold that was wanted before, and then only on the
// lock's word that it is not open already, or to tell it another end.
func TestNothingOpensWithoutAGrant(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, c := range st.d.Commands {
			m, opens := opening(c)
			if !opens || granted(st, c.Lock) {
				continue
			}
			was := st.before.DoorOf(c.Lock)
			again := proven(st.after.DoorOf(c.Lock)) || was.Wanted.Until != m.Until
			if m.To != core.BoltOffice || was.Wanted.Bolt != core.BoltOffice || !again {
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
	return d.Last.Seq == st.in.ID && d.Last.Verdict.Granted || recorded(st.d, d.Door)
}

// recorded is true where the decision tells that from now on somebody, or a schedule, holds the door.
func recorded(d core.Decision, door core.DoorID) bool {
	return slices.ContainsFunc(d.Notices, func(n core.Notice) bool {
		return n.Door == door && (n.What == core.OfficeStarted || n.What == core.DoorModeSet || n.What == core.DoorModeEnded)
	})
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

// Contract 10: an input that is not kept would be missed by nobody: without it the rest of the
// life is the same.
func TestDroppedInputsChangeNothing(t *testing.T) {
	s := base(t)
	rapid.Check(t, func(rt *rapid.T) {
		again := s
		for _, st := range live(rt, s).steps {
			if st.d.Empty() {
				continue
			}
			d := Decide(again, st.in)
			if !bytes.Equal(mustJSON(t, d.Notices), mustJSON(t, st.d.Notices)) || !bytes.Equal(mustJSON(t, d.Commands), mustJSON(t, st.d.Commands)) {
				rt.Fatalf("without those that were dropped %T was decided otherwise", st.in.Event)
			}
			again = again.Apply(st.in.ID, st.in.At, d.Changes)
		}
	})
}

// OM-10: a lock on a lease never gets a longer one, and nothing is renewed beyond the hold's end. One
// that counts nothing down gets no length at all.
func TestLeaseIsShort(t *testing.T) {
	property(t, func(t *rapid.T, st step) {
		for _, c := range st.d.Commands {
			m, _ := opening(c)
			set := st.after.Config.DoorOf(c.Lock)
			if counts := !lacksOf(st.after.Config, set).Has(core.LackHold); !counts && m.To == core.BoltOffice {
				if m.For != 0 || m.Until != 0 {
					t.Fatalf("%T has %s count %+v down", st.in.Event, c.Lock, m)
				}
			} else if m.To == core.BoltOffice && set.Lease && (m.For <= 0 || m.For > lease) {
				t.Fatalf("%T holds %s on a lease for %v", st.in.Event, c.Lock, m.For)
			}
		}
	})
}

// OM-9: pauses have jitter, and stay within their bounds.
func TestPausesDifferByDoor(t *testing.T) {
	d := &draft{s: base(t)}
	pause := func(door core.DoorID, tries uint8) time.Duration {
		w := doorway{draft: d, DoorState: core.DoorState{Door: door}}
		return w.pause(tries).Up
	}
	if pause("front", 3) == pause("back", 3) {
		t.Error("two doors try in step")
	}
	for tries := range uint8(255) {
		for _, door := range []core.DoorID{"front", "back", "", "d-0123456789ab"} {
			most := min(time.Second<<min(tries, 6), time.Minute)
			if p := pause(door, tries); p > most || p < most-most/8 {
				t.Errorf("after %d tries %s waits %v", tries, door, p)
			}
		}
	}
}

// due is true where time brings something of its own: an instant that Next named, or a wall clock that
// was set, so that a hold which lasts a while ends at another hour and its lock is told.
func due(st step) bool {
	if was := st.before.At; st.in.At.Wall-was.Wall != int64(st.in.At.Up-was.Up) {
		return true
	}
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
			before := mustJSON(t, []any{again.Doors, again.Hub, again.Counts, again.Config.Items()})
			d := Decide(again, st.in)
			if after := mustJSON(t, []any{again.Doors, again.Hub, again.Counts, again.Config.Items()}); !bytes.Equal(before, after) {
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
			if n.For < int64(notClosedAfter(st.after.Config.Door(n.Door), st.after.Door(n.Door))) {
				t.Fatalf("%T raised it after %v", st.in.Event, time.Duration(n.For))
			}
		}
	})
}
