package ble

import (
	"cmp"
	"slices"
	"time"

	"localiq/core/order"
)

// How a path is chosen. Signals are smoothed over some advertisements; still they move, and
// with each move a lock's handles are looked up anew, so a path is kept until another is clearly
// better for a while, or it is no path any more. Time is Go's own: it compares radios and
// decides nothing about a door.
const (
	clearlyBetter = 6                // dB
	keepFor       = 10 * time.Second // between two moves for a better signal; from a path that fell there is no wait
	fadeAfter     = 15 * time.Second // not heard for so long, while others hear it
	layerCosts    = 3                // dB: what a repeater more has to be worth
	failureCosts  = 20               // dB, for failureFor after a call that did not reach the peer
	failureFor    = 30 * time.Second
	smooth        = 4 // advertisements

	// peersMost bounds what passers-by, who may change their address at will, can make us
	// remember. Whom we called of late is forgotten last.
	peersMost = 4096
	calledFor = time.Hour
)

// peer is a device as the posts hear it. Its address may be one of many: what is known ends
// with it.
type peer struct {
	heard  []hearing
	first  time.Time // of heard
	newest time.Time
	via    *post     // nil: nobody heard it
	since  time.Time // via is so
	called time.Time // zero: never
}

// hearing is how well a post hears a peer.
type hearing struct {
	post   *post
	level  float32 // dBm, smoothed
	at     time.Time
	failed time.Time // a call along this path did not reach the peer
}

// note is called for every advertisement.
func (s *Several) note(m *member, a Advert) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.links == nil {
		return
	}
	now, p := time.Now(), s.peer(a.Addr)
	if p.newest = now; p.first.IsZero() {
		p.first = now
	}
	h := p.hearing(m.post)
	if h == nil {
		p.heard = append(p.heard, hearing{post: m.post, level: float32(a.RSSI)})
		h = &p.heard[len(p.heard)-1]
	}
	if now.Sub(h.at) > fadeAfter {
		h.level = float32(a.RSSI)
	}
	h.level += (float32(a.RSSI) - h.level) / smooth
	h.at = now
	p.settle(now)
}

func (s *Several) peer(a Addr) *peer {
	p := s.peers[a]
	if p == nil {
		if len(s.peers) >= peersMost {
			s.forgetPassersBy()
		}
		p = &peer{}
		s.peers[a] = p
	}
	return p
}

func (s *Several) forgetPassersBy() {
	for a, p := range s.peers {
		if p.called.IsZero() || time.Since(p.called) > calledFor {
			delete(s.peers, a)
		}
	}
	if len(s.peers) > peersMost/2 {
		clear(s.peers)
	}
}

// failed makes the next call try another path, where there is one.
func (s *Several) failed(at *post, a Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.peers[a]; p != nil {
		if h := p.hearing(at); h != nil {
			h.failed = time.Now()
		}
	}
}

// Via names the radio that hears a peer best; "" where none did.
func (s *Several) Via(a Addr) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.peers[a]
	if p == nil {
		return ""
	}
	p.settle(time.Now())
	if p.via == nil {
		return ""
	}
	for _, m := range p.via.members {
		if m.scans() {
			return m.name
		}
	}
	return ""
}

// paths are the posts to try, in their order: the settled one, the others by how well they hear
// the peer, those that have lost it last. Where nobody ever heard it, all of them, the nearest
// first.
func (s *Several) paths(a Addr) (out []*post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, p := time.Now(), s.peer(a)
	p.called = now
	p.settle(now)
	if len(p.heard) == 0 {
		return slices.Clone(s.posts)
	}
	hs := slices.Clone(p.heard)
	order.By(hs, func(x, y hearing) int {
		switch {
		case x.post == p.via:
			return -1
		case y.post == p.via:
			return 1
		}
		return cmp.Compare(p.score(y, now), p.score(x, now))
	})
	for _, h := range hs {
		out = append(out, h.post)
	}
	return out
}

// settle moves via where it has to, or is worth it. Until every post has had the time to hear a
// new peer, it is simply the best.
func (p *peer) settle(now time.Time) {
	best := hearing{}
	for _, h := range p.heard {
		if p.usable(h, now) && (best.post == nil || p.score(h, now) > p.score(best, now)) {
			best = h
		}
	}
	kept := p.hearing(p.via)
	switch {
	case best.post == nil || best.post == p.via:
	case kept == nil || !p.usable(*kept, now), now.Sub(p.first) < keepFor,
		p.score(best, now) >= p.score(*kept, now)+clearlyBetter && now.Sub(p.since) >= keepFor:
		p.via, p.since = best.post, now
	}
}

// usable: its radio is up, it has not lost the peer, and the last call along it reached it.
func (p *peer) usable(h hearing, now time.Time) bool {
	return len(h.post.up()) > 0 && p.newest.Sub(h.at) <= fadeAfter && (h.failed.IsZero() || now.Sub(h.failed) > failureFor)
}

// score is in dB.
func (p *peer) score(h hearing, now time.Time) float32 {
	x := h.level - layerCosts*float32(h.post.layer)
	if !h.failed.IsZero() && now.Sub(h.failed) <= failureFor {
		x -= failureCosts
	}
	if p.newest.Sub(h.at) > fadeAfter {
		x -= 200 // behind every one that hears it
	}
	return x
}

// hearing is nil where that post never heard it.
func (p *peer) hearing(at *post) *hearing {
	for i := range p.heard {
		if p.heard[i].post == at {
			return &p.heard[i]
		}
	}
	return nil
}

func (p *peer) forget(at *post) {
	p.heard = slices.DeleteFunc(p.heard, func(h hearing) bool { return h.post == at })
	if p.via == at {
		p.via = nil
	}
}
