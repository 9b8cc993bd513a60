package driver_test

import (
	"testing"
	"time"

	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// The first session tells what the lock is: bolt, door, battery, firmware, and what it lacks.
func TestNukiTellsItsState(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.pairedNuki(softnuki.Config{NoKeypad: true})
		d.hands("battery 42", "open")
		d.tend(core.Cursor{})
		s.quiet(time.Minute)
		r := last[core.LockReported](d)
		want := core.LockReported{Lock: d.core.ID, Bolt: core.BoltLocked, BoltAge: -1, Contact: core.ContactOpen, ContactAge: -1, Battery: 42, Firmware: r.Firmware}
		if r != want || r.Firmware == "" {
			t.Errorf("%+v", r)
		}
		if l := last[core.LockLearnt](d); l.Lacks != d.core.Lacks|core.LackKeypad {
			t.Errorf("it lacks %v", l.Lacks)
		}
		if n := count[core.LockLearnt](d); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

// Old firmware tells less, and nothing is read into what it does not tell. A lock that has told of
// its door and does not any more is in doubt, not without a sensor.
func TestNukiShortStates(t *testing.T) {
	for size, want := range map[int]core.Contact{13: core.ContactAbsent, 15: core.ContactAbsent, 19: core.ContactOpen} {
		inNukis(t, func(s *site) {
			d := s.pairedNuki(softnuki.Config{})
			d.Fault(softnuki.ShortState, size)
			d.hands("open")
			d.tend(core.Cursor{})
			s.quiet(time.Minute)
			if r := last[core.LockReported](d); r.Bolt != core.BoltLocked || r.Contact != want {
				t.Errorf("%d bytes: %+v", size, r)
			}
		})
	}
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		d.Fault(softnuki.ShortState, 15)
		d.do(core.Look{}, 0)
		d.rest()
		if r := last[core.LockReported](d); r.Contact != core.ContactUnknown {
			t.Errorf("%+v", r)
		}
	})
}

// Whatever happens to what a lock says, what is told is what it said, or nothing: a lost indication
// costs the link, a CRC of 0 nothing, and an error in plaintext is a hint.
func TestNukiFaultsOnTheWay(t *testing.T) {
	for _, f := range []softnuki.Fault{softnuki.LostIndication, softnuki.ZeroCRC, softnuki.PlaintextError, softnuki.BadNonce} {
		inNukis(t, func(s *site) {
			d := s.tendedNuki(softnuki.Config{})
			d.rest()
			d.hands("open")
			d.Fault(f, 2)
			start := time.Now()
			next[core.DoorOpened](d)
			if took := time.Since(start); took > 15*time.Second {
				t.Errorf("%s: after %v", f, took)
			}
			if count[core.LockRefuses](d)+count[core.JournalLost](d) != 0 {
				t.Errorf("%s: %s", f, s.story())
			}
		})
	}
}

// Errors in plaintext never drop a pairing; that the lock does not understand us is told only after
// some sessions in a row in which it did not.
func TestPlaintextErrorIsAHint(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		d.Fault(softnuki.PlaintextError, 2)
		d.do(core.Look{}, 0)
		next[core.LockReported](d)
		if n := count[core.LockRefuses](d); n != 0 {
			t.Error("told after two")
		}
		d.hands("reset")
		s.quiet(2 * time.Hour)
		if n := count[core.LockRefuses](d); n != 1 {
			t.Errorf("a lock that was reset: told %d times", n)
		}
	})
}

// A change is a debt until it is read; without one the lock is left alone but for the poll.
func TestNukiBitIsADebt(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		before := d.links()
		d.Fault(softnuki.LostIndication, 2)
		start := time.Now()
		d.hands("open")
		if _, in := next[core.DoorOpened](d); time.Since(start) > 10*time.Second || in.Late {
			t.Errorf("after %v: %+v", time.Since(start), in)
		}
		if n := d.links() - before; n < 2 {
			t.Errorf("%d links: nothing was lost", n)
		}
		s.quiet(20 * time.Minute)
		if n := d.links() - before; n > 6 {
			t.Errorf("%d links for one change", n)
		}
	})
}

// A lock that never shows the bit is read every half hour.
func TestNukiIsPolled(t *testing.T) {
	for _, c := range []softnuki.Config{{Generation: nuki.Fifth}, {}} {
		inNukis(t, func(s *site) {
			d := s.tendedNuki(c)
			d.Fault(softnuki.NoBit, 0)
			d.rest()
			start := time.Now()
			d.hands("manual unlock")
			in := d.patiently(func(in core.Input) bool { _, is := in.Event.(core.BoltTurned); return is })
			took := time.Since(start)
			if took < 20*time.Minute || took > 31*time.Minute || !in.Late || in.Happened.Wall-start.UnixNano() > int64(time.Second) {
				t.Errorf("after %v: %+v", took, in)
			}
		})
	}
}

// At rest a lock has at most 60 connections in a day, also one that cannot stop saying that something
// has changed.
func TestNukiAtRestForADay(t *testing.T) {
	for _, f := range []softnuki.Fault{"", softnuki.StuckBit, softnuki.NoBit} {
		inNukis(t, func(s *site) {
			d := s.tendedNuki(softnuki.Config{})
			d.rest()
			if f != "" {
				d.Fault(f, 0)
			}
			before := d.links()
			s.quiet(24 * time.Hour)
			n := d.links() - before
			t.Logf("%q: %d links in a day", f, n)
			if n > 60 || n < 40 {
				t.Errorf("%q: %d links in a day", f, n)
			}
		})
	}
}

// patiently reads for an hour.
func (d *nukiDoor) patiently(ok func(core.Input) bool) core.Input {
	d.site.t.Helper()
	for {
		in, some := d.site.readWithin(time.Hour)
		switch {
		case !some:
			d.site.t.Fatalf("nothing came; so far:\n%s", d.site.story())
		case ok(in):
			return in
		}
	}
}

// last is the newest event of a type of that door.
func last[E core.Event](p place) (e E) {
	d := p.at()
	for _, in := range d.site.seen {
		if is, ok := in.Event.(E); ok && in.Origin.Who == string(d.core.ID) {
			e = is
		}
	}
	return e
}
