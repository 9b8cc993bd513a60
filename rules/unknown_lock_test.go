package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestALockOnNoDoorMovesNothing [lock.state]: whatever a lock says that hangs on no door, or that nobody
// knows, is nothing.
func TestALockOnNoDoorMovesNothing(t *testing.T) {
	s := sold(t, core.Subscription{})
	cfg, err := s.Config.With(2, []core.Edit{core.Put(core.Lock{ID: "spare"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(2, s.At, []core.Change{core.ConfigBecame{Next: cfg}})
	for _, l := range []core.LockID{"spare", "nobody's"} {
		for _, e := range []core.Event{core.LockHeard{Lock: l}, core.LockSilent{Lock: l}, core.DoorOpened{Lock: l}, core.JournalBegun{Lock: l, Journal: "j"},
			core.JournalLost{Lock: l, From: 1, To: 9}, core.LinksMade{Lock: l, Day: "2026-11-22", Links: 3}, core.LockRefuses{Lock: l},
			core.AdminRefused{Lock: l}, core.TableReported{Lock: l, Rows: 2}, core.CommandAnswered{Lock: l}, core.LockReported{Lock: l}} {
			in := core.Input{ID: 3, At: s.At.Add(time.Hour), Claim: core.LockTime{Journal: "j", Index: 1}, Event: e}
			if d := Decide(s, in); !d.Empty() {
				t.Errorf("%T of %s: %+v", e, l, d)
			}
		}
	}
}

// TestNoticesAreNumbered (Contract 1): what one input tells is told apart by its number, from 1 on.
func TestNoticesAreNumbered(t *testing.T) {
	s := modeSite(t)
	d := Decide(s, core.Input{ID: 3, At: s.At.Add(time.Hour), Origin: core.Origin{Kind: core.FromConsole}, Event: core.DoorModeAsked{Mode: core.ModeLockdown}})
	if len(d.Notices) != 2 {
		t.Fatalf("%d notices, want one for each of two doors", len(d.Notices))
	}
	for i, n := range d.Notices {
		if n.Seq != 3 || n.N != i+1 {
			t.Errorf("notice %d is %d.%d", i, n.Seq, n.N)
		}
	}
}

// TestHowLongAModeStands (OM-8): up to 31 days, and without a time until it is released; who names a door
// can wait for what its lock answers.
func TestHowLongAModeStands(t *testing.T) {
	s := modeSite(t)
	for long, may := range map[time.Duration]bool{0: true, 1: true, -1: false, 31 * 24 * time.Hour: true, 31*24*time.Hour + 1: false} {
		d := Decide(s, core.Input{ID: 3, At: s.At.Add(time.Hour), Event: core.DoorModeAsked{Door: "front", Mode: core.ModeLockdown, For: long}})
		if may != (d.Answer.Error == nil) {
			t.Errorf("%v: %v", long, d.Answer.Error)
		}
		if may == d.Answer.Command.IsZero() {
			t.Errorf("%v: the command to wait for is %v", long, d.Answer.Command)
		}
	}
	if d := Decide(s, core.Input{ID: 3, At: s.At.Add(time.Hour), Event: core.DoorModeAsked{Mode: core.ModeLockdown}}); !d.Answer.Command.IsZero() {
		t.Errorf("of many locks one command is answered: %v", d.Answer.Command)
	}
}

// modeSite has two doors whose locks are heard.
func modeSite(t *testing.T) *core.Site {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\ndoor back\ndoor front\n\n09:00:00 start\n09:00:01 report back locked closed 5m\n09:00:01 report front locked closed 5m\n")
	return st.s
}
