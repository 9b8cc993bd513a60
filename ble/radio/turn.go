package radio

import (
	"context"
	"slices"
	"sync"
	"time"

	"localiq/ble"
)

const (
	turnMost   = 1500 * time.Millisecond // a turn, however far it has come
	turnStands = 700 * time.Millisecond  // a link that does its work for so long, and the radio with it, has proven itself
)

// turns are those of the peers under suspicion: one of them at a time is called, so that the next fall is
// over one of them alone. Whom the radio fell over least comes first. Under the supervisor's mu.
type turns struct {
	taken bool
	waits []*turn
}

type turn struct {
	falls int
	given chan struct{}
	over  sync.Once
	pass  func() // to the next
}

// leave gives the turn on; more than once does nothing, and who needed none has none.
func (t *turn) leave() {
	if t != nil {
		t.over.Do(t.pass)
	}
}

// next gives the turn, if it is free, to who is to have it.
func (ts *turns) next() {
	if ts.taken || len(ts.waits) == 0 {
		return
	}
	first := slices.MinFunc(ts.waits, func(a, b *turn) int { return a.falls - b.falls })
	ts.forget(first)
	ts.taken = true
	close(first.given)
}

func (ts *turns) forget(t *turn) {
	ts.waits = slices.DeleteFunc(ts.waits, func(x *turn) bool { return x == t })
}

// await waits for a's turn; nil: it needs none.
func (s *Supervisor) await(ctx context.Context, a ble.Addr) (*turn, error) {
	s.mu.Lock()
	falls := s.blame.falls(a, time.Now())
	if falls == 0 {
		s.mu.Unlock()
		return nil, nil
	}
	t := &turn{falls: falls, given: make(chan struct{}), pass: s.passTurn}
	s.turns.waits = append(s.turns.waits, t)
	s.turns.next()
	s.mu.Unlock()
	select {
	case <-t.given:
		time.AfterFunc(turnMost, t.leave)
		return t, nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	waited := slices.Contains(s.turns.waits, t)
	s.turns.forget(t)
	s.mu.Unlock()
	if !waited {
		t.leave() // it was given at the same time
	}
	return nil, timedOut(ctx.Err())
}

func (s *Supervisor) passTurn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns.taken = false
	s.turns.next()
}

// prove watches a suspect's link for the rest of its turn.
func (s *Supervisor) prove(k *link, t *turn) {
	defer t.leave()
	select {
	case <-time.After(turnStands):
		if k.worked.Load() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.blame.clear(k.peer)
		}
	case <-k.ended:
	}
}
