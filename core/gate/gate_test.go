package gate

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"
)

func at(text string) netip.Prefix { return Prefix(addr(text)) }

type addr string

func (addr) Network() string  { return "tcp" }
func (a addr) String() string { return string(a) }

func newTestGate(l Limits) (*Gate, *time.Time) {
	g, now := New(l), time.Unix(1_800_000_000, 0)
	g.Now = func() time.Time { return now }
	return g, &now
}

// TestGateCountsBeforeAnythingIsRead: so many at once, so many of one address, so many a second; a network
// of IPv6 is one address; whoever left makes room.
func TestGateCountsBeforeAnythingIsRead(t *testing.T) {
	g, now := newTestGate(Limits{Connections: 5, PerAddress: 3, Burst: 4})
	a, b := at("10.0.0.1:1"), at("[2001:db8::1]:1")
	for i, want := range []bool{true, true, true, false} {
		if got := g.Enters(a); got != want {
			t.Errorf("connection %d of an address: %t", i+1, got)
		}
	}
	if at("[2001:db8::ffff]:9") != b || at("[2001:db8:0:1::1]:1") == b || at("[::ffff:10.0.0.1]:3") != a {
		t.Error("addresses are told apart wrongly")
	}
	if !g.Enters(b) || !g.Enters(at("[2001:db8::2]:1")) || g.Enters(at("10.0.0.9:1")) {
		t.Error("five in all")
	}
	g.Left(a)
	if !g.Enters(a) {
		t.Error("whoever left makes no room")
	}
	g.Left(a)
	if g.Enters(a) {
		t.Error("four at once, and then one a second")
	}
	*now = now.Add(time.Second)
	if !g.Enters(a) {
		t.Error("a second later")
	}
	g.Welcomed(a)
	for range 4 {
		g.Left(a)
		if !g.Enters(a) {
			t.Error("whoever has a key comes as often as they like")
		}
	}
}

// TestWrongKeysArePaused: longer each time, up to a minute; one that counts ends it; and they are told by
// the minute, not by the attempt.
func TestWrongKeysArePaused(t *testing.T) {
	g, now := newTestGate(Limits{Connections: 32, PerAddress: 12, Burst: 1000})
	a := at("10.0.0.1:1")
	fails := func() {
		t.Helper()
		if !g.Enters(a) {
			t.Fatal("not let in")
		}
		g.Left(a)
		g.Refused(a, "SHA256:x")
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
		if g.Enters(a) {
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
	g.Welcomed(a)
	if !g.Enters(a) {
		t.Error("a key that counts ends the pauses")
	}
}

// TestFloodFromManyAddressesIsBounded: what is remembered of strangers, and what is told of them.
func TestFloodFromManyAddressesIsBounded(t *testing.T) {
	g, now := newTestGate(Limits{Connections: 32, PerAddress: 12, Burst: 10})
	for i := range 2 * mostKnockers {
		a := at(fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255))
		if g.Enters(a) {
			g.Left(a)
			g.Refused(a, "SHA256:x")
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
	if !g.Enters(at("192.0.2.1:1")) {
		t.Error("an hour later nobody new is let in")
	}
}

// TestOneHostHasItsShare: without a burst as well, where nothing is remembered of whoever has left.
func TestOneHostHasItsShare(t *testing.T) {
	const mostStrangers, mostFromOne = 64, 8
	g := New(Limits{Connections: mostStrangers, PerAddress: mostFromOne})
	var leaves []func()
	for range mostFromOne {
		leave, ok := g.Enter(addr("192.0.2.1:1000"))
		if !ok {
			t.Fatal("too soon")
		}
		leaves = append(leaves, leave)
	}
	for _, same := range []string{"192.0.2.1:2000", "[::ffff:192.0.2.1]:7"} {
		if _, ok := g.Enter(addr(same)); ok {
			t.Errorf("%s has more than its share", same)
		}
	}
	leaves[0]()
	leaves[0]() // twice is once
	if _, ok := g.Enter(addr("192.0.2.1:3000")); !ok {
		t.Error("who left makes room")
	}
	n := 0
	for i := range 1000 { // a network full of addresses is one host, many networks fill the house
		if _, ok := g.Enter(addr("[2001:db8::" + string("0123456789abcdef"[i%16]) + "]:1")); ok {
			n++
		}
	}
	if n != mostFromOne {
		t.Errorf("one network has %d", n)
	}
	for i := range 1000 {
		g.Enter(&net.TCPAddr{IP: net.IPv4(10, byte(i>>8), byte(i), 1)})
	}
	if g.total != mostStrangers {
		t.Errorf("%d are in", g.total)
	}
	if len(g.known) > mostStrangers {
		t.Errorf("%d are remembered, of %d who are there", len(g.known), g.total)
	}
}
