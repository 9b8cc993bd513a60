package ble

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"localiq/core"
)

// A call that did not reach the lock goes along another path, at once and the next time; what
// the lock itself says is final.
func TestFailedPathIsPassedOver(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		beacons(3, map[*ether]int8{a: -40, b: -80})
		a.refuses(fmt.Errorf("%w: kept away", ErrTimeout))
		if err := connect(t, s); err != nil || a.called() != 1 || b.called() != 1 {
			t.Errorf("%v", err)
		}
		if err := connect(t, s); err != nil || a.called() != 0 || b.called() != 1 {
			t.Errorf("%v: the same path again", err)
		}
		b.refuses(ErrNotFound)
		if err := connect(t, s); !errors.Is(err, ErrNotFound) || a.called() != 0 {
			t.Errorf("%v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b.refuses(ErrTimeout)
		if _, err := s.Connect(ctx, front, GATT{}); !errors.Is(err, ErrTimeout) || a.called() != 0 {
			t.Errorf("%v: went on without time", err)
		}
	})
}

func TestFullRadioIsPassedOver(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		a.room = 2
		beacons(3, map[*ether]int8{a: -40, b: -80})
		for range 3 {
			if err := connect(t, s); err != nil {
				t.Fatal(err)
			}
		}
		if a.called() != 2 || b.called() != 1 {
			t.Error("it was asked for more than it said it has")
		}
		a.links[0].Close()
		if err := connect(t, s); err != nil || a.called() != 1 {
			t.Errorf("%v: its free place is not used", err)
		}
		b.refuses(ErrFull) // it says so when it is asked
		if err := connect(t, s); !errors.Is(err, ErrFull) {
			t.Errorf("%v, want ErrFull", err)
		}
	})
}

// A radio that has learnt how few connections it can have does not take those of the others away.
func TestOneRadiosRoomIsNotThatOfAll(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		for _, c := range []struct{ a, b, all int }{{0, 0, 0}, {2, 0, 2 + UsualRoom}, {2, 7, 9}} {
			if a.room, b.room = c.a, c.b; s.Room() != c.all {
				t.Errorf("%d and %d: room for %d, want %d", c.a, c.b, s.Room(), c.all)
			}
		}
		if s.Tell(core.RadioFell{Adapter: "b"}); s.Room() != 2 {
			t.Errorf("without b room for %d", s.Room())
		}
	})
}
