package lan

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// The greater records win, and both sides see it: [RFC 6762, 8.2.1], whose example is A
// 169.254.99.200 against 169.254.200.50.
func TestGreaterRecordsWin(t *testing.T) {
	at := func(a string) claim {
		ip := []netip.Addr{netip.MustParseAddr(a)}
		return claim{Service{ID: "4f2a91c0"}, 1, []link{{net.Interface{Index: 1}, ip, ip}}}
	}
	low, high := at("169.254.99.200"), at("169.254.200.50")
	turned := low.probe(1)
	slices.Reverse(turned.Ns)
	if low.outdone(turned, 1) {
		t.Error("the same in another order is another claim")
	}
	for _, c := range []struct {
		own, their claim
		want       bool
	}{{low, high, true}, {high, low, false}, {low, low, false}} {
		if c.own.outdone(c.their.probe(1), 1) != c.want {
			t.Errorf("%v against %v", c.own.links[0].addrs, c.their.links[0].addrs)
		}
	}
}

// What is told names no person, door or site, and says that no API is offered yet.
func TestServiceTellsLittle(t *testing.T) {
	s := Service{ID: "4f2a91c0", Version: "0.1"}
	if got := s.text(); !slices.Equal(got, []string{"txtvers=1", "id=4f2a91c0", "version=0.1", "api=0", "released=0"}) {
		t.Error(got)
	}
	s = Service{ID: "4f2a91c0", Version: "0.1", API: 1, Released: true, Fingerprint: strings.Repeat("ab", 32)}
	m := claim{s, 1, nil}.answer(1)
	if b, err := m.Pack(); err != nil || len(b) > 400 { // [RFC 6763, 6.2]
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// A name is written here as the reader of messages writes it, or nothing of it would be answered.
func TestNamesAreSpelledAsTheyAreRead(t *testing.T) {
	for n, want := range map[int]string{1: `Local\ IQ\ 4F2A91._localiq._tcp.local.`, 12: `Local\ IQ\ 4F2A91\ \(12\)._localiq._tcp.local.`} {
		c := claim{Service{ID: "4f2a91c0"}, n, nil}
		b, err := c.answer(1).Pack()
		m := new(dns.Msg)
		if err != nil || m.Unpack(b) != nil {
			t.Fatal(err)
		}
		if got := m.Answer[0].Header().Name; got != want || c.instance() != want {
			t.Errorf("%d: %s read, %s written", n, got, c.instance())
		}
	}
}
