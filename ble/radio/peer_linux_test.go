package radio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/att"
	"github.com/go-ble/ble/linux/gatt"
	"github.com/go-ble/ble/linux/hci"

	"localiq/ble"
)

// wire is an L2CAP channel in memory: go-ble's own GATT runs over it, without a kernel.
type wire struct {
	ctx  context.Context
	in   chan []byte
	out  chan []byte
	gone chan struct{}
	once *sync.Once
	mu   sync.Mutex
	rx   int
	tx   int
}

func wires() (a, b *wire) {
	ab, ba, gone, once := make(chan []byte, 64), make(chan []byte, 64), make(chan struct{}), new(sync.Once)
	a = &wire{ctx: context.Background(), in: ba, out: ab, gone: gone, once: once, rx: goble.DefaultMTU, tx: goble.DefaultMTU}
	b = &wire{ctx: context.Background(), in: ab, out: ba, gone: gone, once: once, rx: 247, tx: goble.DefaultMTU}
	return a, b
}

func (w *wire) Read(p []byte) (int, error) {
	select {
	case b := <-w.in:
		return copy(p, b), nil
	case <-w.gone:
		return 0, io.ErrClosedPipe
	}
}

func (w *wire) Write(p []byte) (int, error) {
	select {
	case w.out <- bytes.Clone(p):
		return len(p), nil
	case <-w.gone:
		return 0, io.ErrClosedPipe
	}
}

func (w *wire) Close() error                   { w.once.Do(func() { close(w.gone) }); return nil }
func (w *wire) Disconnected() <-chan struct{}  { return w.gone }
func (w *wire) Context() context.Context       { return w.ctx }
func (w *wire) SetContext(ctx context.Context) { w.ctx = ctx }
func (w *wire) LocalAddr() goble.Addr          { return goble.NewAddr("00:00:00:00:00:01") }
func (w *wire) RemoteAddr() goble.Addr         { return goble.NewAddr("00:00:00:00:00:02") }
func (w *wire) ReadRSSI() int                  { return 0 }
func (w *wire) RxMTU() int                     { w.mu.Lock(); defer w.mu.Unlock(); return w.rx }
func (w *wire) SetRxMTU(n int)                 { w.mu.Lock(); w.rx = n; w.mu.Unlock() }
func (w *wire) TxMTU() int                     { w.mu.Lock(); defer w.mu.Unlock(); return w.tx }
func (w *wire) SetTxMTU(n int)                 { w.mu.Lock(); w.tx = n; w.mu.Unlock() }

// echo is a peripheral whose first characteristic is written to and whose second notifies the
// same. gap puts other attributes before it, as another firmware would.
func echo(t *testing.T, w *wire, gap int) {
	t.Helper()
	svc := goble.NewService(uuid(service.Service))
	said := make(chan []byte, 8)
	svc.NewCharacteristic(uuid(service.Chars[0])).HandleWrite(goble.WriteHandlerFunc(func(r goble.Request, _ goble.ResponseWriter) {
		said <- bytes.Clone(r.Data())
	}))
	svc.NewCharacteristic(uuid(service.Chars[1])).HandleNotify(goble.NotifyHandlerFunc(func(_ goble.Request, n goble.Notifier) {
		for {
			select {
			case b := <-said:
				n.Write(b)
			case <-n.Context().Done():
				return
			}
		}
	}))
	other := goble.NewService(goble.UUID16(0x180a))
	for range gap {
		other.NewCharacteristic(goble.UUID16(uint16(0x2a20 + gap))).SetValue([]byte{1})
		gap++
	}
	srv, err := att.NewServer(att.NewDB([]*goble.Service{other, svc}, 1), w)
	if err != nil {
		t.Fatal(err)
	}
	go srv.Loop()
}

// ample is the room of a good controller.
func ample() *room {
	r, err := newRoom(251, 8)
	if err != nil {
		panic(err)
	}
	return r
}

func dialled(t *testing.T, gap int) *goPeer {
	t.Helper()
	a, b := wires()
	echo(t, b, gap)
	c, err := gatt.NewClient(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return newPeer(c, nil, ample())
}

func (p *goPeer) mustEcho(t *testing.T, notes <-chan ble.Note, b []byte) {
	t.Helper()
	if err := p.Write(t.Context(), 0, b); err != nil {
		t.Fatal(err)
	}
	if n := <-notes; n.Char != 1 || !bytes.Equal(n.Data, b) {
		t.Fatalf("%d bytes came back as %+v", len(b), n)
	}
}

// Discovery, subscription, the largest write; then the same by handles alone; then handles that
// have moved, which fall back to discovery.
func TestPeerOverGoBLE(t *testing.T) {
	notes := make(chan ble.Note, 8)
	heard := func(n ble.Note) { notes <- n }
	var known []handle
	for _, c := range []struct {
		name string
		gap  int
	}{{"discovered", 0}, {"known", 0}, {"moved", 3}} {
		p := dialled(t, c.gap)
		hs, mtu, err := p.Prepare(t.Context(), service, known, heard)
		if err != nil || mtu != ownMTU || len(hs) != 2 || hs[1].CCCD == 0 {
			t.Fatalf("%s: handles %v, MTU %d, %v", c.name, hs, mtu, err)
		}
		p.mustEcho(t, notes, bytes.Repeat([]byte{0xa5}, mtu-3))
		if p.Write(t.Context(), 0, make([]byte, mtu-2)) == nil {
			t.Errorf("%s: a write above the MTU was taken", c.name)
		}
		if same := known != nil && hs[0] == known[0]; same != (c.name == "known") {
			t.Errorf("%s: handles were %v and are %v", c.name, known, hs)
		}
		known = hs
	}
}

func TestPeerWithoutTheService(t *testing.T) {
	g := service
	g.Service = ble.UUID{99}
	if _, _, err := dialled(t, 0).Prepare(t.Context(), g, nil, nil); !errors.Is(err, ble.ErrNotFound) {
		t.Errorf("prepared: %v", err)
	}
}

// A peer that does not answer costs its deadline and its link, not the 30 s that go-ble waits.
func TestMutePeerCostsItsLink(t *testing.T) {
	a, _ := wires()
	c, err := gatt.NewClient(a)
	if err != nil {
		t.Fatal(err)
	}
	p := newPeer(c, nil, ample())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := p.Prepare(ctx, service, nil, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("prepared: %v", err)
	}
	<-p.Gone()
}

// An MTU below ATT's least would make go-ble panic at the next request.
func TestPeerWithAnAbsurdMTU(t *testing.T) {
	a, b := wires()
	go func() {
		buf := make([]byte, 64)
		b.Read(buf)
		b.Write([]byte{0x03, 0, 0})
	}()
	c, err := gatt.NewClient(a)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := newPeer(c, nil, ample()).Prepare(t.Context(), service, nil, nil); err == nil {
		t.Error("prepared with an MTU of 0")
	}
	a.Close()
}

// A write that finds no buffer free is not sent, and its link lives; what a silent peer holds is
// free again when the peer is gone.
func TestWriteWaitsForRoom(t *testing.T) {
	r, err := newRoom(251, 2)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := wires()
	c, err := gatt.NewClient(a)
	if err != nil {
		t.Fatal(err)
	}
	mute := newPeer(c, nil, r)
	other := dialled(t, 0)
	other.room = r
	notes := make(chan ble.Note, 8)
	if _, _, err := other.Prepare(t.Context(), service, nil, func(n ble.Note) { notes <- n }); err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	muted := make(chan error, 1)
	go func() { _, _, err := mute.Prepare(ctx, service, nil, nil); muted <- err }()
	<-a.out // it has sent, and holds the only buffer
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := other.Write(short, 0, []byte{1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("written without a buffer: %v", err)
	}
	giveUp()
	if err := <-muted; err == nil {
		t.Error("the mute one answered")
	}
	other.mustEcho(t, notes, []byte{2})
}

// What controllers say when they have no connection left is one error.
func TestFullControllers(t *testing.T) {
	for _, status := range []hci.ErrCommand{0x09, 0x07, 0x0d} {
		if err := full(fmt.Errorf("dial: %w", status)); !errors.Is(err, ble.ErrFull) || failure(err).Code != codeFull {
			t.Errorf("0x%02x is %v", byte(status), err)
		}
	}
	if err := full(hci.ErrDisallowed); errors.Is(err, ble.ErrFull) {
		t.Error(err)
	}
}

// Both paces are legal, and the slow one's supervision timeout is little more than it must be.
func TestPacesAreLegal(t *testing.T) {
	for _, p := range []pace{fast, slow} {
		least := (1 + time.Duration(p.latency)) * time.Duration(p.max) * 1250 * time.Microsecond * 2
		timeout := time.Duration(p.timeout) * 10 * time.Millisecond
		if timeout <= least || timeout > 2*time.Second || p.min < 6 || p.min > p.max {
			t.Errorf("%+v: timeout %s, and it must be above %s", p, timeout, least)
		}
	}
}
