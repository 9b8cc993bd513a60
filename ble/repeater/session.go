package repeater

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/subtle"
	"io"
	"net"
	"slices"
	"time"

	"localiq/ble/radio"
)

const (
	guessCosts = time.Second     // before a wrong code is answered
	killAfter  = 3 * time.Second // a radio process that was told to end
	tunnelWait = 4 * time.Second // for the box behind this one to answer
)

// serve does what was agreed on in the handshake, which let nobody through who may not ask it.
func (b *Box) serve(ctx context.Context, w *wire, leave func()) {
	who, err := peerKey(w.ConnectionState())
	if err != nil {
		return
	}
	if w.ConnectionState().NegotiatedProtocol == forPair {
		b.pair(ctx, w, who)
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reign, ok := b.reignOf(who)
	if !ok {
		return
	}
	defer context.AfterFunc(reign, cancel)()
	leave() // no stranger
	switch w.ConnectionState().NegotiatedProtocol {
	case forRadio:
		b.radio(ctx, cancel, w)
	case forTunnel:
		b.carryOn(ctx, w)
	}
}

// reignOf is false where somebody else has become the hub since the handshake.
func (b *Box) reignOf(who ed25519.PublicKey) (context.Context, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reign, subtle.ConstantTimeCompare(who, b.hub) == 1
}

// begin ends the time that strangers have: from here on the other side has to show life.
func (w *wire) begin() {
	_ = w.SetDeadline(time.Time{})
	w.alive = true
}

// radio gives the hub's newest connection the radio. An older one is half open, or will be: it
// ends first, with its links.
func (b *Box) radio(ctx context.Context, cancel context.CancelFunc, w *wire) {
	left := make(chan struct{})
	defer close(left)
	b.mu.Lock()
	before, oust := b.seat, b.oust
	b.seat, b.oust = left, cancel
	b.mu.Unlock()
	if before != nil {
		oust()
		<-before
	}
	if ctx.Err() != nil || yes.to(w) != nil {
		return
	}
	w.begin()
	p, err := b.start(ctx)
	if err != nil {
		b.tell(ctx, err.Error())
		return
	}
	b.Log.Info("the hub is here", "from", w.RemoteAddr())
	carry(ctx, w, radio.Overhear(p, func(why string) { b.tell(ctx, why) }))
	err = reap(p)
	b.Log.Info("the hub has gone", "radio", err)
}

// tell says at the box why its radio is down, and with "" that it is up, as that changes: the hub,
// which calls again and again, is told each time. What a radio says that we are ending is no news.
func (b *Box) tell(ctx context.Context, why string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case ctx.Err() != nil, why == b.down:
		return
	case why == "":
		b.Log.Info("the radio is up")
	default:
		b.Log.Error("the radio is down", "why", why)
	}
	b.down = why
}

func reap(p radio.Process) error {
	defer time.AfterFunc(killAfter, p.Kill).Stop()
	return p.Wait()
}

// carryOn joins the hub and a box behind this one, whose TLS this one cannot read.
func (b *Box) carryOn(ctx context.Context, w *wire) {
	address, err := readAddress(w)
	if err != nil {
		return
	}
	if !slices.Contains(b.Allow, address) {
		_ = notAllowed.to(w)
		return
	}
	select {
	case b.tunnel <- struct{}{}:
		defer func() { <-b.tunnel }()
	default:
		_ = cannotReach.to(w)
		return
	}
	far, err := (&net.Dialer{Timeout: tunnelWait}).DialContext(ctx, "tcp", address)
	if err != nil {
		_ = cannotReach.to(w)
		return
	}
	defer far.Close()
	slim(far)
	if yes.to(w) == nil {
		w.begin()
		carry(ctx, w, far)
	}
}

// pair makes who knows the code the hub. It is the hub, on the disk, before it is told so.
func (b *Box) pair(ctx context.Context, w *wire, who ed25519.PublicKey) {
	proof := make([]byte, proofSize)
	if _, err := io.ReadFull(w, proof); err != nil {
		return
	}
	a, ours := b.judge(w, who, proof)
	if a == wrongCode {
		b.Log.Warn("a wrong code", "from", w.RemoteAddr())
		if !pause(ctx, guessCosts) {
			return
		}
	}
	if a.to(w) == nil && a == yes {
		_, _ = w.Write(ours)
	}
}

func (b *Box) judge(w *wire, who ed25519.PublicKey, proof []byte) (answer, []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.code == nil || b.hub != nil && subtle.ConstantTimeCompare(who, b.hub) != 1 {
		return wrongCode, nil // somebody else was first
	}
	theirs, ours, err := proofs(*b.code, w.ConnectionState(), who, b.Public())
	if err != nil || !hmac.Equal(theirs, proof) {
		return wrongCode, nil
	}
	if b.hub == nil {
		if err := b.home.keepHub(who); err != nil {
			b.Log.Error("the hub was not added", "why", err)
			return cannotKeep, nil
		}
		b.hub = who
		b.Log.Info("this box has a hub")
	}
	return yes, ours
}
