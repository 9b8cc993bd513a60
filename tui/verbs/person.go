package verbs

import (
	"localiq/core"
)

// Person is `localiq person …`.
type Person struct {
	Add    PersonAdd    `cmd:"" help:"Add a person: localiq person add Ana Novak --group Staff."`
	Role   PersonRole   `cmd:"" help:"Make somebody a user, an admin, an installer or an integration."`
	Master PersonMaster `cmd:"" help:"Give or take the master key."`
	Invite PersonInvite `cmd:"" help:"Make a code with which a person activates this IQ: localiq person invite NAME."`
}

type PersonAdd struct {
	Place
	First string   `arg:"" help:"First name."`
	Last  string   `arg:"" optional:"" help:"Last name."`
	Email string   `help:"E-mail address."`
	Group []string `placeholder:"NAME" help:"An access group; more than one: again, or with commas."`
	JSON  bool     `help:"One JSON object."`
}

func (c *PersonAdd) Run(d *Desk) error {
	w := core.AddPerson{Is: core.PersonWords{First: &c.First, Last: &c.Last, Email: &c.Email}}
	for _, g := range c.Group {
		w.Is.Join = append(w.Is.Join, core.GroupID(g))
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, w, "Added.") })
}
