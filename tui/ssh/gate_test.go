package ssh

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"
)

func at(text string) netip.Prefix { return prefixOf(addr(text)) }

type addr string

func (addr) Network() string  { return "tcp" }
func (a addr) String() string { return string(a) }

func newTestGate(l Limits) (*gate, *time.Time) {
	g, now := newGate(l.filled()), time.Unix(1_800_000_000, 0)
	g.now = func() time.Time { return now }
	return g, &now
}

// TestGateCountsBeforeAnythingIsRead: so many at once, so many of one address, so many a second; a network
// of IPv6 is one address; whoever left makes room.
func TestGateCountsBeforeAnythingIsRead(t *testing.T) {
	g, now := newTestGate(Limits{Connections: 5, PerAddress: 3, Burst: 4})
	a, b := at("10.0.0.1:1"), at("[2001:db8::1]:1")
	for i, want := range []bool{true, true, true, false} {
		if got := g.enters(a); got != want {
			t.Errorf("connection %d of an address: %t", i+1, got)
		}
	}
	if at("[2001:db8::ffff]:9") != b || at("[2001:db8:0:1::1]:1") == b || at("[::ffff:10.0.0.1]:3") != a {
		t.Error("addresses are told apart wrongly")
	}
	if !g.enters(b) || !g.enters(at("[2001:db8::2]:1")) || g.enters(at("10.0.0.9:1")) {
		t.Error("five in all")
	}
	g.left(a)
	if !g.enters(a) {
		t.Error("whoever left makes no room")
	}
	g.left(a)
	if g.enters(a) {
		t.Error("four at once, and then one a second")
	}
	*now = now.Add(time.Second)
	if !g.enters(a) {
		t.Error("a second later")
	}
	g.welcomed(a)
	for range 4 {
		g.left(a)
		if !g.enters(a) {
			t.Error("whoever has a key comes as often as they like")
		}
	}
}

// TestWrongKeysArePaused: longer each time, up to a minute; one that counts ends it; and they are told by
// the minute, not by the attempt.
func TestWrongKeysArePaused(t *testing.T) {
	g, now := newTestGate(Limits{Burst: 1000})
	a := at("10.0.0.1:1")
	fails := func() {
		t.Helper()
		if !g.enters(a) {
			t.Fatal("not let in")
		}
		g.left(a)
		g.refused(a, "SHA256:x")
	}
	for range freeFailures {
		fails()
	}
	told := map[netip.Prefix]time.Time{}
	if e := g.untold(told); len(e) != 1 || e[0].Times != freeFailures || e[0].From != "10.0.0.1" || e[0].Key != "SHA256:x" {
		t.Errorf("%+v", e)
	}
	for _, pause := range []time.Duration{2, 4, 8, 16, 32, 60, 60} {
		fails()
		*now = now.Add(pause*time.Second - time.Millisecond)
		if g.enters(a) {
			t.Errorf("listened to before %d s were over", pause)
		}
		*now = now.Add(time.Millisecond)
	}
	if e := g.untold(told); len(e) != 1 || e[0].Times != 7 {
		t.Errorf("%+v", e)
	}
	fails()
	if e := g.untold(told); len(e) != 0 {
		t.Errorf("told twice within a minute: %+v", e)
	}
	g.welcomed(a)
	if !g.enters(a) {
		t.Error("a key that counts ends the pauses")
	}
}

// TestFloodFromManyAddressesIsBounded: what is remembered of strangers, and what is told of them.
func TestFloodFromManyAddressesIsBounded(t *testing.T) {
	g, now := newTestGate(Limits{})
	for i := range 2 * mostKnockers {
		a := at(fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255))
		if g.enters(a) {
			g.left(a)
			g.refused(a, "SHA256:x")
		}
	}
	if len(g.known) > mostKnockers {
		t.Errorf("%d are remembered", len(g.known))
	}
	told := map[netip.Prefix]time.Time{}
	if n := len(g.untold(told)); n != mostTold {
		t.Errorf("%d told at once", n)
	}
	if n := len(g.untold(told)); n != 0 {
		t.Errorf("and %d right after", n)
	}
	*now = now.Add(time.Hour)
	for len(g.untold(told)) > 0 {
		*now = now.Add(tellEvery)
	}
	*now = now.Add(forgetAfter)
	if !g.enters(at("192.0.2.1:1")) {
		t.Error("an hour later nobody new is let in")
	}
}

// TestWhoSaysNothingIsHungUpOn: a listener in front of the handshake, and a limit on it.
func TestWhoSaysNothingIsHungUpOn(t *testing.T) {
	r := start(t, nil, func(c *Config) { c.Limits.Handshake, c.Limits.PerAddress = 50*time.Millisecond, 2 })
	var cs []net.Conn
	for range 2 {
		cs = append(cs, knocks(t, r.addr()))
	}
	b := make([]byte, 256)
	for _, c := range cs {
		for {
			if _, err := c.Read(b); err != nil {
				break // hung up
			}
		}
	}
	r.until("there is room again", func() bool {
		c, err := r.dial()
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}
