package radio

import (
	"context"
	"io"
	"sync"

	"localiq/ble"
)

// ServeOver is Serve with any other radio in the adapter's place, under the name of one: the
// virtual air behind a radio's protocol, where there is no hardware.
func ServeOver(ctx context.Context, conn io.ReadWriteCloser, name string, r ble.Radio) error {
	return serve(ctx, conn, name, func(ctx context.Context, _ wanted) (device, error) {
		ctx, stop := context.WithCancel(ctx)
		return &hosted{radio: r, ctx: ctx, stop: stop, down: make(chan struct{})}, nil
	})
}

// hosted is a device that is another radio.
type hosted struct {
	radio ble.Radio
	ctx   context.Context
	stop  context.CancelFunc
	once  sync.Once
	down  chan struct{} // closed when the radio cannot listen
	err   error         // before down is closed

	mu  sync.Mutex
	off context.CancelFunc // ends the scan; nil: there is none
}

func (h *hosted) Addr() [6]byte               { return [6]byte{} }
func (h *hosted) Probe(context.Context) error { return nil }
func (h *hosted) Down() <-chan struct{}       { return h.down }
func (h *hosted) Err() error                  { return h.err }
func (h *hosted) Close()                      { h.stop() }

func (h *hosted) Scan(on bool, heard func(ble.Advert)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.off != nil {
		h.off()
		h.off = nil
	}
	if on {
		ctx, off := context.WithCancel(h.ctx)
		h.off = off
		go func() {
			if err := h.radio.Scan(ctx, heard); ctx.Err() == nil {
				h.once.Do(func() { h.err = err; close(h.down) })
			}
		}()
	}
	return nil
}

func (h *hosted) Calls() int {
	if d, ok := h.radio.(ble.Dialer); ok {
		return d.Dials()
	}
	return 1
}

// Dial leaves the connecting to Prepare, which knows what for.
func (h *hosted) Dial(_ context.Context, a ble.Addr) (peer, error) {
	return &guest{host: h, addr: a, gone: make(chan struct{})}, nil
}

// guest is a peer that another radio is linked to.
type guest struct {
	host *hosted
	addr ble.Addr
	link ble.Link // nil until Prepare
	once sync.Once
	gone chan struct{}
}

func (g *guest) Prepare(ctx context.Context, what ble.GATT, _ []handle, heard func(ble.Note)) ([]handle, int, error) {
	l, err := g.host.radio.Connect(ctx, g.addr, what)
	if err != nil {
		return nil, 0, err
	}
	g.link = l
	go func() {
		defer g.once.Do(func() { close(g.gone) })
		for {
			select {
			case n := <-l.Notifications():
				heard(n)
			case <-l.Done():
				return
			}
		}
	}()
	hs := make([]handle, len(what.Chars))
	for i := range hs {
		hs[i].Value = uint16(i + 1)
	}
	return hs, l.MTU(), nil
}

func (g *guest) Write(ctx context.Context, c ble.Char, b []byte) error {
	return g.link.Write(ctx, c, b)
}

// Pace leaves a link that cannot be paced as it is.
func (g *guest) Pace(ctx context.Context, fast bool) error {
	if p, ok := g.link.(ble.Pacer); ok {
		return p.Pace(ctx, fast)
	}
	return nil
}

func (g *guest) Gone() <-chan struct{} { return g.gone }

func (g *guest) HangUp() {
	if g.link != nil {
		_ = g.link.Close()
	}
	g.once.Do(func() { close(g.gone) })
}
