package lan

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

var silent = slog.New(slog.DiscardHandler)

// street is a network without a network: houses on one link, each of which hears what is said on
// it, its own words too.
type street struct {
	mu     sync.Mutex
	start  time.Time
	houses []*house
}

// house is a box on the street, with an announcer in it or none.
type house struct {
	t        *testing.T
	street   *street
	service  Service
	addr     func(after time.Duration) string // "": it has none then
	mute     bool                             // its responder answers nothing
	notes    []string                         // what is announced when
	said     []*dns.Msg                       // by itself, past its responder
	open     *door
	telling  *claim // what its responder answers with
	onAnswer func(*dns.Msg) []*dns.Msg
}

// door is the ether of a house while it has one open.
type door struct {
	h     *house
	heard chan heard
}

func newStreet() *street { return &street{start: time.Now()} }

func (s *street) house(t *testing.T, id, addr string) *house {
	h := &house{t: t, street: s, service: Service{ID: id, Version: "0.1"}, addr: func(time.Duration) string { return addr }}
	s.houses = append(s.houses, h)
	return h
}

func (h *house) look() []link {
	a, err := netip.ParseAddr(h.addr(time.Since(h.street.start)))
	if err != nil {
		return nil
	}
	return []link{{net.Interface{Index: 1, Name: "eth0"}, []netip.Addr{a}, []netip.Addr{a}}}
}

func (h *house) note(what string) {
	h.notes = append(h.notes, fmt.Sprintf("%v %s", time.Since(h.street.start).Round(10*time.Millisecond), what))
}

// lives announces the house until ctx ends.
func (h *house) lives(ctx context.Context) {
	(&announcer{log: silent, what: h.is, look: h.look, open: h.opens, register: h.register}).run(ctx)
}

func (h *house) is() Service { h.street.mu.Lock(); defer h.street.mu.Unlock(); return h.service }

func (h *house) becomes(s Service) { h.street.mu.Lock(); defer h.street.mu.Unlock(); h.service = s }

func (h *house) opens([]link) (ether, error) {
	h.street.mu.Lock()
	defer h.street.mu.Unlock()
	h.open = &door{h, make(chan heard, 256)}
	return h.open, nil
}

func (h *house) register(c claim) (func(), error) {
	h.street.mu.Lock()
	defer h.street.mu.Unlock()
	what := c.service.Instance(c.n) + " " + c.links[0].addrs[0].String()
	h.note("hello " + what)
	h.telling = &c
	return func() {
		h.street.mu.Lock()
		defer h.street.mu.Unlock()
		h.note("goodbye " + what)
		h.telling = nil
	}, nil
}

func (d *door) Heard() <-chan heard { return d.heard }

func (d *door) Close() {
	d.h.street.mu.Lock()
	defer d.h.street.mu.Unlock()
	if d.h.open == d {
		d.h.open = nil
	}
}

func (d *door) Say(m *dns.Msg, index int) error {
	s := d.h.street
	s.mu.Lock()
	defer s.mu.Unlock()
	d.h.said = append(d.h.said, m)
	s.carry(d.h, m)
	return nil
}

// carry takes a message to every house, as bytes, and its answers too.
func (s *street) carry(by *house, m *dns.Msg) {
	links := by.look()
	b, err := m.Pack()
	if err != nil {
		by.t.Errorf("%v: %v", err, m)
	}
	for _, h := range s.houses {
		got := new(dns.Msg)
		if err := got.Unpack(b); err != nil || len(links) == 0 {
			continue
		}
		if h.open != nil {
			h.open.heard <- heard{got, 1, links[0].addrs[0]}
		}
		for _, a := range h.answers(got) {
			s.carry(h, a)
		}
	}
}

// answers are the responder's, which leaves probes and the host's name alone.
func (h *house) answers(m *dns.Msg) (out []*dns.Msg) {
	if h.onAnswer != nil {
		return h.onAnswer(m)
	}
	if h.telling == nil || h.mute || m.Response || len(m.Ns) > 0 || m.Question[0].Qtype != dns.TypePTR {
		return nil
	}
	return []*dns.Msg{browsed(*h.telling)}
}

// browsed is what a responder tells who browses.
func browsed(c claim) *dns.Msg {
	m := c.answer(1)
	m.Answer, m.Extra = []dns.RR{&dns.PTR{Hdr: head(Type+"."+domain, dns.TypePTR), Ptr: c.instance()}}, m.Answer
	return m
}

func (h *house) want(notes ...string) {
	h.t.Helper()
	if !slices.Equal(h.notes, notes) {
		h.t.Errorf("%q", h.notes)
	}
}
