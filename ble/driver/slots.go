package driver

import (
	"slices"
	"sync"
	"time"

	"localiq/core"
)

const (
	// defaultLinks is what every adapter can hold.
	defaultLinks = 5
	// A claim that waits gains one step of need each time patience has passed, so that nobody
	// waits for ever behind a busy door; and what it gained it keeps for as long once it has its
	// connection, so that it comes to something. Above who stands at a door only one may be so
	// at a time: the other connections are theirs.
	patience = 5 * time.Second
	// regrow: a radio that was full may have room again. It is tried with one more.
	regrow = time.Hour
)

// slots lends the radio's connections: to the greatest need, and among equals to who waited
// longest. How many there are is the radio's word, the owner's limit, and what was learnt where
// the radio refused. It has no clock; whoever calls says what time it is.
type slots struct {
	limit int        // the owner's; 0: what the radio says, else defaultLinks
	room  func() int // the radio's; 0: it does not know
	dials func() int // calls that the radio can make at a time: more would wait there, in the order of asking

	mu       sync.Mutex
	learnt   int           // the radio was full with so many; 0: it never was
	learntAt time.Duration // Up, when learnt became so
	waiting  []*claim      // in order of arrival
	holding  []*claim
}

// claim is one lock's wish for a connection, or its hold on one.
type claim struct {
	need    need
	since   time.Duration // Up, when it was first asked for
	gained  need          // by waiting, when it was granted
	until   time.Duration // Up, how long that counts; 0: the connection is not made yet
	stands  bool
	granted chan struct{} // closed by slots when it is ours
	yield   chan struct{} // somebody needs it more; one pending token
}

func newSlots(limit int, room, dials func() int) *slots {
	return &slots{limit: limit, room: room, dials: dials}
}

// ask queues for a connection that has been wanted since then. Every claim ends with drop,
// granted or not.
func (s *slots) ask(n need, since, now time.Duration) *claim {
	c := &claim{need: n, since: since, granted: make(chan struct{}), yield: make(chan struct{}, 1)}
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
	is := func(o *claim) bool { return o == c }
	s.holding, s.waiting = slices.DeleteFunc(s.holding, is), slices.DeleteFunc(s.waiting, is)
	s.settle(now)
}

// made says that the connection stands. The radio has room for as many as do, and after a while
// perhaps for one more.
func (s *slots) made(c *claim, now time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.stands, c.until = true, now+patience
	if s.learnt != 0 && now-s.learntAt >= regrow {
		s.learnt, s.learntAt = s.learnt+1, now
	}
	if s.learnt != 0 {
		s.learnt = max(s.learnt, s.standing())
	}
	s.settle(now)
}

// full says that the radio had no connection free for one: there are as many as stand, or are
// being made.
func (s *slots) full(now time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learnt, s.learntAt = max(len(s.holding)-1, 1), now
}

// count is for people.
func (s *slots) count() core.Air {
	s.mu.Lock()
	defer s.mu.Unlock()
	return core.Air{Links: s.standing(), Slots: s.size(), Waits: len(s.waiting)}
}

// calling is how many are granted, and not made yet.
func (s *slots) calling() int { return len(s.holding) - s.standing() }

func (s *slots) standing() (n int) {
	for _, c := range s.holding {
		if c.stands {
			n++
		}
	}
	return n
}

// size is how many there may be now.
func (s *slots) size() int {
	n, room := s.limit, s.room()
	switch {
	case n == 0 && room > 0:
		n = room
	case n == 0:
		n = defaultLinks
	case room > 0:
		n = min(n, room)
	}
	if s.learnt != 0 {
		n = min(n, s.learnt)
	}
	return n
}

// settle grants what is free, then asks the least needy holder to give way to who still waits. Where
// only a call is in the way, it is the least needy call.
func (s *slots) settle(now time.Duration) {
	for len(s.holding) < s.size() && s.calling() < s.dials() && len(s.waiting) > 0 {
		c := s.first(now)
		s.waiting = slices.DeleteFunc(s.waiting, func(o *claim) bool { return o == c })
		c.gained = s.weight(c, now)
		s.holding = append(s.holding, c)
		close(c.granted)
	}
	inTheWay := s.holding
	if len(s.holding) < s.size() {
		inTheWay = slices.DeleteFunc(slices.Clone(s.holding), func(c *claim) bool { return c.stands })
	}
	if len(s.waiting) == 0 || len(inTheWay) == 0 {
		return
	}
	least := slices.MinFunc(inTheWay, func(a, b *claim) int { return int(a.level(now)) - int(b.level(now)) })
	if least.level(now) < s.weight(s.first(now), now) {
		select {
		case least.yield <- struct{}{}:
		default:
		}
	}
}

func (s *slots) first(now time.Duration) *claim {
	best := s.waiting[0]
	for _, c := range s.waiting[1:] {
		if b, w := s.weight(best, now), s.weight(c, now); w > b || w == b && c.since < best.since {
			best = c
		}
	}
	return best
}

// weight is a waiting claim's need, raised by its waiting.
func (s *slots) weight(c *claim, now time.Duration) need {
	w := min(c.need+need(min((now-c.since)/patience, time.Duration(needLock))), needLock)
	if w >= needAnswer && w > c.need && slices.ContainsFunc(s.holding, func(o *claim) bool { return o.favoured(now) }) {
		w = max(c.need, needAnswer-1)
	}
	return w
}

// level is what a holder's connection is worth.
func (c *claim) level(now time.Duration) need {
	if c.need > needStay && (c.until == 0 || now < c.until) {
		return max(c.need, c.gained)
	}
	return c.need
}

// favoured is true for a holder that goes before people at doors because it has waited for long.
func (c *claim) favoured(now time.Duration) bool {
	l := c.level(now)
	return l >= needAnswer && l > c.need
}
