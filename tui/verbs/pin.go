package verbs

import (
	"context"
	"fmt"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// LockPIN gives a lock's admin PIN. That the lock takes it is known when it was reached.
func (v Verbs) LockPIN(ctx context.Context, lock, pin string) error {
	c, _, err := v.lockAt(ctx, lock)
	if err != nil {
		return err
	}
	t, err := v.ask(ctx, core.SetLockPIN{Lock: c.Lock.ID, PIN: pin})
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines("Kept. The lock is asked whether it takes it when it is reached next: localiq lock show " + plain.Quoted(lock))
}

// PIN is `localiq pin …`.
type PIN struct {
	New     PINNew     `cmd:"" help:"Have a PIN chosen: localiq pin new --who Ana"`
	List    PINList    `cmd:"" help:"Whose PINs there are, and which locks hold each; never the digits: localiq pin list"`
	Show    PINShow    `cmd:"" help:"Read a PIN back. That it was read is an event: localiq pin show Ana"`
	Block   PINBlock   `cmd:"" help:"Block one PIN: localiq pin block Ana"`
	Unblock PINUnblock `cmd:"" help:"It opens again: localiq pin unblock Ana"`
	Remove  PINRemove  `cmd:"" help:"Take one PIN away: localiq pin remove Ana"`
}

type PINNew struct {
	Place
	Who     string `required:"" help:"The person, by name or id."`
	Replace string `placeholder:"KEY" help:"The id of the PIN that it takes the place of, from: localiq pin list (default: one more)."`
	From    string `placeholder:"WHEN" help:"From when, on the site's clock: 2026-11-22T08:00 (default: at once)."`
	Until   string `placeholder:"WHEN" help:"Until when; a day is meant whole (default: what the site says, else when the person's rights end)."`
	JSON    bool   `help:"One JSON object."`
}

func (c *PINNew) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		w := core.NewPIN{Person: core.PersonID(c.Who), Key: core.KeyID(c.Replace)}
		if w.From, err = v.moment(d.Ctx, c.From); err != nil {
			return err
		}
		if w.Until, err = v.end(d.Ctx, c.Until); err != nil {
			return err
		}
		return v.PINNew(d.Ctx, c.Who, w)
	})
}

// PINNew has a PIN chosen, and writes it.
func (v Verbs) PINNew(ctx context.Context, who string, w core.NewPIN) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	if w.Until != 0 && w.Until <= s.Now.Wall && s.Now.Trust == core.Trusted {
		return core.Errorf(core.CodeRequest, "--until has passed already").Advise("leave it out, or name a time to come, on the site's clock")
	}
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	shown := " It is shown only now."
	if !s.Settings.ShowPINOnce {
		shown = ""
	}
	t, digits := withoutShown(t)
	return v.lines(v.came(t, fmt.Sprintf("PIN of %s: %s%s.%s", who, digits, plain.Span(texts.English, w.From, w.Until, zone(s)), shown))...)
}

// withoutShown leaves what came of a wish besides its digits, and besides who has no slot: ask said it.
func withoutShown(t core.Told) (core.Told, string) {
	digits := t.Shown
	t.Shown, t.Unsubscribed = "", nil
	return t, digits
}

type PINList struct{ Find }

func (c *PINList) Run(d *Desk) error {
	return c.listed(d, core.ListKeys{Kind: core.KeyPIN, Filter: c.Filter, Page: c.page()}, "No PINs. Give one: localiq pin new --who NAME", listedKeys)
}

type PINShow struct {
	Place
	One
	JSON bool `help:"One JSON object."`
}

func (c *PINShow) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		t, err := v.ask(d.Ctx, core.ReadPIN{Key: c.of(core.KeyPIN)})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t)
		}
		return v.lines(t.Shown)
	})
}

type PINBlock struct {
	Change
	One
}

func (c *PINBlock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyPIN), State: core.KeyBlocked}, "Blocked.")
}

type PINUnblock struct {
	Change
	One
}

func (c *PINUnblock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyPIN), State: core.KeyActive}, "Not blocked any more.")
}

type PINRemove struct {
	Change
	One
}

func (c *PINRemove) Run(d *Desk) error {
	return c.does(d, core.RemoveKey{Key: c.of(core.KeyPIN)}, "Taken away.")
}
