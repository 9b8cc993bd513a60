package verbs

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// SiteRelease is `localiq site release`.
type SiteRelease struct {
	Place
	Owner string `help:"Who owns the site: by name or id (default: who is its owner in it already)."`
	Yes   bool   `help:"Do not ask."`
	JSON  bool   `help:"One JSON object."`
}

// Help says what ends with it.
func (*SiteRelease) Help() string {
	return `Until its release a site obeys this box alone, and only the keys of installers open, so that its locks can be
tried. From the release on it belongs to its owner: everybody's keys count, installers' do not any more, and
installers have 24 hours for the hardware (localiq installer). There is no way back.

  localiq site release --owner "Ana Novak"`
}

func (c *SiteRelease) Run(d *Desk) error {
	w := core.ReleaseSite{Owner: core.PersonID(c.Owner)}
	if err := d.sureOf(c.Place, c.Yes, w, "That is for good, and keys of installers open nothing from then on.", "release"); err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, w, "Released.") })
}

// SiteTransfer is `localiq site transfer`.
type SiteTransfer struct {
	Place
	To   string `required:"" help:"The new owner, by name or id."`
	Yes  bool   `help:"Do not ask."`
	JSON bool   `help:"One JSON object."`
}

// Help says who may.
func (*SiteTransfer) Help() string {
	return `Only the owner hands a site over, or whoever holds the box. The old owner becomes an admin, and cannot take it back.

  localiq site transfer --to "Ben Huber"`
}

func (c *SiteTransfer) Run(d *Desk) error {
	w := core.TransferOwner{To: core.PersonID(c.To)}
	if err := d.sureOf(c.Place, c.Yes, w, "The new owner alone can give it back.", "transfer"); err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, w, "Handed over.") })
}

// Installer is `localiq installer …`.
type Installer struct {
	Allow  InstallerAllow  `cmd:"" help:"Give installers time for locks, repeaters and the clock: localiq installer allow --for 24h."`
	Revoke InstallerRevoke `cmd:"" help:"End that at once."`
}

type InstallerAllow struct {
	Place
	For  time.Duration `default:"24h" help:"For how long, 168h at most."`
	JSON bool          `help:"One JSON object."`
}

func (c *InstallerAllow) Run(d *Desk) error {
	if c.For <= 0 {
		return core.Errorf(core.CodeRequest, "--for is %s", c.For).Advise("it must be above 0; to end it: localiq installer revoke")
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, core.AllowInstaller{For: c.For}, "Allowed.") })
}

type InstallerRevoke struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *InstallerRevoke) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, core.AllowInstaller{}, "Ended.") })
}

// PersonRole is `localiq person role`.
type PersonRole struct {
	Place
	Who  string `arg:"" help:"The person, by name or id."`
	Role string `arg:"" enum:"user,admin,installer,integration" help:"user, admin, installer or integration. The owner is made by: localiq site transfer."`
	Yes  bool   `help:"Also where everything stops that works through this integration."`
	JSON bool   `help:"One JSON object."`
}

// Help says what each may.
func (*PersonRole) Help() string {
	return `A user opens doors. An admin, and an integration (another program, by its key), manage people and doors; an
installer works on the hardware for as long as it is allowed, and opens nothing. Nobody changes, makes or
removes anybody above their own role: docs/people.md.

  localiq person role "Ben Huber" admin`
}

func (c *PersonRole) Run(d *Desk) error {
	var r core.Role
	if err := r.UnmarshalText([]byte(c.Role)); err != nil {
		return core.Errorf(core.CodeRequest, "%v", err)
	}
	w := core.ChangePerson{Who: core.PersonID(c.Who), Is: core.PersonWords{Role: &r}, Sure: c.Yes}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, w, "Changed.") })
}

// PersonMaster is `localiq person master`.
type PersonMaster struct {
	Place
	Do   string `arg:"" enum:"give,take" help:"give or take."`
	Who  string `arg:"" help:"The person, by name or id."`
	JSON bool   `help:"One JSON object."`
}

// Help says who has it.
func (*PersonMaster) Help() string {
	return `The master key opens every door of the site at all times. The owner has it; an admin or the owner gives it to others
and takes it back. Who has it: localiq person list --master.

  localiq person master give "Ben Huber"`
}

func (c *PersonMaster) Run(d *Desk) error {
	is, master := core.PersonWords{}, []core.Right{"master"}
	if c.Do == "give" {
		is.Give = master
	} else {
		is.Take = master
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		return v.change(d.Ctx, core.ChangePerson{Who: core.PersonID(c.Who), Is: is}, "Changed.")
	})
}

// sureOf is sure of a wish, told what would come of it; one that would be refused is refused before
// anybody is asked.
func (d *Desk) sureOf(p Place, yes bool, w core.Wish, what, word string) error {
	if yes {
		return nil
	}
	var would []string
	err := d.at(p, false, func(v Verbs) error {
		t := v.Hub.Ask(d.Ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: v.As}, Wish: w, DryRun: true})
		if t.Error != nil {
			return t.Error
		}
		would = t.Report
		return nil
	})
	if err != nil {
		return err
	}
	return d.sure(false, plain.Clean(strings.Join(append(would[:min(1, len(would)):min(1, len(would))], what), " ")), word)
}

// sure asks for a word where something cannot be taken back; yes answers for a script.
func (d *Desk) sure(yes bool, what, word string) error {
	if yes {
		return nil
	}
	typed, err := d.line(fmt.Sprintf("%s Type %s to go on: ", what, word))
	if err != nil || typed != word {
		return core.Errorf(core.CodeRequest, "not confirmed, and nothing was done").Advise("type the word, or add --yes")
	}
	return nil
}
