package verbs

import (
	"context"
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Door is `localiq door …`.
type Door struct {
	Open DoorOpen `cmd:"" help:"Open a door for a moment: localiq door open Front."`
	Mode DoorMode `cmd:"" help:"Lock doors down, hold them open in a fire, block one for work on it, or release that."`
}

// DoorMode is `localiq door mode …`.
type DoorMode struct {
	Place
	Mode string        `arg:"" enum:"lockdown,fire-open,blocked,normal" help:"lockdown, fire-open, blocked, or normal to release the strongest that stands."`
	Door string        `help:"The door, by name or id (default: every door of the site)."`
	Why  string        `help:"Why, for those who read it later."`
	For  time.Duration `help:"End by itself after so long: 30m, 2h (default: until it is released)."`
	Yes  bool          `help:"Do not ask."`
	JSON bool          `help:"One JSON object."`
}

// Help says which stands above which.
func (*DoorMode) Help() string {
	return `fire-open stands above lockdown, lockdown above blocked, and each above office mode and keys. Several may
stand at once; normal releases the strongest, and then the door does what the others say now. In a lockdown
a door opens only for those with the right to override it, blocked for nobody. From inside every door opens
as ever. What unlocks doors is asked again; --yes is for scripts.`
}

// Run does not ask before what only locks: a lockdown is in a hurry.
func (c *DoorMode) Run(d *Desk) error {
	w := core.SetDoorMode{Door: core.DoorID(c.Door), For: c.For, Why: c.Why}
	if err := w.Mode.UnmarshalText([]byte(c.Mode)); err != nil {
		return core.Errorf(core.CodeRequest, "%v", err)
	}
	if w.Mode == core.ModeNormal && c.For != 0 {
		return core.Errorf(core.CodeRequest, "--for is how long a mode stands; normal releases one")
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		if err := c.confirm(d, w); err != nil {
			return err
		}
		return v.DoorMode(d.Ctx, w)
	})
}

// confirm asks where doors may unlock.
func (c *DoorMode) confirm(d *Desk, w core.SetDoorMode) error {
	what, all := "", c.Door == ""
	switch {
	case c.Yes:
	case w.Mode == core.ModeFireOpen && all:
		what = "Every door of the site will be unlocked for everybody."
	case w.Mode == core.ModeFireOpen:
		what = plain.Clean(c.Door) + " will be unlocked for everybody."
	case w.Mode == core.ModeNormal && all:
		what = "The strongest mode that stands is released on every door: doors in their office hours unlock."
	}
	if what == "" {
		return nil
	}
	typed, err := d.line(fmt.Sprintf("%s Type %s to go on: ", what, c.Mode))
	if err != nil || typed != c.Mode {
		return core.Errorf(core.CodeRequest, "not confirmed").Advise("nothing was done")
	}
	return nil
}

// DoorMode writes what stands now, and each door that is not so yet.
func (v Verbs) DoorMode(ctx context.Context, w core.SetDoorMode) error {
	t, err := v.ask(ctx, w)
	if v.JSON && err == nil {
		return v.json(t)
	}
	if err == nil {
		err = v.lines(modeLine(w))
	}
	if e := v.lines(t.Report...); e != nil {
		return e
	}
	return err
}

func modeLine(w core.SetDoorMode) string {
	where := "Every door"
	if w.Door != "" {
		where = string(w.Door)
	}
	if w.Mode == core.ModeNormal {
		return where + ": released."
	}
	said := where + ": " + w.Mode.Say()
	if w.For != 0 {
		said += " for " + core.SayDuration(w.For)
	}
	return said + "."
}
