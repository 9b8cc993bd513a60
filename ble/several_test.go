package ble

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// ether is a radio that hears and answers what a test lets it.
type ether struct {
	mu    sync.Mutex
	sinks map[*func(Advert)]bool
	calls int
	err   error
	room  int
	links []*wire

	resets int
}

func (e *ether) Scan(ctx context.Context, sink func(Advert)) error {
	e.mu.Lock()
	if e.sinks == nil {
		e.sinks = map[*func(Advert)]bool{}
	}
	e.sinks[&sink] = true
	e.mu.Unlock()
	<-ctx.Done()
	e.mu.Lock()
	delete(e.sinks, &sink)
	e.mu.Unlock()
	return ctx.Err()
}

func (e *ether) hears(a Addr, rssi int8) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for sink := range e.sinks {
		(*sink)(Advert{Addr: a, RSSI: rssi})
	}
}

func (e *ether) scanning() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.sinks) > 0
}

func (e *ether) Connect(ctx context.Context, _ Addr, _ GATT) (Link, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls++
	if e.err != nil {
		return nil, e.err
	}
	l := &wire{done: make(chan struct{})}
	e.links = append(e.links, l)
	return l, nil
}

func (e *ether) Room() int    { return e.room }
func (e *ether) Reset(string) { e.resets++ }

func (e *ether) Gauge() core.RadioNow { return core.RadioNow{Address: "aa", Reports: 7} }

// called is how often since the last time.
func (e *ether) called() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.calls
	e.calls = 0
	return n
}

func (e *ether) refuses(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = err
}

// wire is a link on which nothing is said.
type wire struct {
	Link
	once sync.Once
	done chan struct{}
	pace []bool
}

func (w *wire) Done() <-chan struct{}                { return w.done }
func (w *wire) Close() error                         { w.once.Do(func() { close(w.done) }); return nil }
func (w *wire) Pace(_ context.Context, f bool) error { w.pace = append(w.pace, f); return nil }
func (w *wire) Err() error {
	select {
	case <-w.done:
		return errors.New("closed")
	default:
		return nil
	}
}

var front = Addr{MAC: [6]byte{1}}

// listening is Several with a Scan under way; it ends with the test.
func listening(t *testing.T) *Several {
	s := NewSeveral()
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- s.Scan(ctx, func(Advert) {}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	synctest.Wait()
	return s
}

// beacons lets a second pass, in which each radio hears the lock so well; 0: not at all.
func beacons(seconds int, levels map[*ether]int8) {
	for range seconds {
		for e, rssi := range levels {
			if rssi != 0 {
				e.hears(front, rssi)
			}
		}
		time.Sleep(time.Second)
	}
	synctest.Wait()
}

func connect(t *testing.T, s *Several) error {
	t.Helper()
	_, err := s.Connect(t.Context(), front, GATT{})
	return err
}

// air runs a story in which Go's own time is the test's.
func air(t *testing.T, story func(t *testing.T)) { t.Helper(); synctest.Test(t, story) }

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

func TestFewerLayersWhenEqual(t *testing.T) {
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

// A signal that wavers moves nothing; a clearly better one does, and not before its time.
func TestPathHasHysteresis(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
		beacons(12, map[*ether]int8{a: -60, b: -64})
		moves, was := 0, s.Via(front)
		for i := range 60 {
			beacons(1, map[*ether]int8{a: -60 - int8(i%2)*4, b: -64 + int8(i%2)*4})
			if now := s.Via(front); now != was {
				moves, was = moves+1, now
			}
		}
		if moves != 0 {
			t.Errorf("a signal that wavers moved the path %d times", moves)
		}
		for range 120 { // b is now better, now worse, by far: it moves, but not with each of them
			beacons(1, map[*ether]int8{a: -60, b: -40})
			beacons(1, map[*ether]int8{a: -40, b: -60})
			if now := s.Via(front); now != was {
				moves, was = moves+1, now
			}
		}
		if moves > 24 {
			t.Errorf("%d moves in 240 s: more than one in 10 s", moves)
		}
		beacons(12, map[*ether]int8{a: -80, b: -50})
		if s.Via(front) != "b" {
			t.Errorf("a clearly better path was not taken: via %q", s.Via(front))
		}
	})
}

// [issue: and moves when it fades]
func TestPathMovesWhenItFades(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
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
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
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

// A call that did not reach the lock goes along another path, at once and the next time; what
// the lock itself says is final.
func TestFailedPathIsPassedOver(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
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
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{room: 2}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
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
		if s.Room() != 2 {
			t.Errorf("room for %d", s.Room())
		}
	})
}

// [issue: one adapter or two (one scans, one connects)] [locks.md 4, row 6]
func TestTwoAdaptersShareTheWork(t *testing.T) {
	air(t, func(t *testing.T) {
		s, one, two := listening(t), &ether{room: 5}, &ether{room: 7}
		s.Add("hci0", 0, one)
		synctest.Wait()
		if !one.scanning() || connect(t, s) != nil || one.called() != 1 {
			t.Fatal("one alone does both")
		}
		s.Add("hci1", 0, two)
		synctest.Wait()
		beacons(2, map[*ether]int8{one: -50})
		if !one.scanning() || two.scanning() {
			t.Error("hci0 listens, hci1 does not")
		}
		if connect(t, s) != nil || one.called() != 0 || two.called() != 1 || s.Room() != 7 {
			t.Error("hci1 connects")
		}
		if rs := s.Radios(); len(rs) != 2 || rs[0].Role != "scans" || rs[1].Role != "connects" || rs[1].Links != 1 || rs[1].Address != "aa" || rs[1].Reports != 7 || s.Via(front) != "hci0" {
			t.Errorf("%+v", rs)
		}

		if s.Reset("deaf"); one.resets != 1 || two.resets != 0 {
			t.Error("who listens begins anew, and nobody else")
		}
		two.refuses(ErrRadioDown) // nobody told us yet: who listens has to do
		if connect(t, s) != nil || one.called() != 1 {
			t.Error("hci0 does not step in")
		}
		two.refuses(nil)
		s.Tell(core.RadioFell{Adapter: "hci0"})
		synctest.Wait()
		if one.scanning() || !two.scanning() {
			t.Error("hci1 takes over the listening")
		}
		if two.called(); connect(t, s) != nil || two.called() != 1 {
			t.Error("and goes on connecting")
		}
		s.Tell(core.RadioRose{Adapter: "hci0"})
		s.Tell(core.RadioFell{Adapter: "hci1"})
		synctest.Wait()
		if !one.scanning() || two.scanning() {
			t.Error("hci0 takes over")
		}
		if one.called(); connect(t, s) != nil || one.called() != 1 {
			t.Error("hci0 connects")
		}
	})
}

// A radio may come and go at any time; the links of one that went are over.
func TestRadioIsTakenAway(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
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

// A radio that cannot listen at all is one that fell: the other takes over.
func TestRadioThatCannotListen(t *testing.T) {
	air(t, func(t *testing.T) {
		s, two := listening(t), &ether{}
		s.Add("hci0", 0, mute{})
		s.Add("hci1", 0, two)
		synctest.Wait()
		if !two.scanning() {
			t.Error("nobody listens")
		}
	})
}

type mute struct{}

func (mute) Scan(context.Context, func(Advert)) error          { return errors.New("no ears") }
func (mute) Connect(context.Context, Addr, GATT) (Link, error) { return nil, ErrRadioDown }

// TestSeveralHearEverything: the sink gets what each of them heard.
func TestSeveralHearEverything(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := NewSeveral(), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		var mu sync.Mutex
		var got []int8
		ctx, cancel := context.WithCancel(t.Context())
		go s.Scan(ctx, func(x Advert) { mu.Lock(); got = append(got, x.RSSI); mu.Unlock() })
		synctest.Wait()
		a.hears(front, -40)
		b.hears(front, -50)
		cancel()
		synctest.Wait()
		a.hears(front, -60)
		slices.Sort(got)
		if !slices.Equal(got, []int8{-50, -40}) {
			t.Errorf("%d", got)
		}
	})
}

func TestAddr(t *testing.T) {
	for _, text := range []string{"aa:bb:cc:dd:ee:ff", "00:1b:dc:00:00:01/random"} {
		if a, err := ParseAddr(text); err != nil || a.String() != text {
			t.Errorf("%s: %s, %v", text, a, err)
		}
	}
	for _, bad := range []string{"", "aa:bb:cc:dd:ee", "aa:bb:cc:dd:ee:ff/public", "aabbccddeeff", "aa:bb:cc:dd:ee:fg", "aa:bb:cc:dd:ee:ff/"} {
		if a, err := ParseAddr(bad); err == nil {
			t.Errorf("%q is %s", bad, a)
		}
	}
}
