package ble

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// Connect goes along the best path; along the next best where that one is down, or full, or
// does not reach the peer while there is time left. What the peer itself says is final.
func (s *Several) Connect(ctx context.Context, a Addr, g GATT) (Link, error) {
	out := ErrRadioDown
	for _, p := range s.paths(a) {
		l, err := s.along(ctx, p, a, g)
		switch {
		case err == nil:
			return l, nil
		case errors.Is(err, ErrNotFound):
			return nil, err
		case errors.Is(out, ErrRadioDown): // the first reason that is the peer's own, or ErrFull, says most
			out = err
		}
		if errors.Is(err, ErrTimeout) || errors.Is(err, ErrLinkLost) {
			s.failed(p, a)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, out
}

// along has a post's radios try: those that connect, and who only listens where all of those
// are down, which nobody may have told us yet.
func (s *Several) along(ctx context.Context, p *post, a Addr, g GATT) (Link, error) {
	connect, listen := s.turns(p)
	l, err := s.first(ctx, connect, a, g)
	if errors.Is(err, ErrRadioDown) && len(listen) > 0 {
		l, err = s.first(ctx, listen, a, g)
	}
	return l, err
}

// first goes on to the next radio where one is down or full.
func (s *Several) first(ctx context.Context, ms []*member, a Addr, g GATT) (Link, error) {
	out := ErrRadioDown
	for _, m := range ms {
		err := ErrFull
		if !s.full(m) {
			var l Link
			if l, err = m.radio.Connect(ctx, a, g); err == nil {
				return s.hold(m, l)
			}
		}
		switch {
		case errors.Is(err, ErrFull), errors.Is(err, ErrRadioDown) && !errors.Is(out, ErrFull):
			out = err
		case !errors.Is(err, ErrRadioDown):
			return nil, err
		}
	}
	return nil, out
}

func (s *Several) turns(p *post) (connect, listen []*member) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range p.members {
		if m.connects() {
			connect = append(connect, m)
		} else {
			listen = append(listen, m)
		}
	}
	return connect, listen
}

// full believes a radio that says how many connections it can have.
func (s *Several) full(m *member) bool {
	r, ok := m.radio.(Roomy)
	if !ok {
		return false
	}
	room := r.Room() // takes its own locks: not under ours
	s.mu.Lock()
	defer s.mu.Unlock()
	return room > 0 && m.standing() >= room
}

// Dials is the sum over the radios that connect.
func (s *Several) Dials() (n int) {
	for _, m := range s.all() {
		s.mu.Lock()
		connects := !m.down && m.connects()
		s.mu.Unlock()
		if !connects {
			continue
		}
		if r, ok := m.radio.(Dialer); ok {
			n += r.Dials()
		} else {
			n++
		}
	}
	return max(n, 1)
}

// UsualRoom is how many connections every adapter can hold: taken of one that does not know yet.
const UsualRoom = 5

// Room is the sum over the radios that connect; 0: none of them knows. One that has learnt how
// little it can have says nothing of the others.
func (s *Several) Room() (n int) {
	known := false
	for _, m := range s.all() {
		s.mu.Lock()
		connects := m.connects()
		s.mu.Unlock()
		if !connects {
			continue
		}
		room := 0
		if r, ok := m.radio.(Roomy); ok {
			room = r.Room()
		}
		if room > 0 {
			known = true
		} else {
			room = UsualRoom
		}
		n += room
	}
	if !known {
		return 0
	}
	return n
}

// held is a link as Several hands it out, so that it can be taken back with its radio.
type held struct {
	Link
	taken atomic.Bool
}

func (s *Several) hold(m *member, l Link) (Link, error) {
	h := &held{Link: l}
	s.mu.Lock()
	gone := m.links == nil
	if !gone {
		m.links[h] = struct{}{}
	}
	s.mu.Unlock()
	if gone {
		_ = l.Close()
		return nil, fmt.Errorf("%w: it was taken away", ErrRadioDown)
	}
	return h, nil
}

func (h *held) takeAway() {
	h.taken.Store(true)
	_ = h.Link.Close()
}

// Err is ErrLinkLost for a link that was taken away: whatever was on its way may have arrived.
func (h *held) Err() error {
	err := h.Link.Err()
	if err != nil && h.taken.Load() {
		return fmt.Errorf("%w: its radio was taken away", ErrLinkLost)
	}
	return err
}

// Pace implements Pacer; a link that cannot be paced stays as it is.
func (h *held) Pace(ctx context.Context, fast bool) error {
	if p, ok := h.Link.(Pacer); ok {
		return p.Pace(ctx, fast)
	}
	return nil
}

// standing forgets the links that are over.
func (m *member) standing() int {
	for l := range m.links {
		select {
		case <-l.Done():
			delete(m.links, l)
		default:
		}
	}
	return len(m.links)
}
