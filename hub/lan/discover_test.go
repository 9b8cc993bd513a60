package lan

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"
)

// [mdns] All boxes are found, each once, whether they were there or come, and what changes of one is told.
func TestDiscoverFindsSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStreet()
		here := s.house(t, "", "10.0.0.99")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		for i, h := range []*house{s.house(t, "aaaaaa00", "10.0.0.1"), s.house(t, "bbbbbb00", "10.0.0.2"), s.house(t, "bbbbbb00", "fe80::3")} {
			go func() { rest(ctx, time.Duration(4*i)*time.Second); h.lives(ctx) }()
		}
		time.AfterFunc(15*time.Second, func() { s.houses[1].becomes(Service{ID: "aaaaaa00", Version: "0.2", Released: true}) })
		rest(ctx, 2*time.Second)
		e, _ := here.opens(nil)
		var got []string
		discover(ctx, e, []link{{Interface: net.Interface{Index: 1, Name: "eth7"}}}, func(b Box) {
			got = append(got, fmt.Sprint(b.Name, " ", b.ID, " ", b.Version, " ", b.Addrs, ":", b.Port, " ", b.Released))
		})
		want := []string{"Local IQ AAAAAA aaaaaa00 0.1 [10.0.0.1]:8443 false", "Local IQ BBBBBB bbbbbb00 0.1 [10.0.0.2]:8443 false",
			"Local IQ BBBBBB (2) bbbbbb00 0.1 [fe80::3%eth7]:8443 false", "Local IQ AAAAAA aaaaaa00 0.2 [10.0.0.1]:8443 true"}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

// A responder that tells one thing at a time is asked for the rest.
func TestDiscoverAsksForTheRest(t *testing.T) {
	c := claim{Service{ID: "4f2a91c0", Version: "0.1"}, 1, []link{{Interface: net.Interface{Index: 1}, addrs: []netip.Addr{netip.MustParseAddr("10.0.0.1")}}}}
	all := browsed(c)
	asked := func(s *census) (out []string) {
		for _, q := range s.questions().Question {
			out = append(out, strings.ToLower(q.Name)+" "+dns.TypeToString[q.Qtype])
		}
		return out
	}
	s, name, host := newCensus(), strings.ToLower(c.instance()), c.host()
	browse := "_localiq._tcp.local. PTR"
	for i, want := range [][]string{{browse}, {browse, name + " SRV", name + " TXT"}, {browse, name + " SRV", name + " TXT"}, {browse, host + " A", host + " AAAA"}, {browse}} {
		if got := asked(s); !slices.Equal(got, want) {
			t.Errorf("after %d: %q", i, got)
		}
		if (len(s.known()) == 1) != (i == 4) {
			t.Errorf("after %d: %v", i, s.known())
		}
		if rrs := append(all.Answer, all.Extra...); i < len(rrs) {
			m := new(dns.Msg)
			m.Response, m.Answer = true, rrs[i:i+1]
			s.hear(m, "eth0")
		}
	}
	all.Extra, all.Answer[0].Header().Ttl = nil, 0
	if s.hear(all, "eth0"); len(s.known()) != 0 {
		t.Errorf("after its goodbye: %v", s.known())
	}
}

// What is written as DNS writes it is read back: blanks, and letters of any language.
func TestNamesAreReadBack(t *testing.T) {
	for in, want := range map[string]string{`Local\ IQ\ 4F2A91\ \(2\)`: "Local IQ 4F2A91 (2)", `B\195\188ro`: "Büro", `a\.b\\c`: `a.b\c`, `x\`: `x\`, `x\99`: `x99`, `\255`: "�"} {
		if got := read(in); got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
}

// One network cannot have us remember more than so much.
func TestCensusHasABound(t *testing.T) {
	s := newCensus()
	for i := range mostBoxes + 8 {
		c := claim{Service{ID: fmt.Sprintf("%06x00", i)}, 1, nil}
		m := browsed(c)
		for j := range mostAddrs + 4 {
			m.Extra = append(m.Extra, address(c.host(), netip.AddrFrom4([4]byte{10, 0, byte(i), byte(j)})))
		}
		s.hear(m, "eth0")
	}
	if n := len(s.known()); n != mostBoxes || len(s.hosts) > 2*mostBoxes || len(s.known()[0].Addrs) != mostAddrs {
		t.Errorf("%d boxes, %d hosts, %d addresses", n, len(s.hosts), len(s.known()[0].Addrs))
	}
}

// FuzzCensus: what strangers tell has neither harm nor more than its place in it.
func FuzzCensus(f *testing.F) {
	ip := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fe80::1")}
	c := claim{Service{ID: "4f2a91c0", Version: "0.1"}, 1, []link{{net.Interface{Index: 1}, ip, ip}}}
	for _, m := range []*dns.Msg{browsed(c), c.answer(1), rival(c.service), question()} {
		b, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, b)
	}
	f.Fuzz(func(t *testing.T, one, two []byte) {
		s := newCensus()
		for _, b := range [][]byte{one, two} {
			m := new(dns.Msg)
			if m.Unpack(b) == nil {
				s.hear(m, "eth0")
			}
		}
		for _, b := range s.known() {
			if len(b.Addrs) == 0 || len(b.Addrs) > mostAddrs || strings.ToValidUTF8(b.Name, "") != b.Name {
				t.Errorf("%+v", b)
			}
		}
		if q := s.questions(); len(q.Question) == 0 || len(q.Question) > 16 {
			t.Errorf("%d questions", len(q.Question))
		}
	})
}
