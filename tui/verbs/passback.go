package verbs

import "localiq/core"

// Passback is `localiq passback …`.
type Passback struct {
	Forgive PassbackForgive `cmd:"" help:"Forget where somebody is, or everybody: localiq passback forgive --who NAME."`
}

// PassbackForgive is `localiq passback forgive`.
type PassbackForgive struct {
	Place
	Who  string `xor:"who" required:"" help:"Whose place is forgotten, by name or id."`
	All  bool   `xor:"who" required:"" help:"Everybody's."`
	JSON bool   `help:"One JSON object."`
}

// Help says whom it helps.
func (*PassbackForgive) Help() string {
	return `At a door with passback whoever is inside already does not come in again. Somebody who left without a key (with
others, by another way) is let in again when their place is forgotten; every day it is forgotten anyway, at
the amnesty. It is an event. Nothing else of anybody changes, and where nothing is known, nothing happens.

  localiq passback forgive --who "Ana Novak"
  localiq passback forgive --all                everybody, after a fire drill`
}

func (c *PassbackForgive) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.ForgivePassback{Who: core.PersonID(c.Who), All: c.All}, "Forgiven.")
	})
}
