package lan

import (
	"context"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grandcat/zeroconf"
	"github.com/miekg/dns"
)

// carrier is an interface that carries multicast to this machine itself, or nil. Without one
// nothing about the wire can be seen here.
func carrier(t *testing.T) *net.Interface {
	ifs, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range ifs {
		addrs, _ := i.Addrs()
		if i.Flags&(net.FlagUp|net.FlagMulticast) == net.FlagUp|net.FlagMulticast && i.Flags&net.FlagLoopback == 0 && len(addrs) > 0 && echoes(&i) {
			return &i
		}
	}
	return nil
}

func echoes(i *net.Interface) bool {
	in, err := net.ListenMulticastUDP("udp4", i, group4)
	if err != nil {
		return false
	}
	defer in.Close()
	if shout([]byte("echo")) != nil {
		return false
	}
	in.SetReadDeadline(time.Now().Add(5 * time.Second))
	for buf := make([]byte, 9000); ; {
		n, _, err := in.ReadFromUDP(buf)
		if err != nil || string(buf[:n]) == "echo" {
			return err == nil
		}
	}
}

// shout sends from a socket of its own: one that listens to a group does not hear itself.
func shout(b []byte) error {
	c, err := net.DialUDP("udp4", nil, group4)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Write(b)
	return err
}

// [mdns] Any client finds the box: by browsing, with its TXT record, and by asking for it by
// its name; and it says goodbye when it stops.
func TestBoxIsFoundAndLeaves(t *testing.T) {
	i := carrier(t)
	if i == nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no interface of this machine carries multicast to itself: nobody can see whether the box is found")
		}
		t.Skip("NOT PROVEN HERE: no interface of this machine carries multicast to itself, so nothing can be seen on the wire")
	}
	quiet()
	ear, err := net.ListenMulticastUDP("udp4", i, group4)
	if err != nil {
		t.Fatal(err)
	}
	defer ear.Close()
	ear.SetReadDeadline(time.Now().Add(time.Minute))

	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	s := Service{ID: strings.ToLower(time.Now().Format("150405")) + "ab", Version: "test"}
	go func() {
		Announce(ctx, func() Service { return s }, silent)
		close(stopped)
	}()
	name := claim{service: s, n: 1}.instance()
	hear(t, ear, func(m *dns.Msg) bool {
		if m.Response && holds(m, name, dns.TypeSRV, lives+1) {
			t.Errorf("told for longer than %d s", lives)
		}
		return m.Response && holds(m, name, dns.TypeSRV, lives)
	})

	browse(t, i, s)

	q := new(dns.Msg)
	q.SetQuestion(name, dns.TypeSRV)
	q.RecursionDesired = false
	b, err := q.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if err := shout(b); err != nil {
		t.Fatal(err)
	}
	hear(t, ear, func(m *dns.Msg) bool { return m.Id == q.Id && m.Response && holds(m, name, dns.TypeSRV, 1) })

	stop()
	hear(t, ear, func(m *dns.Msg) bool { return m.Response && holds(m, name, dns.TypeSRV, 0) })
	<-stopped
}

// browse finds the service as a client of another make would.
func browse(t *testing.T, i *net.Interface, s Service) {
	t.Helper()
	r, err := zeroconf.NewResolver(zeroconf.SelectIfaces([]net.Interface{*i}), zeroconf.SelectIPTraffic(zeroconf.IPv4))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	found := make(chan *zeroconf.ServiceEntry, 10)
	if err := r.Browse(ctx, Type, "local.", found); err != nil {
		t.Fatal(err)
	}
	for e := range found {
		if strings.ReplaceAll(e.Instance, `\ `, " ") != s.Instance(1) {
			continue
		}
		if e.Port != Port || !slices.Equal(e.Text, s.text()) || len(e.AddrIPv4)+len(e.AddrIPv6) == 0 {
			t.Errorf("found %+v", e)
		}
		return
	}
	t.Fatal("not found within a minute")
}

// holds is true when m has a record of name and type whose time to live is least or more, or
// exactly 0 for a goodbye.
func holds(m *dns.Msg, name string, kind uint16, least uint32) bool {
	for _, rr := range append(m.Answer, m.Extra...) {
		if h := rr.Header(); h.Name == name && h.Rrtype == kind && (least == 0 && h.Ttl == 0 || least > 0 && h.Ttl >= least) {
			return true
		}
	}
	return false
}

// hear waits for a message; the socket's deadline bounds it.
func hear(t *testing.T, ear *net.UDPConn, want func(*dns.Msg) bool) {
	t.Helper()
	buf := make([]byte, 9000)
	for {
		n, _, err := ear.ReadFromUDP(buf)
		if err != nil {
			t.Fatal(err)
		}
		m := new(dns.Msg)
		if m.Unpack(buf[:n]) == nil && want(m) {
			return
		}
	}
}
