package verbs

import (
	"fmt"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Guest is `localiq guest …`.
type Guest struct {
	Add    GuestAdd    `cmd:"" help:"A person, a PIN and a text to send, in one step: localiq guest add Eva Berg --group Visitors --until 2026-11-30 --text"`
	Remove GuestRemove `cmd:"" help:"End a guest's access on every lock, and destroy the name: localiq guest remove Eva"`
	List   GuestList   `cmd:"" help:"The guests, and whose end has passed: localiq guest list"`
	Tidy   GuestTidy   `cmd:"" help:"Remove the guests whose end has passed: localiq guest tidy"`
}

type GuestAdd struct {
	Change
	First string   `arg:"" help:"First name."`
	Last  string   `arg:"" optional:"" help:"Last name."`
	Email *string  `placeholder:"ADDRESS" help:"E-mail address."`
	Group []string `placeholder:"NAME" help:"An access group; more: again, or with commas."`
	Host  string   `placeholder:"NAME" help:"Whose guest."`
	Span
	Text bool   `help:"Write the text to send: PIN, doors and dates."`
	Lang string `default:"en" enum:"en,de" help:"Language of the text: en or de."`
}

func (c *GuestAdd) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		is := core.PersonWords{First: &c.First, Last: &c.Last, Email: c.Email, Join: ids[core.GroupID](c.Group)}
		var err error
		if is.From, is.Until, err = c.Span.of(d.Ctx, v); err != nil {
			return err
		}
		if c.DryRun {
			return v.changes(d.Ctx, core.AddGuest{Is: is, Host: core.PersonID(c.Host), Lang: c.Lang}, true, "")
		}
		t, err := v.ask(d.Ctx, core.AddGuest{Is: is, Host: core.PersonID(c.Host), Lang: c.Lang})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t)
		}
		t, digits := withoutShown(t)
		out := v.came(t, fmt.Sprintf("%s is added as a guest. PIN: %s.", strings.TrimSpace(c.First+" "+c.Last), digits))
		if c.Text {
			out = append(append(out, ""), strings.Split(t.Text, "\n")...)
		}
		return v.lines(out...)
	})
}

type GuestRemove struct {
	Change
	Who string `arg:"" help:"The guest, by name or id."`
	Yes bool   `help:"Do not ask."`
}

func (c *GuestRemove) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove "+plain.Clean(c.Who)+"? The name cannot be brought back.", "remove"); err != nil {
			return err
		}
	}
	return c.does(d, core.RemoveGuest{Who: core.PersonID(c.Who)}, "Removed.")
}

type GuestList struct {
	Find
	Expired bool `help:"Only those whose end has passed."`
}

func (c *GuestList) Run(d *Desk) error {
	w := core.ListPeople{Filter: c.Filter, Only: "guest", Page: c.page()}
	if c.Expired {
		w.Only = "expired"
	}
	return c.listed(d, w, "No guests.", personLines)
}

type GuestTidy struct {
	Change
	Yes bool `help:"Do not ask."`
}

func (c *GuestTidy) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove every guest whose end has passed? Their names cannot be brought back.", "tidy"); err != nil {
			return err
		}
	}
	return c.does(d, core.TidyGuests{}, "Tidied up.")
}
