package ble

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// twoAdapters runs a story with two adapters of this box.
func twoAdapters(t *testing.T, story func(t *testing.T, s *Several, one, two *ether)) {
	t.Helper()
	air(t, func(t *testing.T) {
		s, one, two := listening(t), &ether{room: 5}, &ether{room: 7}
		s.Add("hci0", 0, one)
		s.Add("hci1", 0, two)
		synctest.Wait()
		story(t, s, one, two)
	})
}

// does checks who listens, and who makes the next call; idle is who does not.
func does(t *testing.T, s *Several, listens, calls, idle *ether) {
	t.Helper()
	synctest.Wait()
	for _, e := range []*ether{calls, idle} {
		if e.scanning() != (e == listens) {
			t.Errorf("the wrong one listens")
		}
		e.called()
	}
	if err := connect(t, s); err != nil || calls.called() != 1 || idle.called() != 0 {
		t.Errorf("the wrong one connects (%v)", err)
	}
}

// [issue: one adapter or two (one scans, one connects)] [locks.md 4, row 6]
func TestTwoAdaptersShareTheWork(t *testing.T) {
	twoAdapters(t, func(t *testing.T, s *Several, one, two *ether) {
		does(t, s, one, two, one)
		beacons(2, map[*ether]int8{one: -50})
		rs := s.Radios()
		if len(rs) != 2 || rs[0].Role != "scans" || rs[1].Role != "connects" || rs[1].Links != 1 || rs[1].Address != "aa" || rs[1].Reports != 7 {
			t.Errorf("%+v", rs)
		}
		if s.Via(front) != "hci0" || s.Room() != 7 {
			t.Errorf("via %q, room for %d", s.Via(front), s.Room())
		}
		if s.Reset("deaf"); one.resets != 1 || two.resets != 0 {
			t.Error("who listens begins anew, and nobody else")
		}
	})
}

func TestAdapterStepsInForTheOther(t *testing.T) {
	twoAdapters(t, func(t *testing.T, s *Several, one, two *ether) {
		two.refuses(ErrRadioDown) // nobody told us yet: who listens has to do
		if connect(t, s) != nil || one.called() != 1 {
			t.Error("hci0 does not step in")
		}
		two.refuses(nil)
		s.Tell(core.RadioFell{Adapter: "hci0"})
		does(t, s, two, two, one)
		s.Tell(core.RadioRose{Adapter: "hci0"})
		s.Tell(core.RadioFell{Adapter: "hci1"})
		does(t, s, one, one, two)
		s.Remove("hci1")
		does(t, s, one, one, two)
	})
}

// A radio may come and go at any time; the links of one that went are over.
func TestRadioIsTakenAway(t *testing.T) {
	twoPosts(t, func(t *testing.T, s *Several, a, b *ether) {
		beacons(3, map[*ether]int8{a: -40, b: -80})
		l, err := s.Connect(t.Context(), front, GATT{})
		if err != nil || l.Err() != nil || l.(Pacer).Pace(t.Context(), true) != nil || len(a.links[0].pace) != 1 {
			t.Fatal(err, "or it was not paced")
		}
		s.Remove("a")
		synctest.Wait()
		select {
		case <-l.Done():
		default:
			t.Fatal("its link stands")
		}
		if !errors.Is(l.Err(), ErrLinkLost) || a.scanning() || s.Via(front) == "a" {
			t.Errorf("%v, scans %v, via %s", l.Err(), a.scanning(), s.Via(front))
		}
		if a.called(); connect(t, s) != nil || a.called() != 0 || b.called() != 1 {
			t.Error("it is called all the same")
		}
		s.Remove("a") // twice is once
		s.Remove("b")
		if err := connect(t, s); !errors.Is(err, ErrRadioDown) {
			t.Error(err)
		}
	})
}

// A radio that goes while it connects hands out no link that nobody could take back.
func TestRadioIsTakenAwayMeanwhile(t *testing.T) {
	s := NewSeveral()
	a := &ether{}
	s.Add("a", 1, &leaving{ether: a, leave: func() { s.Remove("a") }})
	if err := connect(t, s); !errors.Is(err, ErrRadioDown) {
		t.Error(err)
	}
	if <-a.links[0].Done(); s.Radios() != nil {
		t.Error("it is still there")
	}
}

type leaving struct {
	*ether
	leave func()
}

func (l *leaving) Connect(ctx context.Context, a Addr, g GATT) (Link, error) {
	defer l.leave()
	return l.ether.Connect(ctx, a, g)
}
