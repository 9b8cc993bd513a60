package radio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"sync"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

// scanParams in HCI's units of 0.625 ms. Passive: a scan request tells the world that somebody
// listens, and a scan response without its advertisement wedges go-ble.
var scanParams = cmd.LESetScanParameters{LEScanType: 0, LEScanInterval: 0x60, LEScanWindow: 0x60}

func openAdapter(ctx context.Context, w wanted) (device, error) {
	log.SetOutput(io.Discard) // go-ble's remarks; what matters is an error of ours
	d, err := claim(ctx, w, open)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// open panics in the stack for a controller without buffers.
func open(index int) (d *goBLE, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("radio: the stack panicked: %v", p)
		}
	}()
	h, err := hci.NewHCI(goble.OptDeviceID(index), goble.OptScanParams(scanParams), goble.OptConnParams(connParams))
	if err != nil {
		return nil, err
	}
	if err := h.Init(); err != nil {
		return nil, err
	}
	d = &goBLE{hci: h, down: make(chan struct{}), last: map[ble.Addr]*goPeer{}}
	if d.room, err = d.buffers(); err != nil {
		h.Close()
		return nil, err
	}
	own, _ := ble.ParseAddr(h.Addr().String())
	d.addr = own.MAC
	d.seeker = newSeeker(d)
	go d.seeker.run() // ends when the adapter is down, or with the process
	go func() {
		<-h.Done()
		d.fall(errUnplugged)
	}()
	return d, nil
}

var errUnplugged = &OpenError{Why: "the adapter is gone: it was unplugged, or reset itself", Do: "plug it in again"}

// goBLE is an adapter under go-ble. Its rules, each learned the hard way (docs/radio.md): one
// dial of the stack's at a time, whomever the controller looks for, and none is ever cancelled; the
// address type set before every dial, because it sticks; raw advertisement bytes only, because its parser loops and panics on what passers-by
// send; never more bytes on their way than the controller has buffers for.
type goBLE struct {
	hci  *hci.HCI
	addr [6]byte
	room *room

	mu       sync.Mutex
	wanted   bool // the hub wants to hear
	paused   bool // a dial needs quiet
	scanning bool

	last map[ble.Addr]*goPeer // those that are gone stay, until they are dialled again

	seeker *seeker

	once sync.Once
	down chan struct{}
	err  error // before down is closed
}

func (d *goBLE) Addr() [6]byte         { return d.addr }
func (d *goBLE) Down() <-chan struct{} { return d.down }
func (d *goBLE) Err() error            { return d.err }

func (d *goBLE) fall(err error) { d.once.Do(func() { d.err = err; close(d.down) }) }

// Close may hang in the stack; the caller does not wait for it. The kernel lets a controller go as it is:
// one that still looks for a lock would find it, and hold it for nobody.
func (d *goBLE) Close() {
	_ = d.hci.Send(&cmd.Reset{}, nil)
	d.hci.Close()
}

func (d *goBLE) Scan(on bool, heard func(ble.Advert)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if on && !d.wanted {
		d.hci.SetAdvHandler(func(a goble.Advertisement) { hear(a, heard) })
	}
	d.wanted = on
	return d.listen()
}

// pause keeps the controller quiet for a dial. It never holds the hub's wish up.
func (d *goBLE) pause(on bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.paused = on
	return d.listen()
}

// listen switches scanning as it is to be, with mu held.
func (d *goBLE) listen() error {
	on := d.wanted && !d.paused
	if on == d.scanning {
		return nil
	}
	err := d.again(func() error {
		if on {
			return d.hci.Scan(true)
		}
		return d.hci.StopScanning()
	})
	if err != nil {
		return fmt.Errorf("radio: switch scanning to %t: %w", on, err)
	}
	d.scanning = on
	return nil
}

const (
	tries   = 4
	tryWait = 20 * time.Millisecond
)

// isStale is true for what may be the error of an earlier event.
func isStale(err error) bool {
	if _, refused := errors.AsType[hci.ErrCommand](err); refused || err == nil {
		return false
	}
	for _, ours := range []error{context.Canceled, context.DeadlineExceeded, ble.ErrRadioDown, ble.ErrFull} {
		if errors.Is(err, ours) {
			return false
		}
	}
	return true
}

// again sends a command. go-ble answers one with the error of the event before it, until another
// event comes: only what the controller itself refuses is final.
func (d *goBLE) again(send func() error) (err error) {
	for range tries {
		err = send()
		if !isStale(err) {
			return err
		}
		select {
		case <-time.After(tryWait):
		case <-d.down:
			return ble.ErrRadioDown
		}
	}
	return err
}

// buffers asks for those of LE, or where it has none of its own for those of all.
func (d *goBLE) buffers() (*room, error) {
	var le cmd.LEReadBufferSizeRP
	if err := d.again(func() error { return d.hci.Send(&cmd.LEReadBufferSize{}, &le) }); err != nil {
		return nil, err
	}
	size, count := int(le.HCLEDataPacketLength), int(le.HCTotalNumLEDataPackets)
	if count == 0 {
		var all cmd.ReadBufferSizeRP
		if err := d.again(func() error { return d.hci.Send(&cmd.ReadBufferSize{}, &all) }); err != nil {
			return nil, err
		}
		size, count = int(all.HCACLDataPacketLength), int(all.HCTotalNumACLDataPackets)
	}
	return newRoom(size, count)
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

// Probe reads the controller's own address, and expects the one that it had: a stray answer to
// something else would not hold it.
func (d *goBLE) Probe(ctx context.Context) error {
	return within(ctx, func() error {
		var rp cmd.ReadBDADDRRP
		if err := d.again(func() error { return d.hci.Send(&cmd.ReadBDADDR{}, &rp) }); err != nil {
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

// within returns when f does or ctx ends, whichever comes first; then f is left behind.
func within(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
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
