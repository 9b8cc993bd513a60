package lan

import (
	"net"
	"net/netip"
	"testing"

	"github.com/miekg/dns"
)

// FuzzHeard: whatever anybody on the network says, it is judged without harm.
func FuzzHeard(f *testing.F) {
	ip := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fe80::1")}
	c := claim{Service{ID: "4f2a91c0", Version: "0.1"}, 1, []link{{net.Interface{Index: 1}, ip, ip}}}
	other := claim{Service{ID: "4f2a91c0", Version: "0.1", Port: 80}, 1, []link{{net.Interface{Index: 1}, ip[:1], ip[:1]}}}
	for _, m := range []*dns.Msg{question(), c.probe(1), c.answer(1), other.probe(1), other.answer(1), browsed(c), rival(c.service)} {
		b, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m := new(dns.Msg)
		if m.Unpack(b) != nil {
			return
		}
		disputed, outdone := c.disputed(m), c.outdone(m, 1)
		if disputed && outdone {
			t.Error("an answer and a probe at once")
		}
		if disputed && c.asked(m) {
			t.Error("an answer and a question at once")
		}
		c.tells(m)
		c.buried(m)
	})
}
