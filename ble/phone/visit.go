package phone

import (
	"context"
	"errors"
	"fmt"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// Outcome is what a lock said.
type Outcome struct {
	Door    string
	Granted bool
	Reason  core.Reason
	Until   int64 // ms UTC: when what the site signed ends, and the key has to be renewed
}

// Ends is true where that is near, by the phone's own clock.
func (o Outcome) Ends(now time.Time) bool { return o.Until-now.UnixMilli() < endsSoon.Milliseconds() }

const endsSoon = 7 * 24 * time.Hour

// Open shows the lock at that address the certificate for it, and waits for what becomes of it. A lock
// that is none of the wallet's, or says nothing, opens nothing: the error is a *core.Error, or the
// radio's.
func (p Phone) Open(ctx context.Context, r ble.Radio, at ble.Addr) (Outcome, error) {
	if p.Wallet == nil || len(p.Wallet.Doors) == 0 {
		return Outcome{}, core.Errorf(core.CodeNotFound, "this phone has no digital key yet").Advise("have one issued to it, and take it: localiq phone take TEXT")
	}
	link, err := r.Connect(ctx, at, profile.GATT)
	if err != nil {
		return Outcome{}, fmt.Errorf("phone: connect: %w", err)
	}
	defer link.Close()
	ch, err := profile.OpenVisit(p.own, p.Wallet.Word, func(k profile.PublicKey) bool { return p.Wallet.door(k) != nil }, link.MTU(), nil)
	if err != nil {
		return Outcome{}, err
	}
	v := visit{ctx: ctx, link: link, ch: ch, wallet: p.Wallet}
	return v.run()
}

// visit is one talk with one lock.
type visit struct {
	ctx    context.Context
	link   ble.Link
	ch     *profile.Channel
	wallet *Wallet
	door   *Door // nil: its lock has not proved itself
}

func (v *visit) run() (Outcome, error) {
	if err := v.flush(); err != nil {
		return Outcome{}, err
	}
	for {
		select {
		case n := <-v.link.Notifications():
			o, done, err := v.hear(n.Data)
			if done || err != nil {
				return o, said(err)
			}
		case <-v.link.Done():
			select { // what arrived before the end comes before it
			case n := <-v.link.Notifications():
				o, done, err := v.hear(n.Data)
				if done || err != nil {
					return o, said(err)
				}
				continue
			default:
			}
			return Outcome{}, fmt.Errorf("phone: the lock said nothing: %w", v.link.Err())
		case <-v.ctx.Done():
			return Outcome{}, fmt.Errorf("phone: the lock said nothing: %w", ble.ErrTimeout)
		}
	}
}

func (v *visit) hear(value []byte) (o Outcome, done bool, err error) {
	ms, err := v.ch.Receive(value)
	if err != nil {
		return o, false, err
	}
	if v.door == nil && v.ch.Open() {
		v.door = v.wallet.door(v.ch.Peer())
		if err := v.ch.Send(v.door.Present); err != nil {
			return o, false, err
		}
	}
	for _, m := range ms {
		switch m := m.(type) {
		case profile.Outcome:
			cert, err := v.door.Present.Read()
			return Outcome{Door: v.door.Name, Granted: m.Granted, Reason: m.Reason, Until: cert.Until}, err == nil, err
		case profile.Error:
			return o, false, core.Errorf(core.CodeRefused, "the lock did not take the key").Advise("renew it: localiq phone renew")
		}
	}
	return o, false, v.flush()
}

func (v *visit) flush() error {
	for _, b := range v.ch.Outgoing() {
		if err := v.link.Write(v.ctx, profile.RX, b); err != nil {
			return fmt.Errorf("phone: write: %w", err)
		}
	}
	return nil
}

// said puts the profile's own errors into a person's words.
func said(err error) error {
	switch {
	case errors.Is(err, profile.ErrStranger):
		return core.Errorf(core.CodeRefused, "the nearest lock is of this site, and this phone has no key for it").Advise("ask for the right; then: localiq phone renew")
	case errors.Is(err, profile.ErrRefused):
		return core.Errorf(core.CodeRefused, "the nearest lock takes no keys of this phone's site").Advise("it is another site's, or has not met its hub since digital keys are there")
	}
	return err
}
