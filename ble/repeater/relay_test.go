package repeater

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// relay is a piece of network in front of an address: late, cut, or with an ear in it.
type relay struct {
	address string
	mu      sync.Mutex
	delay   time.Duration
	cut     bool // nothing goes through, and nobody is told
	heard   bytes.Buffer
}

func newRelay(t *testing.T, to string) *relay {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{address: l.Addr().String()}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	t.Cleanup(func() { cancel(); l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			a, err := l.Accept()
			if err != nil {
				return
			}
			b, err := net.Dial("tcp", to)
			if err != nil {
				a.Close()
				continue
			}
			context.AfterFunc(ctx, func() { a.Close(); b.Close() })
			wg.Go(func() { r.pass(a, b) })
			wg.Go(func() { r.pass(b, a) })
		}
	})
	return r
}

func (r *relay) set(delay time.Duration, cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.delay, r.cut = delay, cut
}

// parcel is what was read, and when it may go on.
type parcel struct {
	b  []byte
	at time.Time
}

func (r *relay) pass(from, to net.Conn) {
	late := make(chan parcel, 4096)
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := range late {
			time.Sleep(time.Until(p.at)) // the network's own slowness, not the test's
			if _, err := to.Write(p.b); err != nil {
				from.Close()
			}
		}
		to.Close()
	})
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		r.mu.Lock()
		delay, cut := r.delay, r.cut
		r.heard.Write(b[:n])
		r.mu.Unlock()
		if n > 0 && !cut {
			late <- parcel{bytes.Clone(b[:n]), time.Now().Add(delay)}
		}
		if err != nil && !cut {
			break
		}
		if err != nil {
			_, _ = io.Copy(io.Discard, from)
			break
		}
	}
	close(late)
	wg.Wait()
}

func (r *relay) overheard(what []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Contains(r.heard.Bytes(), what)
}
