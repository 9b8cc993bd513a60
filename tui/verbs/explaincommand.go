package verbs

import (
	"strings"

	"localiq/core"
)

// Explain is `localiq explain`: a door and somebody, or one of the two for a list.
type Explain struct {
	Place
	Door string `help:"The door, by name or id. Alone: everybody who can open it."`
	Who  string `xor:"who" help:"The person, by first and last name or id. Alone: every door."`
	Key  string `xor:"who" help:"The key as it is presented: tag:04A1B2C3, or pin:- to type it unseen by your shell's history."`
	At   string `help:"The instant, on the site's clock: 2026-11-22T08:00 (default: now). In the past the rights of then count."`
	JSON bool   `help:"One JSON object."`
}

func (c *Explain) Run(d *Desk) error {
	switch {
	case c.Door == "" && c.Key != "":
		return core.Errorf(core.CodeRequest, "no door is named").Advise("add --door NAME")
	case c.Door == "" && c.Who == "":
		return core.Errorf(core.CodeRequest, "neither a door nor a person is named").Advise("add --door NAME, --who NAME, or both")
	case c.Door == "" || c.Who == "" && c.Key == "":
		return d.at(c.Place, c.JSON, func(v Verbs) error { return c.list(d, v) })
	}
	w := core.Explain{Door: core.DoorID(c.Door), Person: core.PersonID(c.Who)}
	if err := c.typed(d, &w); err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		if w.At, err = v.moment(d.Ctx, c.At); err != nil {
			return err
		}
		granted, err := v.Explain(d.Ctx, w)
		if err == nil && !granted {
			err = ErrCannot
		}
		return err
	})
}

func (c *Explain) typed(d *Desk, w *core.Explain) (err error) {
	if c.Key == "" {
		return nil
	}
	kind, text, ok := strings.Cut(c.Key, ":")
	if err := w.Kind.UnmarshalText([]byte(kind)); err != nil || !ok {
		return core.Errorf(core.CodeRequest, "--key says no kind").Advise("write tag:04A1B2C3 or pin:-")
	}
	w.Key, err = d.secret(text, "Key: ")
	return err
}

func (c *Explain) list(d *Desk, v Verbs) error {
	at, err := v.moment(d.Ctx, c.At)
	if err != nil {
		return err
	}
	return v.WhoOpens(d.Ctx, core.WhoOpens{Door: core.DoorID(c.Door), Person: core.PersonID(c.Who), At: at})
}
