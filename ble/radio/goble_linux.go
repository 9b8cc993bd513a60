package radio

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

const (
	dialAgain = 250 * time.Millisecond
	dialGrace = 1500 * time.Millisecond // for the stack to come back from a cancelled dial
)

// Units of HCI: 0.625 ms for scanning, 1.25 ms for the interval, 10 ms for supervision.
// Passive: a scan request tells the world that somebody listens, and a scan response without
// its advertisement wedges go-ble. The supervision timeout is also how long a lock may hold on
// to the link of a radio that was killed, so it is short.
var (
	scanParams = cmd.LESetScanParameters{LEScanType: 0, LEScanInterval: 0x60, LEScanWindow: 0x60}
	connParams = cmd.LECreateConnection{LEScanInterval: 0x60, LEScanWindow: 0x60,
		ConnIntervalMin: 9, ConnIntervalMax: 12, ConnLatency: 0, SupervisionTimeout: 100}
)

func openAdapter(ctx context.Context, adapter string) (device, error) {
	d, err := Claim(ctx, adapter, open)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func open(index int) (*goBLE, error) {
	h, err := hci.NewHCI(goble.OptDeviceID(index), goble.OptScanParams(scanParams), goble.OptConnParams(connParams))
	if err != nil {
		return nil, err
	}
	if err := h.Init(); err != nil {
		return nil, err
	}
	d := &goBLE{hci: h, down: make(chan struct{}), last: map[ble.Addr]*goPeer{}}
	a, ok := h.Addr().(interface{ String() string })
	if ok {
		own, _ := ble.ParseAddr(a.String())
		d.addr = own.MAC
	}
	go func() {
		<-h.Done()
		d.fall(fmt.Errorf("the controller is gone (%v)", h.Error()))
	}()
	return d, nil
}

// goBLE is an adapter under go-ble. Its rules, each learned the hard way (facts on go-ble):
// one dial at a time; the address type set before every dial, because it sticks; raw
// advertisement bytes only, because its parser loops and panics on what passers-by send; a dial
// that does not come back is the end of it.
type goBLE struct {
	hci  *hci.HCI
	addr [6]byte

	mu       sync.Mutex
	scanning bool

	last map[ble.Addr]*goPeer // Dial's alone; those that are gone stay, until they are dialled again

	once sync.Once
	down chan struct{}
	err  error // before down is closed
}

func (d *goBLE) Addr() [6]byte         { return d.addr }
func (d *goBLE) Down() <-chan struct{} { return d.down }
func (d *goBLE) Err() error            { return d.err }

func (d *goBLE) fall(err error) { d.once.Do(func() { d.err = err; close(d.down) }) }

// Close may hang in the stack; the caller does not wait for it.
func (d *goBLE) Close() { d.hci.Close() }

func (d *goBLE) Scan(on bool, heard func(ble.Advert)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if on == d.scanning {
		return nil
	}
	if on {
		d.hci.SetAdvHandler(func(a goble.Advertisement) { hear(a, heard) })
	}
	if err := d.scan(on); err != nil {
		return fmt.Errorf("radio: switch scanning to %t: %w", on, err)
	}
	d.scanning = on
	return nil
}

func (d *goBLE) scan(on bool) error {
	if on {
		return d.hci.Scan(true)
	}
	return d.hci.StopScanning()
}

// hear runs in a goroutine of the stack's. A malformed report makes the accessors panic; that
// report is dropped and the process lives.
func hear(a goble.Advertisement, heard func(ble.Advert)) {
	defer func() { recover() }()
	x, ok := a.(*hci.Advertisement)
	if !ok {
		return
	}
	addr, err := ble.ParseAddr(x.Addr().String())
	if err != nil || len(x.Data()) > 31 {
		return
	}
	addr.Random = x.AddressType() == 1
	heard(ble.Advert{Addr: addr, RSSI: int8(x.RSSI()), Connectable: x.Connectable(), Data: x.Data()})
}

// Probe reads the controller's own address, and expects the one that it had.
func (d *goBLE) Probe(ctx context.Context) error {
	return within(ctx, func() error {
		var rp cmd.ReadBDADDRRP
		if err := d.hci.Send(&cmd.ReadBDADDR{}, &rp); err != nil {
			return fmt.Errorf("radio: round trip to the controller: %w", err)
		}
		for i, b := range rp.BDADDR {
			if d.addr[5-i] != b {
				return errors.New("radio: the controller has another address")
			}
		}
		return nil
	})
}

// Dial first waits for an earlier link to the same peer to be gone.
func (d *goBLE) Dial(ctx context.Context, a ble.Addr) (peer, error) {
	if p := d.last[a]; p != nil {
		p.HangUp()
		select {
		case <-p.gone:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p, err := d.dialOrPause(ctx, a)
	if err != nil {
		return nil, err
	}
	d.last[a] = p
	return p, nil
}

func (d *goBLE) dialOrPause(ctx context.Context, a ble.Addr) (*goPeer, error) {
	p, err := d.dial(ctx, a)
	if !errors.Is(err, hci.ErrDisallowed) {
		return p, err
	}
	// Some controllers cannot look for a peer while they scan.
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.scanning {
		if err := d.scan(false); err != nil {
			return nil, err
		}
		defer d.scan(true)
	}
	return d.dial(ctx, a)
}

// dial gives the stack a little more than ctx to cancel by its own means.
//
// go-ble's Dial waits for ever when the controller reports a failed connection, when a
// successful one is reported before Dial has begun to wait (that one it closes), and when it is
// cancelled after either. So while it waits we ask the controller for the connection again and
// again: it refuses as long as it is trying, and otherwise begins anew, for the same Dial.
func (d *goBLE) dial(ctx context.Context, a ble.Addr) (*goPeer, error) {
	params := connParams
	for i, b := range a.MAC {
		params.PeerAddress[5-i] = b
	}
	if a.Random {
		params.PeerAddressType = 1
	}
	d.hci.SetConnParams(params)
	dialing, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	back := make(chan dialed, 1)
	go func() {
		c, err := d.hci.Dial(dialing, goble.NewAddr(ble.Addr{MAC: a.MAC}.String()))
		back <- dialed{c, err}
	}()
	r, err := d.await(ctx, back, func() { d.hci.Send(&params, nil) }, giveUp)
	switch {
	case err != nil:
		return nil, err
	case r.err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case r.err != nil:
		return nil, fmt.Errorf("radio: dial: %w", r.err)
	}
	d.hci.Send(&cmd.LECreateConnectionCancel{}, nil) // of an asking that crossed with the answer; mostly refused
	p := newPeer(r.client)
	if got, _ := ble.ParseAddr(p.conn.RemoteAddr().String()); got.MAC != a.MAC || ctx.Err() != nil {
		p.HangUp()
		return nil, fmt.Errorf("radio: dial: %w", errors.Join(ctx.Err(), ble.ErrTimeout))
	}
	return p, nil
}

type dialed struct {
	client goble.Client
	err    error
}

// await asks again until back, and once more before it gives up, so that there is something to
// cancel.
func (d *goBLE) await(ctx context.Context, back <-chan dialed, again, giveUp func()) (dialed, error) {
	t := time.NewTicker(dialAgain)
	defer t.Stop()
	for {
		select {
		case r := <-back:
			return r, nil
		case <-t.C:
			again()
			continue
		case <-d.down:
			return dialed{}, ble.ErrRadioDown
		case <-ctx.Done():
		}
		again()
		giveUp()
		select {
		case r := <-back:
			return r, nil
		case <-time.After(dialGrace):
			d.fall(errors.New("a dial did not come back"))
			return dialed{}, ble.ErrRadioDown
		}
	}
}

// within returns when f does or ctx ends, whichever comes first; then f is left behind.
func within(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				log.Printf("radio: the stack panicked: %v", p)
				done <- fmt.Errorf("radio: the stack panicked: %v", p)
			}
		}()
		done <- f()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
