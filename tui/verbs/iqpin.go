package verbs

import (
	"localiq/core"
)

// PersonInvite is `localiq person invite`.
type PersonInvite struct {
	Place
	Who  string `arg:"" help:"The person, by name or id."`
	JSON bool   `help:"One JSON object."`
}

func (c *PersonInvite) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.InvitePerson{Who: core.PersonID(c.Who)}, "Invited. The code is shown only now:")
	})
}

// Activate is `localiq activate`.
type Activate struct {
	Place
	Code string `default:"-" help:"The activation code from an admin; - asks for it."`
	PIN  string `name:"iq-pin" default:"-" help:"The PIN that you choose, 4 to 8 digits; - asks for it, unseen."`
	JSON bool   `help:"One JSON object."`
}

// Help says what the PIN is for.
func (*Activate) Help() string {
	return `With the code you choose a PIN for this IQ. It is asked for when you open a door from afar, and opens nothing at a
door. Nobody can read it; if it is lost, an admin resets it and gives another code.`
}

// Run asks twice for a PIN that nobody sees.
func (c *Activate) Run(d *Desk) error {
	code, err := d.secret(c.Code, "Activation code: ")
	if err != nil {
		return err
	}
	pin, err := d.secret(c.PIN, "Choose a PIN for this IQ, 4 to 8 digits: ")
	if err != nil {
		return err
	}
	if _, typed := d.terminal(); typed && c.PIN == "-" {
		if again, err := d.secret("-", "Again: "); err != nil || again != pin {
			return core.Errorf(core.CodeRequest, "these were two different PINs").Advise("nothing was done; try again")
		}
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.Activate{Code: code, PIN: pin}, "This IQ is activated: doors open from afar with this PIN.")
	})
}

// IQPIN is `localiq iq-pin …`.
type IQPIN struct {
	Reset IQPINReset `cmd:"" help:"Take a person's PIN for this IQ; then invite them again: localiq iq-pin reset NAME."`
}

type IQPINReset struct {
	Place
	Who  string `arg:"" help:"The person, by name or id."`
	JSON bool   `help:"One JSON object."`
}

func (c *IQPINReset) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.ResetIQPIN{Who: core.PersonID(c.Who)}, "Reset.")
	})
}

// IQ is `localiq iq …`.
type IQ struct {
	Reset IQReset `cmd:"" help:"Take everybody's PIN for this IQ: when the owner has lost theirs. Doors, keys and events stay."`
}

type IQReset struct {
	Place
	Yes  bool `help:"Do not ask."`
	JSON bool `help:"One JSON object."`
}

func (c *IQReset) Run(d *Desk) error {
	if err := d.sure(c.Yes, "Nobody opens from afar in their own name until they have activated this IQ again.", "reset"); err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, core.ResetIQ{}, "Reset.") })
}
