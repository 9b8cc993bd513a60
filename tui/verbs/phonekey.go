package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// Digital is `localiq digital …`.
type Digital struct {
	New     DigitalNew     `cmd:"" help:"Issue a digital key to a phone: localiq digital new --who Ana --phone 5f3c… (the phone shows it: localiq phone keygen)"`
	Renew   DigitalRenew   `cmd:"" help:"Sign it anew, as the person's rights are now: localiq digital renew Ana"`
	List    DigitalList    `cmd:"" help:"Whose phones there are, until when, and which locks hold each: localiq digital list"`
	Block   DigitalBlock   `cmd:"" help:"Block one phone, alone and at once: localiq digital block Ana --lost"`
	Unblock DigitalUnblock `cmd:"" help:"It was found: localiq digital unblock Ana"`
	Change  DigitalChange  `cmd:"" help:"From when until when it is good; renew it then: localiq digital change Ana --until 2026-12-24"`
	Remove  DigitalRemove  `cmd:"" help:"Take it away: localiq digital remove Ana"`
}

type DigitalNew struct {
	Change
	Span
	Who   string `required:"" help:"The person, by name or id."`
	Phone string `required:"" placeholder:"KEY" help:"The phone's public key, 64 hex digits."`
}

func (c *DigitalNew) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		from, until, err := c.Span.of(d.Ctx, v)
		if err != nil {
			return err
		}
		return v.signs(d, core.IssueDigital{Who: core.PersonID(c.Who), Phone: c.Phone, From: orZero(from), Until: orZero(until)}, c.DryRun,
			"The digital key is issued. Send this to the phone (localiq phone take TEXT); it opens nothing without the phone's own key:")
	})
}

type DigitalRenew struct {
	Change
	One
}

func (c *DigitalRenew) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.signs(d, core.RenewDigital{Key: c.of(core.KeyDigital)}, c.DryRun, "Renewed. Send this to the phone (localiq phone take TEXT):")
	})
}

// signs writes what the phone takes on a line of its own, so that a script can cut it out.
func (v Verbs) signs(d *Desk, w core.Wish, dryRun bool, done string) error {
	t := v.Hub.Ask(d.Ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: v.As}, Wish: w, DryRun: dryRun})
	if t.Error != nil {
		return t.Error
	}
	if v.JSON {
		return v.json(t)
	}
	if dryRun {
		return v.lines(append(append(t.Report, noSlots(t.Unsubscribed)...), "Nothing was changed: this was a dry run.")...)
	}
	lines := v.came(t, done)
	return v.lines(append([]string{lines[0], t.Text}, lines[1:]...)...)
}

type DigitalList struct{ Find }

func (c *DigitalList) Run(d *Desk) error {
	return c.listed(d, core.ListKeys{Kind: core.KeyDigital, Filter: c.Filter, Page: c.page()}, "No digital keys. Issue one: localiq digital new --who NAME --phone KEY", listedPhones)
}

func listedPhones(l core.Listed, z *time.Location) (out []string) {
	for _, k := range l.Keys {
		line := strings.Join(keyLines(k, z), "")
		if k.Pass != 0 {
			line += fmt.Sprintf("; signed until %s", time.Unix(0, k.Pass).In(z).Format("2 Jan 2006 15:04"))
		}
		out = append(out, line)
	}
	return out
}

type DigitalBlock struct {
	Change
	One
	Why
}

func (c *DigitalBlock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyDigital), State: c.state()}, "Blocked.")
}

type DigitalUnblock struct {
	Change
	One
}

func (c *DigitalUnblock) Run(d *Desk) error {
	return c.does(d, core.ChangeKey{Key: c.of(core.KeyDigital), State: core.KeyActive}, "Not blocked any more.")
}

type DigitalChange struct {
	Change
	One
	Span
}

func (c *DigitalChange) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		from, until, err := c.Span.of(d.Ctx, v)
		if err != nil {
			return err
		}
		return v.changes(d.Ctx, core.ChangeKey{Key: c.One.of(core.KeyDigital), From: from, Until: until}, c.DryRun, "Changed. What the phone has stays as it is until it is renewed.")
	})
}

type DigitalRemove struct {
	Change
	One
}

func (c *DigitalRemove) Run(d *Desk) error {
	return c.does(d, core.RemoveKey{Key: c.of(core.KeyDigital)}, "Taken away.")
}
