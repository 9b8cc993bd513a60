package driver_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core"
)

// What happened while nobody listened is told afterwards, each thing once, in order, with its own
// time, known to a second; also where the lock's clock is hours off [lock.offline].
func TestNukiLogAfterTwoHours(t *testing.T) {
	for _, wrong := range []int{0, 2} {
		inNukis(t, func(s *site) {
			d := s.tendedNuki(softnuki.Config{})
			if wrong != 0 {
				d.Fault(softnuki.WrongClock, wrong)
			}
			d.rest()
			s.air.Remove(d.addr)
			var at []int64
			for i := range 60 { // more than three answers hold
				s.quiet(2*time.Minute + time.Duration(i)*time.Millisecond*17)
				d.hands([]string{"open", "close"}[i%2])
				at = append(at, s.clock.Now().Wall)
			}
			s.air.Add(d.addr, d.Lock, -60)
			s.quiet(time.Minute)
			ins := d.entries()
			if len(ins) != len(at) {
				t.Fatalf("%d entries of %d", len(ins), len(at))
			}
			for i, in := range ins {
				_, opened := in.Event.(core.DoorOpened)
				off := time.Duration(in.Happened.Wall - at[i]).Abs()
				if opened != (i%2 == 0) || off > in.Claim.Within || in.Claim.Within != time.Second || !in.Late && i < len(at)-1 {
					t.Errorf("entry %d: %v off, %+v", i, off, in)
				}
			}
			d.inOrder()
		})
	}
}

// The log arrives whole, once, and in order, whatever happens to links, hub and lock.
func TestNukiLogWithoutLossOrDoubles(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { stormyLog(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func stormyLog(t *testing.T, dice *rand.Rand) {
	c := &cutting{}
	s, end := newSite(t, withNuki(setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }}))
	defer end()
	d := s.tendedNuki(softnuki.Config{})
	done := 0
	for range 60 {
		switch dice.IntN(6) {
		case 0:
			c.arm(1 + dice.IntN(80))
		case 1:
			s.end()
			s.end = s.start()
			d.tend(d.cursor())
		case 2:
			d.tend(d.cursor()) // the hub is told again from where it is
		case 3:
			d.Fault(softnuki.LostIndication, 1+dice.IntN(3))
		case 4:
			d.Close()
			d.start() // a power cut
		}
		for range 1 + dice.IntN(30) {
			d.hands([]string{"open", "close"}[done%2])
			done++
		}
		s.quiet(time.Duration(dice.IntN(20)) * time.Second)
	}
	c.arm(0)
	d.Fault(softnuki.LostIndication, -1)
	s.quiet(2 * time.Hour)
	d.inOrder()
	if n := len(d.entries()); n != done {
		t.Errorf("%d entries of %d", n, done)
	}
	if n := count[core.JournalLost](d); n != 0 {
		t.Errorf("%d times something is said to be lost", n)
	}
}

// cursor is how far the hub is.
func (d *nukiDoor) cursor() (c core.Cursor) {
	for _, in := range d.site.seen {
		if in.Origin.Who == string(d.core.ID) {
			if b, begun := in.Event.(core.JournalBegun); begun {
				c = core.Cursor{Journal: b.Journal, Index: b.After}
			} else if in.Claim.Index != 0 {
				c.Index = in.Claim.Index
			}
		}
	}
	return c
}

// What the lock wrote before it was ours is not told, and is no loss. What it has overwritten since
// is one, and is told as one.
func TestNukiLogFromBeforeAndOverwritten(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.pairedNuki(softnuki.Config{Log: 30})
		for range 20 {
			d.hands("open", "close")
		}
		d.begin(core.Cursor{})
		d.rest()
		if n := len(d.entries()); n != 0 {
			t.Errorf("%d entries from before", n)
		}
		if b := last[core.JournalBegun](d); b.After != 40 {
			t.Errorf("%+v", b)
		}
		s.air.Remove(d.addr)
		for range 25 {
			d.hands("open", "close")
		}
		s.air.Add(d.addr, d.Lock, -60)
		s.quiet(time.Minute)
		if l := last[core.JournalLost](d); l.From != 41 || l.To != 60 || count[core.JournalLost](d) != 1 {
			t.Errorf("%+v", l)
		}
		if ins := d.entries(); len(ins) != 31 || ins[1].Claim.Index != 61 || ins[30].Claim.Index != 90 {
			t.Errorf("%d entries: %s", len(ins), s.story())
		}
	})
}

// A log that is off is turned on: without it nobody could tell what happened while we were away.
func TestNukiLogIsTurnedOn(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{NoLog: true})
		d.rest()
		d.hands("open")
		next[core.DoorOpened](d)
	})
}

// Without an admin PIN there is no log: the states alone tell. What became of an opening can then
// be unknown, and it is asked for no more than a few times.
func TestNukiWithoutAdminCode(t *testing.T) {
	c := &cutting{}
	inNukiSetup(t, setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }}, func(s *site) {
		cfg, w := watched(softnuki.Config{})
		d := s.nuki(cfg)
		d.hands("pairing on")
		d.pair("nuki " + d.ID().String())
		d.hands("pairing off")
		if !d.core.Lacks.Has(core.LackAdmin) {
			t.Errorf("it lacks %v", d.core.Lacks)
		}
		d.begin(core.Cursor{})
		d.rest()
		d.hands("open")
		if r, _ := next[core.LockReported](d); r.Contact != core.ContactOpen {
			t.Errorf("%+v", r)
		}
		d.rest()
		if len(d.entries())+count[core.TableReported](d)+count[core.AdminRefused](d) != 0 {
			t.Error(s.story())
		}
		c.arm(12) // frames: within the action
		d.certain(unlock)
		if n := w.times("unlatched"); n > 1 {
			t.Errorf("the latch was pulled %d times", n)
		}
	})
}

// After a restart nobody remembers an action but the log: its entry has the action's tag, and
// nobody's name.
func TestNukiOutcomeAfterARestart(t *testing.T) {
	inNukis(t, func(s *site) {
		cfg, w := watched(softnuki.Config{})
		d := s.tendedNuki(cfg)
		d.rest()
		done := d.do(unlock, 10*time.Second)
		d.answered(done)
		d.rest()
		for range 25 { // more than two answers ago
			d.hands("open", "close")
		}
		s.end()
		s.end = s.start()
		d.tend(d.cursor())
		never := core.CommandID{Run: 7, Seq: 999}
		for id, want := range map[core.CommandID]core.Result{done: core.ResultDone, never: core.ResultNeverSeen} {
			d.do(core.AskResult{Of: id}, 0)
			if a := d.answered(id); a.Result != want {
				t.Errorf("%v: %+v", id, a)
			}
		}
		if w.times("unlatched") != 1 {
			t.Error("asking has opened it")
		}
	})
}

// A code that is refused is told, and five within five minutes once more, by the lock's own clock.
func TestNukiRefusedCodes(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		for i := range 7 {
			d.hands("code 999999")
			s.quiet(time.Duration(20+i) * time.Second)
		}
		if n := count[core.KeyRefusedAway](d); n != 7 {
			t.Errorf("%d refusals of 7", n)
		}
		if n, e := count[core.EntryLimited](d), last[core.EntryLimited](d); n != 1 || e.Kind != core.KeyPIN {
			t.Errorf("limited %d times: %+v", n, e)
		}
		if r := last[core.KeyRefusedAway](d); r.Kind != core.KeyPIN || !r.Digest.IsZero() || r.Key != "" {
			t.Errorf("%+v", r)
		}
		for range 4 { // too few in five minutes
			s.quiet(3 * time.Minute)
			d.hands("code 999998")
		}
		s.quiet(time.Minute)
		if n := count[core.EntryLimited](d); n != 1 {
			t.Errorf("limited %d times", n)
		}
		if strings.Contains(s.story(), "99999") {
			t.Error("what was typed is told")
		}
	})
}

// Who moved the bolt, as far as the log tells.
func TestNukiBoltMovedByOthers(t *testing.T) {
	for hands, want := range map[string]core.BoltTurned{
		"manual unlock": {To: core.BoltUnlocked, By: core.ByHandle}, "press": {To: core.BoltUnlocked, By: core.ByHandle},
		"arrow": {To: core.BoltLocked, By: core.ByKey},
	} {
		inNukis(t, func(s *site) {
			d := s.tendedNuki(softnuki.Config{})
			d.rest()
			d.hands(hands)
			want.Lock = d.core.ID
			if e, _ := next[core.BoltTurned](d); e != want {
				t.Errorf("%s: %+v", hands, e)
			}
		})
	}
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		d.hands("tamper")
		next[core.Tampered](d)
	})
}

// A stack that lies (values twice, out of order, with a bit gone) costs links, and never an event that
// was none.
func TestNukiInBadWeather(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		s.air.SetWeather(virtual.Weather{Loss: 0.1, Twice: 0.01, Swap: 0.01, Corrupt: 0.01, Stillborn: 0.1})
		for i := range 200 {
			d.hands([]string{"open", "close"}[i%2])
			s.quiet(time.Duration(i%40) * time.Second)
		}
		s.air.SetWeather(virtual.Weather{})
		s.quiet(time.Hour)
		d.inOrder()
		ins := d.entries()
		for i, in := range ins {
			if _, opened := in.Event.(core.DoorOpened); opened != (i%2 == 0) {
				t.Errorf("entry %d: %+v", i, in)
			}
		}
		if len(ins) != 200 || count[core.JournalLost](d)+count[core.JournalBegun](d) != 1 {
			t.Errorf("%d entries of 200, %d links", len(ins), d.links())
		}
		t.Logf("%d links", d.links())
	})
}
