package verbs

import (
	"context"
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
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

// Key is `localiq key …`.
type Key struct {
	New KeyNew `cmd:"" help:"Have a PIN chosen for a person. It is shown this once."`
}

type KeyNew struct {
	Place
	Who     string `required:"" help:"The person, by first and last name or id."`
	Replace string `placeholder:"KEY" help:"The id of the PIN that it takes the place of, from: localiq site export (default: one more)."`
	Until   string `help:"When it ends, on the site's clock: 2026-11-22T08:00 (default: when the person's rights do)."`
	JSON    bool   `help:"One JSON object."`
}

func (c *KeyNew) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		w := core.NewPIN{Person: core.PersonID(c.Who), Key: core.KeyID(c.Replace)}
		if w.Until, err = v.moment(d.Ctx, c.Until); err != nil {
			return err
		}
		return v.KeyNew(d.Ctx, c.Who, w)
	})
}

// KeyNew has a PIN chosen. It is written here and nowhere else.
func (v Verbs) KeyNew(ctx context.Context, who string, w core.NewPIN) error {
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
	ends := ""
	if w.Until != 0 {
		ends = ", until " + time.Unix(0, w.Until).In(zone(s)).Format("2 Jan 2006 15:04")
	}
	if err := v.lines(append([]string{fmt.Sprintf("PIN of %s: %s%s. It is shown only now.", who, t.Shown, ends)}, t.Report...)...); err != nil {
		return err
	}
	return v.toHear(ctx)
}
