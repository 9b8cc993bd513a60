package softlock

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/go-ble/ble/linux"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/virtual"
)

// adParams: every 100 to 150 ms, connectable. In units of 0.625 ms.
var adParams = cmd.LESetAdvertisingParameters{AdvertisingIntervalMin: 160, AdvertisingIntervalMax: 240, AdvertisingChannelMap: 7}

// notifyWait is how long a notification may wait for the controller. go-ble holds the lock of
// its whole transmitter meanwhile, and never comes out of it when the link dies there: then
// only another start helps.
const notifyWait = 3 * time.Second

// antenna opens the adapter and serves the lock on it until the lock has no power (nil), ctx
// ends, or the stack is of no more use. It leaves without a goodbye: the controller is reset.
func antenna(ctx context.Context, lock virtual.Device, name, adapter string, tell func(string)) error {
	log.SetOutput(io.Discard) // go-ble's own remarks; ours go through tell
	fail := make(chan error, 1)
	h := &host{lock: lock, name: name, tell: tell, fail: fail, links: newLinks(lock, tell, fail), idle: make(chan struct{}, 1)}
	dev, err := radio.Claim(ctx, adapter, h.open)
	if err != nil {
		return err
	}
	defer h.silence(dev)
	return h.advertise(ctx, dev)
}

// host is one life of the antenna.
type host struct {
	lock  virtual.Device
	name  string // of GAP
	tell  func(string)
	links *links
	fail  chan error
	idle  chan struct{} // a link ended
}

// ended is called by the stack, in its own loop.
func (h *host) ended() {
	select {
	case h.idle <- struct{}{}:
	default:
	}
}

// advertise keeps the advertisement and the address true. After a link's end the stack switches
// the advertisement on again by itself.
func (h *host) advertise(ctx context.Context, dev *linux.Device) error {
	own, err := public(dev)
	if err != nil {
		return err
	}
	at, last := own, []byte(nil)
	for {
		changed := h.lock.Changed()
		a := h.lock.Addr(own)
		ad := h.lock.Advert(a)
		if ad == nil {
			return nil
		}
		if err := show(dev, at, a, last, ad); err != nil {
			return err
		}
		if last == nil {
			h.tell("advertising")
		}
		at, last = a, ad
		select {
		case <-changed:
		case <-h.idle:
			h.tell("advertising")
		case err := <-h.fail:
			return err
		case <-dev.HCI.Done():
			return errors.New("softlock: the controller is gone")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// show makes of an advertisement at one address that at another; last nil: there is none yet.
func show(dev *linux.Device, at, a ble.Addr, last, ad []byte) error {
	moves := a != at
	if moves {
		if err := goBy(dev, a); err != nil {
			return err
		}
	}
	if !bytes.Equal(ad, last) {
		if err := dev.HCI.SetAdvertisement(ad, nil); err != nil {
			return fmt.Errorf("softlock: set the advertisement: %w", err)
		}
	}
	if last == nil || moves {
		if err := dev.HCI.Advertise(); err != nil {
			return fmt.Errorf("softlock: advertise: %w", err)
		}
	}
	return nil
}

// silence takes the antenna away as a power cut does. What hangs is left behind.
func (h *host) silence(dev *linux.Device) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		dev.HCI.Send(&cmd.Reset{}, nil)
		dev.Stop()
	}()
	h.links.closeAll()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}
