package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"localiq/ble"
	"localiq/ble/phone"
	"localiq/ble/radio"
	"localiq/core"
	"localiq/core/clock"
	"localiq/tui/verbs"
)

// phoneOpen is the phone at a door.
type phoneOpen struct {
	phoneFile
	Adapter string `default:"hci0" help:"Bluetooth adapter that is the phone's; not the hub's."`
	Tap     bool   `xor:"what" help:"Open the nearest door that the key is for."`
	List    bool   `xor:"what" help:"The locks in earshot, the nearest first."`
	JSON    bool   `help:"One JSON object."`
}

// openTime is how long a tap may take from the choice to the lock's word.
const openTime = 15 * time.Second

func (c *phoneOpen) Run(a *app) error {
	if c.Tap == c.List {
		return core.Errorf(core.CodeRequest, "what shall the phone do?").Advise("--tap to open the nearest door, --list to see what is near")
	}
	p, err := phone.Read(c.Key)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(a.ctx)
	rose := make(chan struct{}, 1)
	r := radio.NewSupervisor(c.Adapter, radio.Exec(c.Adapter), func(e core.Event) {
		if _, up := e.(core.RadioRose); up {
			select {
			case rose <- struct{}{}:
			default:
			}
		}
	})
	over := make(chan error, 1)
	go func() { over <- r.Run(ctx) }()
	defer func() { stop(); <-over }()
	select {
	case <-rose:
	case err := <-over:
		over <- err
		return err
	case <-time.After(openTime):
		return core.Errorf(core.CodeRefused, "adapter %s does not come up", c.Adapter)
	}
	heard, at, err := phone.Near(ctx, r, p.Wallet, clock.Real())
	switch told := (*core.Error)(nil); {
	case err != nil && !errors.As(err, &told):
		return err
	case c.List:
		return c.list(a, heard)
	case err != nil:
		fmt.Fprintln(a.err, "localiq:", err)
		return verbs.ErrCannot
	}
	return c.tap(ctx, a, p, r, at)
}

func (c *phoneOpen) list(a *app, heard []phone.Heard) error {
	if c.JSON {
		return json.NewEncoder(a.out).Encode(heard)
	}
	for _, h := range heard {
		what := "a lock that tells nobody who it is"
		switch {
		case h.Ours:
			what = "lock " + h.Serial.String() + ", which this phone may open"
		case !h.Sealed:
			what = "lock " + h.Serial.String() + ", for which this phone has no key"
		}
		fmt.Fprintf(a.out, "%4d dBm  %s  %s\n", h.RSSI, h.Addr, what)
	}
	if len(heard) == 0 {
		fmt.Fprintln(a.out, "No lock is near.")
	}
	return nil
}

func (c *phoneOpen) tap(ctx context.Context, a *app, p phone.Phone, r ble.Radio, at phone.Heard) error {
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	o, err := p.Open(ctx, r, at.Addr)
	if refused := (*core.Error)(nil); errors.As(err, &refused) {
		fmt.Fprintln(a.err, "localiq:", err)
		return verbs.ErrCannot
	}
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(a.out).Encode(o); err != nil {
			return err
		}
	} else if o.Granted {
		fmt.Fprintln(a.out, o.Door+" opens.")
	} else {
		fmt.Fprintf(a.out, "%s stays shut: %s\n", o.Door, strings.ToLower(o.Reason.String()))
	}
	if o.Ends(time.Now()) {
		fmt.Fprintf(a.err, "localiq: the site signed this key until %s: have it renewed (localiq phone renew)\n", time.UnixMilli(o.Until).Format("2 Jan 2006 15:04"))
	}
	if !o.Granted {
		return verbs.ErrCannot
	}
	return nil
}
