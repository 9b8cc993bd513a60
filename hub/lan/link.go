package lan

import (
	"net"
	"net/netip"
	"slices"
)

// link is an interface that carries multicast, with its addresses as the kernel lists them.
type link struct {
	net.Interface
	all   []netip.Addr // those that the box speaks from
	addrs []netip.Addr // those that are told
}

// has says by which of the two the link is spoken to.
func (l link) has(v6 bool) bool {
	return slices.ContainsFunc(l.addrs, func(a netip.Addr) bool { return a.Is6() == v6 })
}

func sameLink(a, b link) bool {
	return a.Index == b.Index && a.Name == b.Name && slices.Equal(a.all, b.all)
}

// look is what there is now. A cable that is pulled takes its link away.
func look() (out []link) {
	ifs, err := net.Interfaces()
	if err != nil {
		return nil
	}
	const up = net.FlagUp | net.FlagMulticast | net.FlagRunning
	for _, i := range ifs {
		if i.Flags&up != up || i.Flags&(net.FlagLoopback|net.FlagPointToPoint) != 0 {
			continue
		}
		addrs, err := i.Addrs()
		if err != nil {
			continue
		}
		if all := usable(addrs); len(all) > 0 {
			out = append(out, link{i, all, told(all)})
		}
	}
	return out
}

func usable(addrs []net.Addr) (out []netip.Addr) {
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		ip, ok := netip.AddrFromSlice(n.IP)
		if ip = ip.Unmap(); ok && (ip.IsGlobalUnicast() || ip.IsLinkLocalUnicast()) {
			out = append(out, ip)
		}
	}
	return out
}

// told leaves out an IPv6 link-local address where there is another IPv6: the responder does so,
// and we must not tell others than it does, since each telling takes the place of the one before.
func told(all []netip.Addr) []netip.Addr {
	global := slices.ContainsFunc(all, func(a netip.Addr) bool { return a.Is6() && a.IsGlobalUnicast() })
	return slices.DeleteFunc(slices.Clone(all), func(a netip.Addr) bool {
		return global && a.Is6() && a.IsLinkLocalUnicast()
	})
}
