package radio

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/core"
)

// A peer over which the radio falls again and again is kept away with growing pauses, and an event
// names it; another one is served all along.
func TestPeerThatKillsTheRadioIsKeptAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for falls, pause := range []time.Duration{0, blamePause, 4 * blamePause, 16 * blamePause} {
			b.rose()
			dev, proc := <-b.devs, <-b.procs
			b.connect(lockB).Close()
			dev.set(func() { dev.dial = func(ctx context.Context) error { proc.Kill(); <-ctx.Done(); return ctx.Err() } })
			if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) {
				t.Fatalf("connect: %v", err)
			}
			b.fell()
			if pause == 0 {
				continue
			}
			if e := b.blamed(); e != (core.RadioBlamed{Adapter: "hci0", Address: lockA.String(), Falls: falls + 1, For: pause}) {
				t.Errorf("%+v", e)
			}
			if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) && !errors.Is(err, ble.ErrTimeout) {
				t.Errorf("dialled again at once: %v", err)
			}
			time.Sleep(pause) // on the bubble's clock
		}
		b.rose()
		b.connect(lockA)
	})
}

// A peer that kills the radio while nothing at all is under way has a link, and is found by that:
// later, because so have others.
func TestIdleLinkIsSuspect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for range 4 {
			b.rose()
			b.connect(lockA)
			(<-b.procs).Kill()
			b.fell()
		}
		if e := b.blamed(); e.Address != lockA.String() || e.Falls != 4 || e.For != blamePause {
			t.Errorf("%+v", e)
		}
	})
}

// What is no peer's doing is put on none: a passer-by, a hand on the dongle, somebody's word.
func TestNobodyIsBlamedForAPasserByOrAHand(t *testing.T) {
	for name, fall := range map[string]func(b *bench, dev *fakeDevice, proc *fakeProcess){
		"passer-by": func(b *bench, _ *fakeDevice, proc *fakeProcess) { proc.Kill() },
		"unplugged": func(b *bench, dev *fakeDevice, _ *fakeProcess) {
			b.connect(lockA)
			dev.fall(&OpenError{Why: "unplugged"})
		},
		"reset": func(b *bench, _ *fakeDevice, _ *fakeProcess) { b.connect(lockA); b.Reset("the driver hears nothing") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				defer b.stop()
				for range 4 {
					b.rose()
					fall(b, <-b.devs, <-b.procs)
					b.fell()
				}
				b.rose()
				b.connect(lockA)
			})
		})
	}
}

// Of several under suspicion the guilty one is found: nobody waits for a time because of others, the one
// who was suspected before is taken for it, and whoever does its work is acquitted.
func TestSuspectsAreSeparated(t *testing.T) {
	b, now := blame{}, time.Unix(0, 0)
	all := []ble.Addr{lockA, lockB, lockC}
	for range 9 {
		if vs := b.accuse(all, wasAmong, now); vs != nil {
			t.Errorf("nobody knows which it was: %v", vs)
		}
	}
	b.acquit(lockB)
	b.clear(lockC)
	if b.falls(lockA, now) != 9 || b.falls(lockB, now)+b.falls(lockC, now) != 0 {
		t.Errorf("%v", b)
	}
	if vs := b.accuse(all, wasAmong, now); len(vs) != 1 || vs[0] != (verdict{lockA, 10, blamePause}) {
		t.Errorf("one was suspected before: %v", vs)
	}
	if b.falls(lockB, now)+b.falls(lockC, now) != 0 {
		t.Error("who was with it is suspected too")
	}
	for range 7 {
		if vs := b.accuse([]ble.Addr{lockA}, wasAlone, now); vs[0].pause > blameMax {
			t.Errorf("%v", vs)
		}
	}
	if left := b.left(lockA, now); left != blameMax {
		t.Errorf("alone, and kept away for %s", left)
	}
	b.acquit(lockA)
	if vs := b.accuse([]ble.Addr{lockA}, wasAlone, now); vs[0].falls != 5 {
		t.Errorf("it did its work once, and is accused of %d falls", vs[0].falls)
	}
	if vs := b.accuse([]ble.Addr{lockA}, wasAlone, now.Add(blameFor+1)); vs != nil {
		t.Errorf("after an hour: %v", vs)
	}
	for range 5 {
		if vs := b.accuse([]ble.Addr{lockB, lockC}, wasFar, now); vs != nil {
			t.Errorf("the network may have broken: %v", vs)
		}
	}
}

// Those under suspicion are called one at a time, whom the radio fell over least first; others do not
// wait. A turn ends with the call, with the link, and by itself.
func TestSuspectsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSupervisor("hci0", nil, nil)
		now := time.Now()
		s.blame.accuse([]ble.Addr{lockA, lockB, lockC}, wasAmong, now)
		s.blame.accuse([]ble.Addr{lockA, lockB}, wasAmong, now)
		s.blame.clear(lockC)
		s.blame.accuse([]ble.Addr{lockC}, wasAlone, now)
		ctx := t.Context()
		first, _ := s.await(ctx, lockA)
		if free, err := s.await(ctx, ble.Addr{MAC: [6]byte{9}}); free != nil || err != nil || time.Since(now) != 0 {
			t.Errorf("who is under no suspicion waited %s: %v", time.Since(now), err)
		}
		order := make(chan ble.Addr, 3)
		for _, a := range []ble.Addr{lockB, lockC} {
			go func() {
				s.await(ctx, a) // and never leaves
				order <- a
			}()
			synctest.Wait()
		}
		short, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		if _, err := s.await(short, lockA); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("it was not its turn: %v", err)
		}
		first.leave()
		first.leave()
		if a := <-order; a != lockC || time.Since(now) != time.Millisecond {
			t.Errorf("%s was next, after %s", a, time.Since(now))
		}
		if a := <-order; a != lockB || time.Since(now) != time.Millisecond+turnMost {
			t.Errorf("%s was last, after %s", a, time.Since(now))
		}
	})
}

// A hang is noticed late: whoever had something under way just before is suspected too, so that
// nobody else is taken for the only one.
func TestHangIsBlamedOnWhoCameBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for range 2 {
			b.rose()
			dev := <-b.devs
			innocent := b.connect(lockB)
			b.connect(lockA).Close()
			hung := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
			q := <-dev.dialed
			dev.set(func() { dev.probe, q.write = hung, hung })
			innocent.Write(t.Context(), 0, []byte{1})
			b.fell()
		}
		b.rose()
		if now := time.Now(); b.blame.falls(lockA, now) != 2 || b.blame.falls(lockB, now) != 2 {
			t.Errorf("%v", b.blame)
		}
		l := b.connect(lockB)
		if err := l.Write(t.Context(), 0, []byte{1}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(turnStands)
		synctest.Wait()
		if left := b.blame.falls(lockB, time.Now()); len(b.blame) != 1 || left != 0 {
			t.Errorf("it did its work, and %d are still accused", len(b.blame))
		}
	})
}

// Whom the radio only looked for when it fell has done nothing, where another was being talked to.
func TestWhoWasOnlyLookedForIsNoSuspect(t *testing.T) {
	l := newLife(nil, nil)
	l.asked[1] = &ask{peer: lockA, wants: wantsLink}
	l.asked[2] = &ask{peer: lockB, wants: wantsLink}
	if peers, why := l.suspects(true, time.Now()); len(peers) != 2 || why != wasAmong {
		t.Errorf("nobody was found yet: %v, %d", peers, why)
	}
	if err := l.found(2); err != nil {
		t.Fatal(err)
	}
	if peers, why := l.suspects(true, time.Now()); len(peers) != 1 || peers[0] != lockB || why != wasAlone {
		t.Errorf("one of two was found: %v, %d", peers, why)
	}
}

// A hang is dated by the last thing that the stack brought: who came a second later only waits.
func TestWhoCameAfterTheHangIsNoSuspect(t *testing.T) {
	hung := time.Now()
	l := newLife(nil, nil)
	l.lived = hung
	l.asked[1] = &ask{peer: lockA, began: hung.Add(-time.Second)}
	l.asked[2] = &ask{peer: lockB, began: hung.Add(time.Second)}
	l.recent[ble.Addr{MAC: [6]byte{3}}] = hung.Add(-time.Second) // it was done in time
	if peers, why := l.suspects(false, hung.Add(2*time.Second)); len(peers) != 1 || peers[0] != lockA || why != wasAlone {
		t.Errorf("suspects %v, %d", peers, why)
	}
	if peers, _ := l.suspects(false, hung.Add(recently+time.Second)); len(peers) != 2 {
		t.Errorf("nothing was heard for long, and so nobody knows when it hung: %v", peers)
	}
}
