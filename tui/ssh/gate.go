package ssh

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"

	"localiq/core"
)

// gate counts who knocks, before anything of theirs is read. What it refuses costs a closed socket.
type gate struct {
	limits Limits
	now    func() time.Time

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

func newGate(l Limits) *gate {
	return &gate{limits: l, now: time.Now, known: map[netip.Prefix]*knocker{}}
}

// enters is asked for each connection; left is due once for each that was let in.
func (g *gate) enters(from netip.Prefix) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
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
	if k.tokens < 1 {
		return false
	}
	k.tokens--
	k.open++
	g.total++
	return true
}

func (g *gate) left(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.total--
	if k := g.known[from]; k != nil {
		k.open--
	}
}

// at forgets who has been quiet, so that a flood from many addresses stays bounded; nil: it is too many.
func (g *gate) at(from netip.Prefix, now time.Time) *knocker {
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

// refused: a connection tried to come in and could not. Pauses double, up to a minute.
func (g *gate) refused(from netip.Prefix, key string) {
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
		k.pause = g.now().Add(min(time.Second<<min(over, 10), longestPause))
	}
}

// welcomed: whoever proves a key that counts may come as often as they like, a script for one.
func (g *gate) welcomed(from netip.Prefix) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if k := g.known[from]; k != nil {
		k.failed, k.pause, k.tokens = 0, time.Time{}, float64(g.limits.Burst)
	}
}

// tellRefused tells the first refusal within some seconds, and then once a minute how many came since.
func (g *gate) tellRefused(ctx context.Context, tell func(context.Context, core.Event)) {
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
func (g *gate) untold(told map[netip.Prefix]time.Time) (out []core.ConsoleRefused) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	for p, at := range told {
		if now.Sub(at) >= tellEvery {
			delete(told, p)
		}
	}
	for p, k := range g.known {
		if _, early := told[p]; early || k.untold == 0 || len(told) >= mostTold {
			continue
		}
		out = append(out, core.ConsoleRefused{From: p.Addr().String(), Times: k.untold, Key: k.key})
		told[p], k.untold, k.key = now, 0, ""
	}
	return out
}

// prefixOf is an address as the gate counts it.
func prefixOf(a net.Addr) netip.Prefix {
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

// guarded is a listener that hands on whom the gate lets in.
type guarded struct {
	net.Listener
	gate *gate
}

func (g *gate) guard(ln net.Listener) net.Listener { return guarded{ln, g} }

func (l guarded) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if from := prefixOf(c.RemoteAddr()); l.gate.enters(from) {
			return &counted{Conn: c, gate: l.gate, from: from}, nil
		}
		c.Close()
	}
}

// counted tells the gate of its end, once.
type counted struct {
	net.Conn
	gate *gate
	from netip.Prefix
	once sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.gate.left(c.from) })
	return c.Conn.Close()
}
