// Package gate counts who knocks at a listener of ours: so many connections in all and of one address, so
// many a second, and a pause for whoever keeps failing to prove who they are. It is asked before anything of
// theirs is read; what it refuses costs a closed socket. Every face to the network stands behind one.
package gate

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Limits of a gate.
type Limits struct {
	Connections int // at a time
	PerAddress  int // of them
	Burst       int // connections of one address at once, then one a second; 0: any number
}

// Refusal: so many connections from an address have ended without a key that counts, since that was told last.
type Refusal struct {
	From  string
	Times int
	Key   string // the last that was shown, in a form that may be told
}

// Gate is ready to use when New made it. Its methods may be called from any goroutine.
type Gate struct {
	Now    func() time.Time
	limits Limits

	mu    sync.Mutex
	total int
	known map[netip.Prefix]*knocker
}

// knocker is one address, or one network of IPv6: whoever has an address there has them all.
type knocker struct {
	open   int
	tokens float64 // connections that it may make at once
	seen   time.Time
	failed int       // connections in a row that ended without a key that counts
	pause  time.Time // until then it is not listened to
	untold int       // of failed
	key    string    // the last that was shown
}

const (
	forgetAfter  = 10 * time.Minute
	mostKnockers = 4096
	freeFailures = 3 // before pauses begin
	longestPause = time.Minute
	tellEvery    = time.Minute
)

// New gate, with nobody in it.
func New(l Limits) *Gate {
	return &Gate{Now: time.Now, limits: l, known: map[netip.Prefix]*knocker{}}
}

// Enters is asked for each connection; Left is due once for each that was let in.
func (g *Gate) Enters(from netip.Prefix) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.Now()
	if g.total >= g.limits.Connections {
		return false
	}
	k := g.at(from, now)
	if k == nil || k.open >= g.limits.PerAddress || now.Before(k.pause) {
		return false
	}
	if k.tokens += now.Sub(k.seen).Seconds(); k.tokens > float64(g.limits.Burst) {
		k.tokens = float64(g.limits.Burst)
	}
	k.seen = now
	if g.limits.Burst > 0 {
		if k.tokens < 1 {
			return false
		}
		k.tokens--
	}
	k.open++
	g.total++
	return true
}

func (g *Gate) Left(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.total--
	k := g.known[from]
	if k == nil {
		return
	}
	if k.open--; k.open == 0 && k.failed == 0 && k.untold == 0 && g.limits.Burst == 0 {
		delete(g.known, from) // nothing is to be remembered of it
	}
}

// Enter is Enters for an address; leave ends it, and may be called twice.
func (g *Gate) Enter(a net.Addr) (leave func(), ok bool) {
	from := Prefix(a)
	if !g.Enters(from) {
		return nil, false
	}
	return sync.OnceFunc(func() { g.Left(from) }), true
}

// at forgets who has been quiet, so that a flood from many addresses stays bounded; nil: it is too many.
func (g *Gate) at(from netip.Prefix, now time.Time) *knocker {
	if k := g.known[from]; k != nil {
		return k
	}
	if len(g.known) >= mostKnockers {
		for p, k := range g.known {
			if k.open == 0 && k.untold == 0 && now.Sub(k.seen) > forgetAfter {
				delete(g.known, p)
			}
		}
		if len(g.known) >= mostKnockers {
			return nil
		}
	}
	k := &knocker{tokens: float64(g.limits.Burst), seen: now}
	g.known[from] = k
	return k
}

// Refused: a connection tried to come in and could not. Pauses double, up to a minute.
func (g *Gate) Refused(from netip.Prefix, key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	k := g.known[from]
	if k == nil {
		return
	}
	k.failed++
	k.untold++
	if key != "" {
		k.key = key
	}
	if over := k.failed - freeFailures; over > 0 {
		k.pause = g.Now().Add(min(time.Second<<min(over, 10), longestPause))
	}
}

// Welcomed: whoever proves a key that counts may come as often as they like, a script for one.
func (g *Gate) Welcomed(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if k := g.known[from]; k != nil {
		k.failed, k.pause, k.tokens = 0, time.Time{}, float64(g.limits.Burst)
	}
}

// TellRefused tells, until ctx ends, the first refusal within some seconds, and then once a minute how many came since.
func (g *Gate) TellRefused(ctx context.Context, tell func(context.Context, Refusal)) {
	first := time.NewTicker(firstTold)
	defer first.Stop()
	told := map[netip.Prefix]time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-first.C:
		}
		for _, e := range g.untold(told) {
			tell(ctx, e)
		}
	}
}

const (
	firstTold = 2 * time.Second
	mostTold  = 8 // in one go: who floods from many addresses does not fill the ledger
)

// untold takes what is due.
func (g *Gate) untold(told map[netip.Prefix]time.Time) (out []Refusal) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.Now()
	for p, at := range told {
		if now.Sub(at) >= tellEvery {
			delete(told, p)
		}
	}
	for p, k := range g.known {
		if _, early := told[p]; early || k.untold == 0 || len(told) >= mostTold {
			continue
		}
		out = append(out, Refusal{From: p.Addr().String(), Times: k.untold, Key: k.key})
		told[p], k.untold, k.key = now, 0, ""
	}
	return out
}

// Prefix is an address as the gate counts it.
func Prefix(a net.Addr) netip.Prefix {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Prefix{}
	}
	ip := ap.Addr().Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits)
	return p
}

type guarded struct {
	net.Listener
	gate *Gate
}

// Guard is a listener that hands on whom the gate lets in.
func (g *Gate) Guard(ln net.Listener) net.Listener { return guarded{ln, g} }

func (l guarded) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if leave, ok := l.gate.Enter(c.RemoteAddr()); ok {
			return counted{c, leave}, nil
		}
		c.Close()
	}
}

// counted tells the gate of its end, once.
type counted struct {
	net.Conn
	leave func()
}

func (c counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
