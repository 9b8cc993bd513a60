package driver

import (
	"slices"
	"sync"
	"time"
)

// need says why a lock should be connected, the least first. Its order is the order of service.
type need uint8

const (
	needNone    need = iota
	needStay         // the door stands open: stay while nobody else wants the connection
	needLook         // read its state
	needJournal      // fetch, or acknowledge
	needAsk          // what became of a command
	needOpen
	needAnswer // somebody stands at the door
	needLock
)

// A claim that waits gains one step of need each time patience has passed, so that nobody waits
// for ever behind a busy door.
const patience = 5 * time.Second

// slots lends the radio's connections: to the greatest need, and among equals to who waited
// longest. It has no clock; whoever calls says what time it is.
type slots struct {
	mu      sync.Mutex
	free    int
	waiting []*claim // in order of arrival
	holding []*claim
}

// claim is one lock's wish for a connection, or its hold on one.
type claim struct {
	need    need
	since   time.Duration // Up, when it was asked for
	granted chan struct{} // closed by slots when it is ours
	yield   chan struct{} // somebody needs it more; one pending token
}

func newSlots(n int) *slots { return &slots{free: n} }

// ask queues for a connection. Every claim ends with drop, granted or not.
func (s *slots) ask(n need, now time.Duration) *claim {
	c := &claim{need: n, since: now, granted: make(chan struct{}), yield: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, c)
	s.settle(now)
	return c
}

// update says what a claim is for by now. A waiting one calls it from time to time: that is
// also what lets its patience count.
func (s *slots) update(c *claim, n need, now time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.need = n
	s.settle(now)
}

func (s *slots) drop(c *claim, now time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.holding, c); i >= 0 {
		s.holding = slices.Delete(s.holding, i, i+1)
		s.free++
	} else if i := slices.Index(s.waiting, c); i >= 0 {
		s.waiting = slices.Delete(s.waiting, i, i+1)
	}
	s.settle(now)
}

// settle grants what is free, then asks the least needy holder to give way to who still waits.
func (s *slots) settle(now time.Duration) {
	for s.free > 0 && len(s.waiting) > 0 {
		c := s.first(now)
		s.waiting = slices.DeleteFunc(s.waiting, func(o *claim) bool { return o == c })
		s.holding = append(s.holding, c)
		s.free--
		close(c.granted)
	}
	if len(s.waiting) == 0 || len(s.holding) == 0 {
		return
	}
	least := slices.MinFunc(s.holding, func(a, b *claim) int { return int(a.need) - int(b.need) })
	if least.need < s.first(now).weight(now) {
		select {
		case least.yield <- struct{}{}:
		default:
		}
	}
}

func (s *slots) first(now time.Duration) *claim {
	best := s.waiting[0]
	for _, c := range s.waiting[1:] {
		if c.weight(now) > best.weight(now) {
			best = c
		}
	}
	return best
}

// weight is a claim's need, raised by its waiting.
func (c *claim) weight(now time.Duration) need {
	return min(c.need+need(min((now-c.since)/patience, time.Duration(needLock))), needLock)
}
