package repeater

import (
	"context"
	"crypto/ed25519"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"localiq/ble/profile"
	"localiq/ble/radio"
	"localiq/core/gate"
)

const (
	strangerWait = 5 * time.Second // for a handshake, and for the first words after it
	lookEvery    = 5 * time.Second // whether the box was freed by hand
	mostTunnels  = 8               // of the hub, at a time

	mostStrangers = 64 // connections at a time on which nobody has proved anything yet
	mostFromOne   = 8  // of which from one address: the hub's way stays free
)

// Box is the repeater: it serves its radio to one hub. The exported fields are set before Serve.
type Box struct {
	Allow []string     // host:port of the boxes behind this one to which the hub may be carried
	Say   func(string) // the setup code and what to do with it, for whoever stands at the box; nil: nobody does
	Log   *slog.Logger // nil: none

	home   Home
	start  radio.Start
	key    ed25519.PrivateKey
	cert   tls.Certificate
	gate   *gate.Gate
	tunnel chan struct{} // a token for each

	mu    sync.Mutex
	hub   ed25519.PublicKey  // nil: none yet
	code  *profile.SetupCode // nil: it is not for adding
	reign context.Context    // as long as hub is our hub
	end   context.CancelFunc // of reign
	seat  chan struct{}      // closed when the newest user of the radio has left it; nil: there was none
	oust  context.CancelFunc // of that user
	turn  int                // strangers that were turned away since the last look
	down  string             // why the radio is, as was told last; "": it is up, or nobody has tried
}

// NewBox reads who the box is, or makes it. start makes a radio process for each connection of
// the hub.
func NewBox(home Home, start radio.Start) (*Box, error) {
	key, err := home.key()
	if err != nil {
		return nil, err
	}
	cert, err := clothe(key)
	if err != nil {
		return nil, err
	}
	b := &Box{home: home, start: start, key: key, cert: cert, tunnel: make(chan struct{}, mostTunnels),
		gate: gate.New(gate.Limits{Connections: mostStrangers, PerAddress: mostFromOne})}
	b.reign, b.end = context.WithCancel(context.Background())
	_, err = home.hub()
	return b, err
}

// Public is the box's key.
func (b *Box) Public() ed25519.PublicKey { return b.key.Public().(ed25519.PublicKey) }

// Serve lets the hub in at l, and a hub that knows the code where there is none, until ctx ends.
// It closes l, and waits for all that it has running.
func (b *Box) Serve(ctx context.Context, l net.Listener) error {
	if b.Say == nil {
		b.Say = func(string) {}
	}
	if b.Log == nil {
		b.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	if err := b.look(); err != nil {
		return err
	}
	wg.Go(func() { b.lookOn(ctx) })
	for {
		c, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("repeater: listen: %w", err)
		case err != nil: // out of descriptors, for one: it passes
			if !pause(ctx, 100*time.Millisecond) {
				return ctx.Err()
			}
			continue
		}
		leave, ok := b.gate.Enter(c.RemoteAddr())
		if !ok {
			c.Close()
			b.turnedAway()
			continue
		}
		wg.Go(func() {
			defer leave()
			defer c.Close()
			b.receive(ctx, c, leave)
		})
	}
}

// receive is one connection from its first byte to its end.
func (b *Box) receive(ctx context.Context, c net.Conn, leave func()) {
	defer context.AfterFunc(ctx, func() { c.Close() })()
	slim(c)
	_ = c.SetDeadline(time.Now().Add(strangerWait))
	t := tls.Server(c, &tls.Config{MinVersion: tls.VersionTLS13, GetConfigForClient: b.greet})
	if err := t.HandshakeContext(ctx); err != nil {
		b.turnedAway()
		return
	}
	b.serve(ctx, &wire{Conn: t, under: c}, leave)
}

// greet decides by what is asked for who may ask it.
func (b *Box) greet(h *tls.ClientHelloInfo) (*tls.Config, error) {
	if err := b.look(); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	wants := ""
	if len(h.SupportedProtos) == 1 {
		wants = h.SupportedProtos[0]
	}
	switch {
	case wants == forPair && b.code != nil:
		return config(b.cert, forPair, b.hub), nil
	case (wants == forRadio || wants == forTunnel) && b.hub != nil:
		return config(b.cert, wants, b.hub), nil
	case b.hub == nil:
		return config(b.cert, forPair, nil), nil // which is not what was asked for, and says so
	}
	return config(b.cert, forRadio, b.hub), nil
}

// look reads whose the box is from where it is kept. Where that has changed, the former hub's
// connections end, and a box that is free shows a new code.
func (b *Box) look() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	hub, err := b.home.hub() // under the lock, as pair writes it: what is read is never older than b.hub
	if err != nil {
		return err
	}
	if b.hub != nil && subtle.ConstantTimeCompare(hub, b.hub) != 1 {
		b.end()
		b.reign, b.end = context.WithCancel(context.Background())
		b.code = nil
		b.Log.Info("the hub of this box was removed")
	}
	b.hub = hub
	if hub == nil && b.code == nil {
		c := newCode(b.Public())
		b.code = &c
		b.Say("This box waits for its hub. On the hub: localiq repeater add THIS-BOX:PORT --name NAME")
		b.Say("Code: " + c.Reveal())
	}
	return nil
}

func (b *Box) lookOn(ctx context.Context) {
	for pause(ctx, lookEvery) {
		if err := b.look(); err != nil {
			b.Log.Error("whose this box is cannot be read", "why", err)
		}
		b.mu.Lock()
		n := b.turn
		b.turn = 0
		b.mu.Unlock()
		if n > 0 {
			b.Log.Warn("strangers were turned away", "connections", n)
		}
	}
}

// turnedAway is counted and told now and then: a line for each would let anybody fill the log.
func (b *Box) turnedAway() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn++
}

// pause is false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
