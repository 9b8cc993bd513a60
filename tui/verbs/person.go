package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// Person is `localiq person …`.
type Person struct {
	Add     PersonAdd     `cmd:"" help:"Add a person: localiq person add Ana Novak --group Staff"`
	Change  PersonChange  `cmd:"" help:"Change what is named and nothing else: localiq person change Ana --leave Staff"`
	Remove  PersonRemove  `cmd:"" help:"Take every key off every lock and destroy the name, for good: localiq person remove Ana"`
	Block   PersonBlock   `cmd:"" help:"No key of theirs opens any more: localiq person block Ana"`
	Unblock PersonUnblock `cmd:"" help:"Their keys open again: localiq person unblock Ana"`
	List    PersonList    `cmd:"" help:"Who there is: localiq person list --filter nov"`
	Role    PersonRole    `cmd:"" help:"Make somebody a user, an admin, an installer or an integration."`
	Master  PersonMaster  `cmd:"" help:"Give or take the master key."`
	Invite  PersonInvite  `cmd:"" help:"Make a code with which a person activates this IQ: localiq person invite NAME."`
	Show    PersonShow    `cmd:"" help:"Groups, keys and where each is, doors: localiq person show Ana"`
}

// Words are the flags for what can be said of a person.
type Words struct {
	Email *string  `placeholder:"ADDRESS" help:"E-mail address."`
	Group []string `placeholder:"NAME" help:"An access group to be in; more: again, or with commas."`
	Right []string `placeholder:"RIGHT" help:"master, remote, eom, mom, override_lockdown, override_privacy, first, anywhere or duress."`
	Span
	ExtraTime *int `placeholder:"SECONDS" help:"How much longer a door may stand open after they opened it."`
}

func (w *Words) read(d *Desk, v Verbs) (is core.PersonWords, err error) {
	is = core.PersonWords{Email: w.Email, Join: ids[core.GroupID](w.Group), Give: ids[core.Right](w.Right), Longer: w.ExtraTime}
	is.From, is.Until, err = w.Span.of(d.Ctx, v)
	return is, err
}

type PersonAdd struct {
	Change
	Words
	First string `arg:"" help:"First name."`
	Last  string `arg:"" optional:"" help:"Last name."`
}

func (c *PersonAdd) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		is, err := c.read(d, v)
		if err != nil {
			return err
		}
		is.First, is.Last = &c.First, &c.Last
		return v.changes(d.Ctx, core.AddPerson{Is: is}, c.DryRun, strings.TrimSpace(c.First+" "+c.Last)+" is added.")
	})
}

type PersonChange struct {
	Change
	Words
	Who       string   `arg:"" help:"The person, by name or id."`
	First     *string  `placeholder:"NAME" help:"First name."`
	Last      *string  `placeholder:"NAME" help:"Last name."`
	Leave     []string `placeholder:"NAME" help:"A group to be in no more."`
	TakeRight []string `placeholder:"RIGHT" help:"A right to have no more."`
	Yes       bool     `help:"Also where something that uses this person's authority stops."`
}

func (c *PersonChange) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		is, err := c.read(d, v)
		if err != nil {
			return err
		}
		is.First, is.Last, is.Leave, is.Take = c.First, c.Last, ids[core.GroupID](c.Leave), ids[core.Right](c.TakeRight)
		return v.changes(d.Ctx, core.ChangePerson{Who: core.PersonID(c.Who), Is: is, Sure: c.Yes}, c.DryRun, "Changed.")
	})
}

type PersonRemove struct {
	Change
	Who     string `arg:"" help:"The person, by name or id."`
	Yes     bool   `help:"Do not ask."`
	Consent bool   `help:"The site's owner has agreed: an admin or an integration says so; the box itself acts for the owner."`
}

func (c *PersonRemove) Run(d *Desk) error {
	if !c.DryRun {
		if err := d.sure(c.Yes, "Remove "+plain.Clean(c.Who)+" with every key? The name cannot be brought back.", "remove"); err != nil {
			return err
		}
	}
	return c.does(d, core.RemovePerson{Who: core.PersonID(c.Who), Sure: c.Yes, Consent: c.Consent},
		"Removed. What they did stays, without their name.")
}

type PersonBlock struct {
	Change
	Who string `arg:"" help:"The person, by name or id."`
	Yes bool   `help:"Also where something that uses this person's authority stops."`
}

func (c *PersonBlock) Run(d *Desk) error {
	yes := true
	return c.does(d, core.ChangePerson{Who: core.PersonID(c.Who), Is: core.PersonWords{Block: &yes}, Sure: c.Yes}, "Blocked.")
}

type PersonUnblock struct {
	Change
	Who string `arg:"" help:"The person, by name or id."`
}

func (c *PersonUnblock) Run(d *Desk) error {
	no := false
	return c.does(d, core.ChangePerson{Who: core.PersonID(c.Who), Is: core.PersonWords{Block: &no}}, "Not blocked any more.")
}

type PersonList struct {
	Find
	Master  bool `xor:"only" help:"Who opens every door."`
	Blocked bool `xor:"only" help:"Who is blocked."`
}

func (c *PersonList) Run(d *Desk) error {
	w := core.ListPeople{Filter: c.Filter, Page: c.page()}
	switch {
	case c.Master:
		w.Only = "master"
	case c.Blocked:
		w.Only = "blocked"
	}
	return c.listed(d, w, "Nobody. Add somebody: localiq person add FIRST LAST --group NAME", personLines)
}

func personLines(l core.Listed, z *time.Location) (out []string) {
	for _, p := range l.People {
		out = append(out, fmt.Sprintf("%-24s  %-11s  %s%s", nameOf(p), p.Role, p.State, plain.Plus("  ", personWords(p, z))))
	}
	return out
}

func nameOf(p core.PersonRow) string {
	if n := (core.Name{First: p.First, Last: p.Last}).String(); n != "" {
		return n
	}
	return string(p.ID)
}

// personWords is "Staff, IT; 1 tag, 2 PINs; until …".
func personWords(p core.PersonRow, z *time.Location) string {
	var keys, all []string
	for _, k := range []struct {
		n    int
		noun string
	}{{p.Tags, "tag"}, {p.PINs, "PIN"}, {p.Phones, "phone"}} {
		if k.n > 0 {
			keys = append(keys, plain.Count(k.n, k.noun))
		}
	}
	for _, s := range []string{strings.Join(p.Groups, ", "), strings.Join(keys, ", "), strings.TrimSpace(plain.Span(texts.English, p.From, p.Until, z))} {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "; ")
}

type PersonShow struct {
	Place
	Who  string `arg:"" help:"The person, by name or id."`
	JSON bool   `help:"One JSON object."`
}

func (c *PersonShow) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		t, err := v.ask(d.Ctx, core.ShowPerson{Who: core.PersonID(c.Who)})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t.Card)
		}
		s, err := v.newest(d.Ctx)
		if err != nil {
			return err
		}
		return v.lines(cardLines(*t.Card, zone(s))...)
	})
}

func cardLines(c core.PersonCard, z *time.Location) []string {
	var rights []string
	for _, r := range c.Rights {
		rights = append(rights, string(r))
	}
	out := []string{nameOf(c.PersonRow) + " (" + string(c.ID) + "), " + c.Role.String() + ", " + c.State + plain.Span(texts.English, c.From, c.Until, z)}
	for _, row := range [][2]string{{"E-mail", c.Email}, {"Guest of", c.Host}, {"Groups", strings.Join(c.Groups, ", ")}, {"Rights", strings.Join(rights, ", ")}} {
		if row[1] != "" {
			out = append(out, fmt.Sprintf("%-9s %s", row[0]+":", row[1]))
		}
	}
	for _, k := range c.Keys {
		out = append(out, keyLines(k, z)...)
	}
	for _, o := range openerLines(c.Doors, z, func(o core.Opener) string { return o.DoorName }) {
		out = append(out, o)
	}
	if len(c.Pending) > 0 {
		out = append(out, "A key that was taken away may still open: "+strings.Join(c.Pending, ", "))
	}
	return out
}
