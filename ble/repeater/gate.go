package repeater

import (
	"net"
	"net/netip"
	"sync"
)

const (
	mostStrangers = 64 // connections at a time on which nobody has proved anything yet
	mostFromOne   = 8  // of which from one address
)

// gate counts strangers. One host can fill its own share only, so the hub's way stays free.
type gate struct {
	mu   sync.Mutex
	all  int
	from map[netip.Addr]int
}

// enter is false where there is no room; else leave ends it, and may be called twice.
func (g *gate) enter(a net.Addr) (leave func(), ok bool) {
	who := origin(a)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.all >= mostStrangers || g.from[who] >= mostFromOne {
		return nil, false
	}
	if g.from == nil {
		g.from = map[netip.Addr]int{}
	}
	g.all++
	g.from[who]++
	return sync.OnceFunc(func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.all--
		if g.from[who]--; g.from[who] == 0 {
			delete(g.from, who)
		}
	}), true
}

// origin is a host: in IPv6 one has a whole network of addresses.
func origin(a net.Addr) netip.Addr {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Addr{}
	}
	if host := ap.Addr().Unmap(); host.Is4() {
		return host
	}
	p, _ := ap.Addr().WithZone("").Prefix(64)
	return p.Addr()
}
