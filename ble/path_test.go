package ble

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// [issue: the hub picks the best path per lock]
func TestBestPathCalls(t *testing.T) {
	air(t, func(t *testing.T) {
		s, far, near := listening(t), &ether{}, &ether{}
		s.Add("hci0", 0, far)
		s.Add("attic", 1, near)
		synctest.Wait()
		beacons(3, map[*ether]int8{far: -80, near: -50})
		if err := connect(t, s); err != nil || far.called() != 0 || near.called() != 1 || s.Via(front) != "attic" {
			t.Errorf("%v: hci0 %d, attic %d, via %q", err, far.calls, near.calls, s.Via(front))
		}
	})
}

func TestFewerLayersWinWhenSignalsAreEqual(t *testing.T) {
	air(t, func(t *testing.T) {
		s, deep, shallow := listening(t), &ether{}, &ether{}
		s.Add("a-deep", 3, deep)
		s.Add("shallow", 1, shallow)
		synctest.Wait()
		beacons(3, map[*ether]int8{deep: -58, shallow: -60})
		if s.Via(front) != "shallow" {
			t.Errorf("via %q", s.Via(front))
		}
	})
}

func TestWaveringSignalMovesNothing(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		beacons(12, map[*ether]int8{a: -60, b: -64})
		was := s.Via(front)
		for i := range 60 {
			beacons(1, map[*ether]int8{a: -60 - int8(i%2)*4, b: -64 + int8(i%2)*4})
			if now := s.Via(front); now != was {
				t.Fatalf("after %d s the path moved from %s to %s", i, was, now)
			}
		}
	})
}

// A clearly better path is taken, but not with each change of the weather.
func TestPathMovesAtMostOnceInTenSeconds(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		moves, was := 0, s.Via(front)
		for range 120 {
			for _, levels := range []map[*ether]int8{{a: -60, b: -40}, {a: -40, b: -60}} {
				beacons(1, levels)
				if now := s.Via(front); now != was {
					moves, was = moves+1, now
				}
			}
		}
		if moves > 24 {
			t.Errorf("%d moves in 240 s", moves)
		}
		beacons(12, map[*ether]int8{a: -80, b: -50})
		if s.Via(front) != "b" {
			t.Errorf("a clearly better path was not taken: via %q", s.Via(front))
		}
	})
}

// [issue: and moves when it fades]
func TestPathMovesWhenItFades(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		beacons(5, map[*ether]int8{a: -40, b: -80})
		beacons(int(fadeAfter/time.Second)-1, map[*ether]int8{b: -80})
		if s.Via(front) != "a" {
			t.Error("a path was given up for a few beacons missed")
		}
		beacons(3, map[*ether]int8{b: -80})
		if err := connect(t, s); err != nil || b.called() != 1 || s.Via(front) != "b" {
			t.Errorf("%v, via %q", err, s.Via(front))
		}
	})
}

// A radio that fell is no path, before its own word and after; nor is it one that hears nothing.
func TestPathMovesWhenItsRadioFalls(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		beacons(3, map[*ether]int8{a: -40, b: -80})
		a.refuses(ErrRadioDown) // nobody has told us yet
		if err := connect(t, s); err != nil || b.called() != 1 {
			t.Errorf("%v", err)
		}
		s.Tell(core.RadioFell{Adapter: "a"})
		if s.Via(front) != "b" || connect(t, s) != nil || b.called() != 1 {
			t.Errorf("via %q", s.Via(front))
		}
		b.refuses(ErrRadioDown)
		if err := connect(t, s); !errors.Is(err, ErrRadioDown) {
			t.Error(err)
		}
		s.Tell(core.RadioRose{Adapter: "a"})
		a.refuses(nil)
		beacons(12, map[*ether]int8{a: -40, b: -80})
		if a.called(); s.Via(front) != "a" || connect(t, s) != nil || a.called() != 1 {
			t.Errorf("it did not come back: via %q", s.Via(front))
		}
	})
}

// Passers-by change their addresses; we remember ours, and not more than we can hold.
func TestFloodOfAddressesIsForgotten(t *testing.T) {
	s, a, b := NewSeveral(), &ether{}, &ether{}
	s.Add("a", 1, a)
	s.Add("b", 1, b)
	far, near := s.member("a"), s.member("b")
	s.note(far, Advert{Addr: front, RSSI: -90})
	s.note(near, Advert{Addr: front, RSSI: -40})
	if err := connect(t, s); err != nil || b.called() != 1 {
		t.Fatal(err)
	}
	for i := range 10 * peersMost {
		s.note(far, Advert{Addr: Addr{MAC: [6]byte{9, byte(i), byte(i >> 8), byte(i >> 16)}}, RSSI: -30})
		if len(s.peers) > peersMost {
			t.Fatalf("%d are remembered", len(s.peers))
		}
	}
	if err := connect(t, s); err != nil || a.called() != 0 || b.called() != 1 || s.Via(front) != "b" {
		t.Errorf("%v: our own lock's path was forgotten for passers-by", err)
	}
	for i := range 2 * peersMost { // even those that we called
		_, _ = s.Connect(t.Context(), Addr{MAC: [6]byte{8, byte(i), byte(i >> 8)}}, GATT{})
		if len(s.peers) > peersMost {
			t.Fatalf("%d are remembered", len(s.peers))
		}
	}
}
