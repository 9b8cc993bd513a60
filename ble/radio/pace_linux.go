package radio

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"
)

// pace is a connection's timing in HCI's units: interval in 1.25 ms, supervision timeout in 10 ms,
// which has to be more than (1+latency) * interval * 2 [Core Spec Vol 4 Part E 7.8.18].
type pace struct{ min, max, latency, timeout uint16 }

// Fast is 7.5 to 15 ms, for a round trip of two intervals and sixteen locks. Slow is 100 to 200 ms,
// of which the peer may sleep through two of three: it wakes at most every 300 ms, and hears us
// after 600 ms at the latest. A lock holds on to a dead radio's link for the timeout, so that is
// little more than it must be: 1.2 s.
var (
	fast = pace{min: 6, max: 12, timeout: 72}
	slow = pace{min: 80, max: 160, latency: 2, timeout: 150}
)

var errNoPace = errors.New("radio: this link's pace cannot be changed")

// Pace returns when the controller has agreed; the change follows some intervals later.
func (p *goPeer) Pace(ctx context.Context, quick bool) error {
	c, ok := p.conn.(*hci.Conn)
	if !ok {
		return errNoPace
	}
	e := beganBy(c)
	if e == nil {
		return errNoPace
	}
	to := slow
	if quick {
		to = fast
	}
	return within(ctx, func() error {
		err := p.hci.Send(&cmd.LEConnectionUpdate{ConnectionHandle: e.ConnectionHandle(), ConnIntervalMin: to.min, ConnIntervalMax: to.max,
			ConnLatency: to.latency, SupervisionTimeout: to.timeout}, nil)
		if err != nil {
			return fmt.Errorf("radio: change the pace: %w", err)
		}
		return nil
	})
}
