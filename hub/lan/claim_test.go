package lan

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"
)

// rival is a host that has the plain name of a service, and defends it.
func rival(s Service) *dns.Msg {
	m := new(dns.Msg)
	m.Response = true
	m.Answer = []dns.RR{&dns.SRV{Hdr: head(claim{service: s, n: 1}.instance(), dns.TypeSRV), Port: 80, Target: "other.local."}}
	return m
}

// [mdns] A name that somebody has is left to them: the box is never told under it, and takes the next.
func TestTakenNameGetsANumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
		other.onAnswer = func(m *dns.Msg) []*dns.Msg {
			if !m.Response && strings.Contains(m.Question[0].Name, "4F2A91.") && len(m.Ns) > 0 {
				return []*dns.Msg{rival(h.service)}
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		h.lives(ctx)
		h.want("750ms hello Local IQ 4F2A91 (2) 10.0.0.1", "10s goodbye Local IQ 4F2A91 (2) 10.0.0.1")
	})
}

// [mdns] Who takes a name that we have makes us ask again; who then says nothing did not have it.
func TestDisputedNameIsAskedForAgain(t *testing.T) {
	for _, insists := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newStreet()
			h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
			over := false
			other.onAnswer = func(m *dns.Msg) []*dns.Msg {
				if over && insists && len(m.Ns) > 0 && strings.Contains(m.Question[0].Name, "4F2A91.") {
					return []*dns.Msg{rival(h.service)}
				}
				return nil
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			time.AfterFunc(5*time.Second, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				over = true
				s.carry(other, rival(h.service))
			})
			h.lives(ctx)
			again := "Local IQ 4F2A91 10.0.0.1"
			if insists {
				again = "Local IQ 4F2A91 (2) 10.0.0.1"
			}
			h.want("750ms hello Local IQ 4F2A91 10.0.0.1", "5s goodbye Local IQ 4F2A91 10.0.0.1", "5.75s hello "+again, "10s goodbye "+again)
		})
	}
}

// Somebody who disputes every name, for ever, does not have the box shout for ever.
func TestEndlessDisputeIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
		other.onAnswer = func(m *dns.Msg) []*dns.Msg {
			if len(m.Ns) == 0 {
				return nil
			}
			r := rival(h.service)
			r.Answer[0].Header().Name = m.Question[0].Name
			return []*dns.Msg{r}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		h.lives(ctx)
		if len(h.notes) > 0 || len(h.said) < 60 || len(h.said) > 160 {
			t.Errorf("%q; probed %d times", h.notes, len(h.said))
		}
	})
}

// [mdns] Two boxes whose names are the same, be it the id of a copied card: whichever comes first
// and however close they come, each has a name of its own in the end, in all that is told.
func TestSameNameAtTheSameTime(t *testing.T) {
	for _, after := range []time.Duration{0, 10 * time.Millisecond, 250 * time.Millisecond, 700 * time.Millisecond, 3 * time.Second} {
		for _, swap := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				s := newStreet()
				a, b := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "4f2a91c0", "10.0.0.2")
				if swap {
					a, b = b, a
				}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				var wg sync.WaitGroup
				wg.Go(func() { a.lives(ctx) })
				wg.Go(func() { rest(ctx, after); b.lives(ctx) })
				rest(ctx, 15*time.Second)
				s.mu.Lock()
				names := []int{a.telling.n, b.telling.n}
				s.mu.Unlock()
				slices.Sort(names)
				if !slices.Equal(names, []int{1, 2}) {
					t.Errorf("%v later, %v: %q, %q", after, swap, a.notes, b.notes)
				}
				wg.Wait()
			})
		}
	}
}

// [mdns] While it has a name a box answers what its responder does not: who probes for the name,
// and who asks for the host.
func TestNameIsDefended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		go h.lives(ctx)
		rest(ctx, 2*time.Second)
		ask := func(name string, kind uint16, ns ...dns.RR) []string {
			m := new(dns.Msg)
			m.Question, m.Ns = []dns.Question{{Name: name, Qtype: kind, Qclass: dns.ClassINET}}, ns
			s.mu.Lock()
			h.said = nil
			s.carry(other, m)
			s.mu.Unlock()
			rest(ctx, time.Second)
			var kinds []string
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, m := range h.said {
				for _, rr := range m.Answer {
					kinds = append(kinds, dns.TypeToString[rr.Header().Rrtype])
				}
			}
			return kinds
		}
		all := []string{"SRV", "TXT", "A"}
		if got := ask("LOCALIQ-4f2a91c0.local.", dns.TypeA); !slices.Equal(got, all) {
			t.Errorf("the host: %q", got)
		}
		if got := ask(claim{service: h.service, n: 1}.instance(), dns.TypeANY, rival(h.service).Answer...); !slices.Equal(got, all) {
			t.Errorf("a probe: %q", got)
		}
		if got := ask("vm.local.", dns.TypeA); len(got) > 0 {
			t.Errorf("another host: %q", got)
		}
		h.want("750ms hello Local IQ 4F2A91 10.0.0.1")
	})
}

// Who asks again and again, or buries us again and again, does not have us shout.
func TestAnswersHaveAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		go h.lives(ctx)
		rest(ctx, 2*time.Second)
		ask, bye := new(dns.Msg), new(dns.Msg)
		ask.Question = []dns.Question{{Name: "localiq-4f2a91c0.local.", Qtype: dns.TypeA, Qclass: dns.ClassINET}}
		bye.Response = true
		bye.Answer = []dns.RR{&dns.PTR{Hdr: head(Type+"."+domain, dns.TypePTR), Ptr: claim{service: h.service, n: 1}.instance()}}
		bye.Answer[0].Header().Ttl = 0
		s.mu.Lock()
		h.said = nil
		s.mu.Unlock()
		for range 100 { // for a second
			s.mu.Lock()
			s.carry(other, ask)
			s.carry(other, bye)
			s.mu.Unlock()
			rest(ctx, 10*time.Millisecond)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if n := len(h.said); n < 3 || n > 5 {
			t.Errorf("said %d things", n)
		}
	})
}

// [RFC 6762, 10.1] Another box of our kind leaves, and takes the type of the service with it: we
// say at once that there is one left.
func TestLeftBehindIsToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		h, other := s.house(t, "4f2a91c0", "10.0.0.1"), s.house(t, "", "10.0.0.2")
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		go h.lives(ctx)
		rest(ctx, 2*time.Second)
		bye := new(dns.Msg)
		bye.Response = true
		bye.Answer = []dns.RR{&dns.PTR{Hdr: head("_services._dns-sd._udp.local.", dns.TypePTR), Ptr: Type + "." + domain}}
		bye.Answer[0].Header().Ttl = 0
		s.mu.Lock()
		h.said = nil
		s.carry(other, bye)
		s.mu.Unlock()
		synctest.Wait()
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(h.said) != 1 || len(h.said[0].Question) != 2 {
			t.Errorf("%v", h.said)
		}
	})
}
