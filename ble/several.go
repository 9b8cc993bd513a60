package ble

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Several makes one radio of some. Each listens; a lock is called by the one that heard it best
// of late, and by another where that one is down. An adapter is a failure domain: with two, one
// may die without a door noticing.
type Several struct {
	radios []Radio

	mu    sync.Mutex
	heard map[Addr][]hearing // one for each radio
}

// hearing is how well a radio heard a device, and when in the order of all that was heard.
type hearing struct {
	rssi int8
	at   uint64
}

// NewSeveral joins radios; with one of them it only passes on.
func NewSeveral(radios ...Radio) *Several {
	return &Several{radios: radios, heard: map[Addr][]hearing{}}
}

// heardMost bounds what passers-by can make us remember.
const heardMost = 4096

// Scan listens with all of them. It ends with ctx, or when one of them cannot listen at all.
func (s *Several) Scan(ctx context.Context, sink func(Advert)) error {
	g, ctx := errgroup.WithContext(ctx)
	for i, r := range s.radios {
		g.Go(func() error {
			return r.Scan(ctx, func(a Advert) {
				s.note(i, a)
				sink(a)
			})
		})
	}
	return g.Wait()
}

func (s *Several) note(radio int, a Advert) {
	s.mu.Lock()
	defer s.mu.Unlock()
	hs := s.heard[a.Addr]
	if hs == nil {
		if len(s.heard) >= heardMost {
			clear(s.heard)
		}
		hs = make([]hearing, len(s.radios))
		s.heard[a.Addr] = hs
	}
	now := uint64(0)
	for _, h := range hs {
		now = max(now, h.at)
	}
	hs[radio] = hearing{a.RSSI, now + 1}
}

// Connect tries the radios in their order for that address while they are down; any other error
// is the peer's, and another radio would not mend it.
func (s *Several) Connect(ctx context.Context, a Addr, g GATT) (Link, error) {
	err := ErrRadioDown
	for _, i := range s.order(a) {
		var l Link
		if l, err = s.radios[i].Connect(ctx, a, g); err == nil || !errors.Is(err, ErrRadioDown) {
			return l, err
		}
	}
	return nil, err
}

// order is best heard first. Whoever has missed many of the last advertisements comes last: it
// may be deaf.
func (s *Several) order(a Addr) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	hs := s.heard[a]
	out := make([]int, 0, len(s.radios))
	for i := range s.radios {
		j := len(out)
		for j > 0 && better(hs, i, out[j-1]) {
			j--
		}
		out = append(out[:j], append([]int{i}, out[j:]...)...)
	}
	return out
}

const missedMany = 20

func better(hs []hearing, i, j int) bool {
	if hs == nil {
		return false
	}
	newest := uint64(0)
	for _, h := range hs {
		newest = max(newest, h.at)
	}
	deaf := func(k int) bool { return hs[k].at == 0 || newest-hs[k].at > missedMany }
	if deaf(i) != deaf(j) {
		return deaf(j)
	}
	return hs[i].rssi > hs[j].rssi
}
