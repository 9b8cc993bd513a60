package ble

import (
	"cmp"
	"slices"
	"sync"

	"localiq/core"
)

// Several makes one radio of some, which may come and go. Each peer is called along the path
// that hears it best (path.go, call.go). The adapters of this box are one path and share its
// work: while two of them live, one listens and the others connect, since many a controller does
// badly at both at once [locks.md 4, row 6]; when either side falls, the other does both. A
// repeater always does both.
//
// Whoever adds a radio runs it, and hands what it reports to Tell.
type Several struct {
	mu    sync.Mutex
	home  *post
	posts []*post // home first, then by layer, then by name
	peers map[Addr]*peer
	ears  map[*ear]struct{}
}

// post is a place in the building whose radios hear about the same: this box, or a repeater.
type post struct {
	layer   int // how many repeaters in a row this is; 0: this box
	members []*member
}

// member is a radio. All but its name and the radio itself is guarded by Several.mu.
type member struct {
	name  string
	radio Radio
	post  *post
	down  bool
	links map[*held]struct{} // some of which may be over; nil: it was removed
}

// NewSeveral has no radio yet: until one is added, Scan hears nothing and Connect fails with
// ErrRadioDown.
func NewSeveral() *Several {
	home := &post{}
	return &Several{home: home, posts: []*post{home}, peers: map[Addr]*peer{}, ears: map[*ear]struct{}{}}
}

// Add joins r: layer 0 is an adapter of this box, n is the nth repeater in a row. A radio that
// had the name is removed first. r counts as up until Tell says otherwise.
func (s *Several) Add(name string, layer int, r Radio) {
	s.Remove(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.home
	if layer > 0 {
		p = &post{layer: layer}
		s.posts = append(s.posts, p)
	}
	p.members = append(p.members, &member{name: name, radio: r, post: p, links: map[*held]struct{}{}})
	slices.SortStableFunc(s.posts[1:], func(a, b *post) int {
		return cmp.Or(a.layer-b.layer, cmp.Compare(a.members[0].name, b.members[0].name))
	})
	s.tune()
}

// Remove takes a radio away. Its links end with ErrLinkLost, and what it heard is forgotten.
func (s *Several) Remove(name string) {
	s.mu.Lock()
	m := s.member(name)
	if m == nil {
		s.mu.Unlock()
		return
	}
	links := m.links
	m.links = nil
	m.post.members = slices.DeleteFunc(m.post.members, func(x *member) bool { return x == m })
	if m.post != s.home {
		s.posts = slices.DeleteFunc(s.posts, func(x *post) bool { return x == m.post })
		for _, p := range s.peers {
			p.forget(m.post)
		}
	}
	s.tune()
	s.mu.Unlock()
	for l := range links {
		l.takeAway()
	}
}

// Tell takes core.RadioFell and core.RadioRose of the radios here; any other event is nothing
// to it.
func (s *Several) Tell(e core.Event) {
	switch e := e.(type) {
	case core.RadioFell:
		s.setDown(e.Adapter, true)
	case core.RadioRose:
		s.setDown(e.Adapter, false)
	}
}

func (s *Several) setDown(name string, down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.member(name); m != nil {
		m.down = down
		s.tune()
	}
}

// Reset implements Resetter: whoever listens begins anew.
func (s *Several) Reset(why string) {
	for _, m := range s.all() {
		s.mu.Lock()
		scans := m.scans()
		s.mu.Unlock()
		if r, ok := m.radio.(Resetter); ok && scans {
			r.Reset(why)
		}
	}
}

// Radios is what each of them does now, for people.
func (s *Several) Radios() (out []core.RadioNow) {
	for _, m := range s.all() {
		var now core.RadioNow
		if g, ok := m.radio.(Gauge); ok {
			now = g.Gauge()
		}
		s.mu.Lock()
		now.Adapter, now.Role, now.Links = m.name, m.role(), m.standing()
		s.mu.Unlock()
		out = append(out, now)
	}
	return out
}

// member is nil where there is none.
func (s *Several) member(name string) *member {
	for _, m := range s.allLocked() {
		if m.name == name {
			return m
		}
	}
	return nil
}

func (s *Several) all() []*member {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allLocked()
}

func (s *Several) allLocked() (out []*member) {
	for _, p := range s.posts {
		out = append(out, p.members...)
	}
	return out
}

// scans and connects are the division of labour at a post.
func (m *member) scans() bool {
	up := m.post.up()
	return len(up) > 0 && up[0] == m
}

func (m *member) connects() bool {
	up := m.post.up()
	return len(up) == 1 && up[0] == m || len(up) > 1 && slices.Contains(up[1:], m)
}

func (p *post) up() (ms []*member) {
	for _, m := range p.members {
		if !m.down {
			ms = append(ms, m)
		}
	}
	return ms
}

func (m *member) role() string {
	switch scans, connects := m.scans(), m.connects(); {
	case scans && connects:
		return "scans and connects"
	case scans:
		return "scans"
	case connects:
		return "connects"
	}
	return ""
}

var (
	_ Radio      = (*Several)(nil)
	_ Roomy      = (*Several)(nil)
	_ Dialer     = (*Several)(nil)
	_ Resetter   = (*Several)(nil)
	_ Pathfinder = (*Several)(nil)
)
