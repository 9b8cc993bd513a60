package ble

import (
	"context"
	"sync"
)

// ear is one Scan of Several, and the scans that it is made of.
type ear struct {
	ctx  context.Context
	sink func(Advert)
	on   map[*member]context.CancelFunc // guarded by Several.mu
	wg   sync.WaitGroup
}

// Scan listens with every radio whose turn it is, as they come and go, until ctx ends. sink may
// be called by some of them at once, and for one advertisement as often as it was heard.
func (s *Several) Scan(ctx context.Context, sink func(Advert)) error {
	e := &ear{ctx: ctx, sink: sink, on: map[*member]context.CancelFunc{}}
	s.mu.Lock()
	s.ears[e] = struct{}{}
	s.tune()
	s.mu.Unlock()
	<-ctx.Done()
	s.mu.Lock()
	delete(s.ears, e)
	for _, stop := range e.on {
		stop()
	}
	s.mu.Unlock()
	e.wg.Wait()
	return ctx.Err()
}

// tune has every ear listen with whom it should: after every change of the radios.
func (s *Several) tune() {
	for e := range s.ears {
		for m, stop := range e.on {
			if !m.scans() || m.links == nil {
				stop()
				delete(e.on, m)
			}
		}
		for _, m := range s.allLocked() {
			if m.scans() && e.on[m] == nil {
				s.start(e, m)
			}
		}
	}
}

func (s *Several) start(e *ear, m *member) {
	ctx, stop := context.WithCancel(e.ctx)
	e.on[m] = stop
	e.wg.Go(func() {
		_ = m.radio.Scan(ctx, func(a Advert) {
			s.note(m, a)
			e.sink(a)
		})
		if ctx.Err() == nil { // it cannot listen, and nobody told it to stop
			s.deaf(m)
		}
	})
}

// deaf is a fall that the radio told in no other way.
func (s *Several) deaf(m *member) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.down = true
	s.tune()
}
