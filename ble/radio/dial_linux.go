package radio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

const (
	dialAgain = 250 * time.Millisecond
	inARow    = time.Second           // between two refusals
	seekLeast = 30 * time.Millisecond // before the controller is told of others, and twice the time that telling it takes
)

// connParams in HCI's units: 1.25 ms for the interval, 10 ms for supervision. A link begins fast
// (see Pace). The supervision timeout is also how long a lock may hold on to the link of a radio
// that was killed, so it is short.
var connParams = cmd.LECreateConnection{LEScanInterval: 0x60, LEScanWindow: 0x60,
	ConnIntervalMin: fast.min, ConnIntervalMax: fast.max, ConnLatency: fast.latency, SupervisionTimeout: fast.timeout}

// Dial first waits for an earlier link to the same peer to be gone.
func (d *goBLE) Dial(ctx context.Context, a ble.Addr) (peer, error) {
	if p := d.earlier(a); p != nil {
		p.HangUp()
		select {
		case <-p.gone:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p, err := d.seeker.find(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("radio: dial: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last[a] = p
	return p, nil
}

func (d *goBLE) earlier(a ble.Addr) *goPeer {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last[a]
}

// Calls are as many as the controller's list of peers holds.
func (d *goBLE) Calls() int { return max(d.seeker.most, 1) }

// listSize is how many peers the controller can look for at a time, by its filter accept list
// [Core Spec Vol 4 Part E 7.8.14]; 0: it has none.
func (d *goBLE) listSize() int {
	var rp cmd.LEReadWhiteListSizeRP
	if d.again(func() error { return d.hci.Send(&cmd.LEReadWhiteListSize{}, &rp) }) != nil || rp.Status != 0 {
		return 0
	}
	return min(int(rp.WhiteListSize), maxCalls)
}

// list makes the filter accept list, which holds was (nil: nobody knows what), these peers. It
// cannot be changed while the controller looks for one by it.
func (d *goBLE) list(was, to []ble.Addr) error {
	send := func(c hci.Command) error { return d.again(func() error { return d.hci.Send(c, nil) }) }
	if was == nil {
		if err := send(&cmd.LEClearWhiteList{}); err != nil {
			return err
		}
	}
	for _, a := range was {
		if slices.Contains(to, a) {
			continue
		}
		if err := send(&cmd.LERemoveDeviceFromWhiteList{Address: onAir(a.MAC), AddressType: typeOf(a)}); err != nil {
			return err
		}
	}
	for _, a := range to {
		if slices.Contains(was, a) {
			continue
		}
		if err := send(&cmd.LEAddDeviceToWhiteList{Address: onAir(a.MAC), AddressType: typeOf(a)}); err != nil {
			return err
		}
	}
	return nil
}

func typeOf(a ble.Addr) uint8 {
	if a.Random {
		return 1
	}
	return 0
}

// paramsFor looks for all of a list, or for the one peer.
func paramsFor(to []ble.Addr, listed bool) cmd.LECreateConnection {
	params := connParams
	params.PeerAddress, params.PeerAddressType = onAir(to[0].MAC), typeOf(to[0])
	if listed {
		params.InitiatorFilterPolicy = 1
	}
	return params
}

func onAir(mac [6]byte) (b [6]byte) {
	for i := range mac {
		b[5-i] = mac[i]
	}
	return b
}

// dialed is what a Dial of the stack's came to.
type dialed struct {
	client goble.Client
	err    error
}

// wait has a Dial of the stack's begin to look, and wait for what is found.
func (d *goBLE) wait(params cmd.LECreateConnection) chan dialed {
	d.hci.SetConnParams(params)
	to := onAir(params.PeerAddress)
	back := make(chan dialed, 1)
	go func() {
		c, err := d.hci.Dial(context.Background(), goble.NewAddr(ble.Addr{MAC: to}.String()))
		back <- dialed{c, err}
	}()
	return back
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
