package verbs

import (
	"context"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// DoorOpen is `localiq door open`.
type DoorOpen struct {
	Place
	Door  string `arg:"" help:"The door, by name or id."`
	As    string `placeholder:"NAME" help:"In the name of a person, with their PIN for this IQ (default: the box's own authority)."`
	IQPIN string `name:"iq-pin" default:"-" help:"That PIN; - asks for it, unseen."`
	Why   string `help:"Why, for those who read it later."`
	JSON  bool   `help:"One JSON object."`
}

// Help says what counts.
func (*DoorOpen) Help() string {
	return `Opens for a moment and waits for the lock's own word. At the box nobody's rights are asked: it is logged as the
command line's. With --as a person's are, and the PIN that they chose for this IQ.

  localiq door open Front --why "a parcel"
  localiq door open Front --as "Ana Novak"`
}

func (c *DoorOpen) Run(d *Desk) error {
	w := core.OpenDoor{Door: core.DoorID(c.Door), Why: c.Why}
	if own := d.Afar != nil && d.Afar.Role != core.RoleInstaller && d.Afar.Role != core.RoleIntegration; own || c.As != "" {
		who := c.As
		if own && who == "" {
			who = d.Afar.Name
		}
		pin, err := d.secret(c.IQPIN, "PIN of "+plain.Clean(who)+" for this IQ: ")
		if err != nil {
			return err
		}
		w.IQPIN = pin
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		v.As = core.PersonID(c.As)
		return v.DoorOpen(d.Ctx, w)
	})
}

// DoorOpen waits until the lock has said that it did.
func (v Verbs) DoorOpen(ctx context.Context, w core.OpenDoor) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines(string(w.Door) + ": opened.")
}
