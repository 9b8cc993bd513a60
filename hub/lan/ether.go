package lan

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/miekg/dns"
)

// ether is multicast DNS on some links. What is said is heard by everybody there, by this box
// too.
type ether interface {
	Say(m *dns.Msg, link int) error // fails when it went out by neither IPv4 nor IPv6
	Heard() <-chan heard
	Close() // returns once nobody reads any more
}

// heard is a message, the index of the link that it came over, and from where.
type heard struct {
	*dns.Msg
	link int
	from netip.Addr
}

// sockets is the ether of the kernel: one socket for IPv4 and one for IPv6, beside those of every
// other responder of the box.
type sockets struct {
	links []link
	ears  []ear
	out   chan heard
	ends  sync.WaitGroup
}

// open listens on these links. It fails where there is none that can be listened to.
func open(links []link) (ether, error) {
	s := &sockets{links: links, out: make(chan heard, 256)}
	four, err4 := ear4(links)
	six, err6 := ear6(links)
	if err4 == nil {
		s.ears = append(s.ears, four)
	}
	if err6 == nil {
		s.ears = append(s.ears, six)
	}
	if len(s.ears) == 0 {
		return nil, fmt.Errorf("lan: listen for multicast DNS: %w", errors.Join(err4, err6))
	}
	for _, e := range s.ears {
		s.ends.Go(func() { s.listen(e) })
	}
	return s, nil
}

// listen passes on what can be read. A flood is dropped where nobody keeps up with it: what
// matters is said again.
func (s *sockets) listen(e ear) {
	buf := make([]byte, 9000)
	for {
		n, index, from, err := e.read(buf)
		if err != nil {
			return // closed: nothing else ends a socket that is not connected
		}
		u, ok := from.(*net.UDPAddr)
		if !ok || !slices.ContainsFunc(s.links, func(l link) bool { return l.Index == index }) {
			continue
		}
		m := new(dns.Msg)
		if m.Unpack(buf[:n]) != nil {
			continue
		}
		select {
		case s.out <- heard{m, index, u.AddrPort().Addr().Unmap().WithZone("")}:
		default:
		}
	}
}

func (s *sockets) Heard() <-chan heard { return s.out }

func (s *sockets) Say(m *dns.Msg, index int) error {
	b, err := m.Pack()
	if err != nil {
		return err
	}
	err = errors.New("lan: no such link")
	for _, e := range s.ears {
		if !slices.ContainsFunc(s.links, func(l link) bool { return l.Index == index && l.has(e.v6) }) {
			continue
		}
		if said := e.write(b, index); said == nil || err != nil {
			err = said
		}
	}
	return err
}

func (s *sockets) Close() {
	for _, e := range s.ears {
		_ = e.close()
	}
	s.ends.Wait()
}
