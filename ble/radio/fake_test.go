package radio

import (
	"context"
	"errors"
	"sync"

	"localiq/ble"
)

var (
	lockA   = ble.Addr{MAC: [6]byte{0xc0, 1, 2, 3, 4, 5}, Random: true}
	lockC   = ble.Addr{MAC: [6]byte{0xc0, 1, 2, 3, 4, 7}, Random: true}
	lockB   = ble.Addr{MAC: [6]byte{0xc0, 1, 2, 3, 4, 6}}
	service = ble.GATT{Service: ble.UUID{1}, Chars: []ble.UUID{{2}, {3}}, Notify: []ble.Char{1}}
	errTest = errors.New("test: broken")
)

// fakeDevice is an adapter on which every peer answers, unless told otherwise.
type fakeDevice struct {
	mu      sync.Mutex
	heard   func(ble.Advert)
	peers   []*fakePeer
	dial    func(context.Context) error // before a dial succeeds; nil: at once
	prepare func(*fakePeer)             // while a peer is prepared
	probe   func(context.Context) error // nil: well
	scans   chan bool
	dialed  chan *fakePeer
	down    chan struct{}
	closed  chan struct{}
	err     error
	known   [][]handle
	was     [6]byte
}

func newFakeDevice() *fakeDevice {
	return &fakeDevice{scans: make(chan bool, 16), dialed: make(chan *fakePeer, 64), down: make(chan struct{}), closed: make(chan struct{})}
}

func (d *fakeDevice) open(_ context.Context, w wanted) (device, error) {
	d.was = w.was
	return d, nil
}

func (d *fakeDevice) Calls() int { return 1 }

func (d *fakeDevice) Addr() [6]byte { return [6]byte{9} }

func (d *fakeDevice) Down() <-chan struct{} { return d.down }

func (d *fakeDevice) Err() error { return d.err }

func (d *fakeDevice) Close() { close(d.closed) }

func (d *fakeDevice) fall(err error) { d.err = err; close(d.down) }

func (d *fakeDevice) Probe(ctx context.Context) error {
	return d.call(ctx, func() func(context.Context) error { return d.probe })
}

// set changes what the device or a peer of it does.
func (d *fakeDevice) set(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
}

func (d *fakeDevice) call(ctx context.Context, which func() func(context.Context) error) error {
	d.mu.Lock()
	f := which()
	d.mu.Unlock()
	if f == nil {
		return nil
	}
	return f(ctx)
}

func (d *fakeDevice) Scan(on bool, heard func(ble.Advert)) error {
	d.mu.Lock()
	d.heard = heard
	d.mu.Unlock()
	d.scans <- on
	return nil
}

func (d *fakeDevice) advertise(a ble.Advert) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard(a)
}

func (d *fakeDevice) Dial(ctx context.Context, a ble.Addr) (peer, error) {
	if err := d.call(ctx, func() func(context.Context) error { return d.dial }); err != nil {
		return nil, err
	}
	p := &fakePeer{dev: d, addr: a, gone: make(chan struct{}), wrote: make(chan []byte, 64), paces: make(chan bool, 64)}
	d.dialed <- p
	return p, nil
}

type fakePeer struct {
	dev   *fakeDevice
	addr  ble.Addr
	heard func(ble.Note)
	wrote chan []byte
	paces chan bool
	pace  error
	write func(ctx context.Context) error // nil: at once
	once  sync.Once
	gone  chan struct{}
}

func (p *fakePeer) Prepare(_ context.Context, g ble.GATT, known []handle, heard func(ble.Note)) ([]handle, int, error) {
	p.heard = heard
	p.dev.mu.Lock()
	p.dev.known = append(p.dev.known, known)
	prepare := p.dev.prepare
	p.dev.mu.Unlock()
	if prepare != nil {
		prepare(p)
	}
	return []handle{{Value: 3}, {Value: 5, CCCD: 6}}, 247, nil
}

func (p *fakePeer) Write(ctx context.Context, c ble.Char, b []byte) error {
	if err := p.dev.call(ctx, func() func(context.Context) error { return p.write }); err != nil {
		return err
	}
	p.wrote <- append([]byte{byte(c)}, b...)
	return nil
}

func (p *fakePeer) Pace(_ context.Context, fast bool) error {
	p.paces <- fast
	return p.pace
}

func (p *fakePeer) Gone() <-chan struct{} { return p.gone }

func (p *fakePeer) HangUp() { p.once.Do(func() { close(p.gone) }) }
