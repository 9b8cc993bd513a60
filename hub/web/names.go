package web

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"crypto/tls"

	"localiq/core"
)

// names are what the box is called on the network: the name that it announces (a second and a third box of
// the name take the others), and by whoever is on it.
func names(id core.HubID) []string {
	base := "localiq-" + strings.ToLower(string(id))
	return []string{base + ".local", base + "-2.local", base + "-3.local", "localhost"}
}

// private are the addresses for which the box's authority can speak: whoever trusts it trusts it for
// nothing on the internet.
func private() (out []*net.IPNet) {
	for _, s := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"} {
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			panic(err)
		}
		out = append(out, n)
	}
	return out
}

// addresses are the box's own that are private, sorted. Others have no certificate: see private.
func addresses() (out []net.IP) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	within := private()
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if ok && slices.ContainsFunc(within, func(p *net.IPNet) bool { return p.Contains(n.IP) }) {
			out = append(out, n.IP)
		}
	}
	slices.SortFunc(out, func(a, b net.IP) int { return slices.Compare(a, b) })
	return out
}

// isOurs is true for what a request may say that it wants to reach: one of our names, or any address. A page
// of somebody else's that has its name point here (DNS rebinding) says that name, and is refused.
func isOurs(id core.HubID, host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return slices.Contains(names(id), host)
}

// plate is the certificate by which the box shows itself now. It is made anew for another address, and
// before it ends: whoever shakes hands finds that out.
type plate struct {
	id    core.HubID
	ca    *Authority
	now   func() time.Time
	addrs func() []net.IP

	mu     sync.Mutex
	cert   *tls.Certificate
	of     []net.IP
	looked time.Time
}

// lookEvery is how soon it is asked again which addresses the box has.
const lookEvery = 5 * time.Second

func (p *plate) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.cert != nil && now.Sub(p.looked).Abs() < lookEvery {
		return p.cert, nil
	}
	p.looked = now
	of := p.addrs()
	if p.cert != nil && slices.EqualFunc(of, p.of, net.IP.Equal) && !now.Before(p.cert.Leaf.NotBefore) && p.cert.Leaf.NotAfter.Sub(now) > renewWith {
		return p.cert, nil
	}
	made, err := p.ca.leaf(p.id, of, now)
	if err != nil {
		return nil, err
	}
	p.cert, p.of = made, of
	return made, nil
}
