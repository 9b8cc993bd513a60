package radio

import (
	"context"
	"errors"
	"fmt"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

const (
	dialAgain = 250 * time.Millisecond
	dialGrace = 250 * time.Millisecond // for a connection that came just as the dial was given up
)

// connParams in HCI's units: 1.25 ms for the interval, 10 ms for supervision. A link begins fast
// (see Pace). The supervision timeout is also how long a lock may hold on to the link of a radio
// that was killed, so it is short.
var connParams = cmd.LECreateConnection{LEScanInterval: 0x60, LEScanWindow: 0x60,
	ConnIntervalMin: fast.min, ConnIntervalMax: fast.max, ConnLatency: fast.latency, SupervisionTimeout: fast.timeout}

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

// dialOrPause learns from the first refusal whether the controller can look for a peer while it
// scans.
func (d *goBLE) dialOrPause(ctx context.Context, a ble.Addr) (*goPeer, error) {
	if !d.picky {
		p, err := d.dial(ctx, a)
		if !errors.Is(err, hci.ErrDisallowed) {
			return p, err
		}
	}
	defer d.pause(false)
	if err := d.pause(true); err != nil {
		return nil, err
	}
	p, err := d.dial(ctx, a)
	d.picky = d.picky || err == nil
	return p, err
}

// dial connects by means of a Dial of go-ble's, which waits for ever when the controller reports
// a failed connection, when a successful one is reported before it has begun to wait (that one
// it closes), and when it is cancelled after either. So it is never cancelled: while it waits we
// ask the controller for the connection again and again, which refuses as long as it is trying
// and otherwise begins anew; when we give up we tell the controller, and keep the waiting Dial
// for the next peer.
func (d *goBLE) dial(ctx context.Context, a ble.Addr) (*goPeer, error) {
	params := connParams
	for i, b := range a.MAC {
		params.PeerAddress[5-i] = b
	}
	if a.Random {
		params.PeerAddressType = 1
	}
	var r dialed
	err := d.again(func() (err error) {
		if err = d.begin(params); err != nil {
			return err
		}
		if r, err = d.await(ctx, params); err == nil {
			err = r.err
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("radio: dial: %w", full(err))
	}
	d.hci.Send(&cmd.LECreateConnectionCancel{}, nil) // of an asking that crossed with the answer; mostly refused
	p := newPeer(r.client, d.hci, d.room)
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

// begin has a Dial of the stack's wait, and the controller look for the peer.
func (d *goBLE) begin(params cmd.LECreateConnection) error {
	if d.waiting != nil {
		select {
		case r := <-d.waiting: // it came after we had given up
			d.waiting = nil
			if r.err == nil {
				newPeer(r.client, d.hci, d.room).HangUp()
			}
		default:
			return d.again(func() error { return d.hci.Send(&params, nil) })
		}
	}
	d.hci.SetConnParams(params)
	back := make(chan dialed, 1)
	d.waiting = back
	to := params.PeerAddress
	mac := ble.Addr{MAC: [6]byte{to[5], to[4], to[3], to[2], to[1], to[0]}}
	go func() {
		c, err := d.hci.Dial(context.Background(), goble.NewAddr(mac.String()))
		back <- dialed{c, err}
	}()
	return nil
}

// await waits for the connection, for ctx, or for the controller to have no room.
func (d *goBLE) await(ctx context.Context, params cmd.LECreateConnection) (dialed, error) {
	t := time.NewTicker(dialAgain)
	defer t.Stop()
	for {
		select {
		case r := <-d.waiting:
			d.waiting = nil
			return r, nil
		case <-t.C:
			if err := full(d.hci.Send(&params, nil)); errors.Is(err, ble.ErrFull) {
				return dialed{}, err
			}
		case <-d.down:
			return dialed{}, ble.ErrRadioDown
		case <-ctx.Done():
			return d.giveUp(ctx)
		}
	}
}

// giveUp has the controller look no more. What it found just then is returned, to be hung up.
func (d *goBLE) giveUp(ctx context.Context) (dialed, error) {
	if d.hci.Send(&cmd.LECreateConnectionCancel{}, nil) == nil {
		return dialed{}, ctx.Err()
	}
	select {
	case r := <-d.waiting:
		d.waiting = nil
		return r, nil
	case <-time.After(dialGrace):
		return dialed{}, ctx.Err()
	}
}

// full makes ble.ErrFull of what controllers say when they have no connection left.
func full(err error) error {
	for _, e := range []hci.ErrCommand{hci.ErrConnLimit, hci.ErrMemoryCapacity, hci.ErrLimitedResource} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w: %w", ble.ErrFull, err)
		}
	}
	return err
}
