package ble

import (
	"context"
	"errors"
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

func (e *ether) Room() int { return e.room }

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

func (w *wire) Done() <-chan struct{} { return w.done }

func (w *wire) Close() error { w.once.Do(func() { close(w.done) }); return nil }

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

// twoPosts runs a story with two repeaters, a and b, equally far by layers.
func twoPosts(t *testing.T, story func(t *testing.T, s *Several, a, b *ether)) {
	t.Helper()
	air(t, func(t *testing.T) {
		s, a, b := listening(t), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		synctest.Wait()
		story(t, s, a, b)
	})
}
