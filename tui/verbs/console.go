package verbs

import (
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Consoles are the verbs of `localiq console …` about the console from afar.
type Consoles struct {
	Key   ConsoleKey   `cmd:"" help:"Public keys (SSH) with which people use the console from afar."`
	Claim ConsoleClaim `cmd:"" help:"Show a code with which somebody enrols their own key from afar, once."`
	List  ConsoleList  `cmd:"" help:"Who is at the console over SSH now, and where it is served."`
	Kick  ConsoleKick  `cmd:"" help:"End somebody's session at once."`
}

// ConsoleKey is `localiq console key …`.
type ConsoleKey struct {
	Add     ConsoleKeyAdd     `cmd:"" help:"Enrol a public key, at the box: localiq console key add \"Ivo Kos\" --file id_ed25519.pub"`
	Display ConsoleKeyDisplay `cmd:"" help:"The language and the signs with which a key's console draws."`
	List    ConsoleKeyList    `cmd:"" help:"The keys, whose they are, and when each was used last."`
	Revoke  ConsoleKeyRevoke  `cmd:"" help:"Take a key away; its sessions end at once."`
}

type ConsoleKeyAdd struct {
	Change
	Who  string `arg:"" help:"Whose key it is, by name or id. Their role says what it may do."`
	File string `default:"-" type:"path" help:"The public key, a file that ends in .pub; - reads standard input."`
	Name string `placeholder:"TEXT" help:"What to call the key: laptop."`
}

// Help says what a key is good for.
func (*ConsoleKeyAdd) Help() string {
	return `Whoever has the private key uses the console over SSH as that person, with their role and for as long as they may
act here; nobody is the box itself from afar. Keys are enrolled here, at the box, or with a code that is shown here
(localiq console claim). A person who installs is added first:

  localiq person add Ivo Kos --role installer
  localiq console key add "Ivo Kos" --file ivo.pub --name laptop`
}

func (c *ConsoleKeyAdd) Run(d *Desk) error {
	b, err := d.read(c.File)
	if err != nil {
		return err
	}
	return c.does(d, core.AddConsoleKey{Who: core.PersonID(c.Who), Public: string(b), Name: c.Name}, "Enrolled.")
}

type ConsoleKeyList struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *ConsoleKeyList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		l, z, err := v.consoles(d)
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(l.Keys)
		}
		if len(l.Keys) == 0 {
			return v.lines("No key is enrolled: nobody reaches the console over SSH. See: localiq console key add --help")
		}
		for _, k := range l.Keys {
			used := "never used"
			if k.Used != 0 {
				used = "used " + clockText(k.Used, z) + " from " + k.From
			}
			how := "at the box"
			if k.Claimed {
				how = "with a code"
			}
			if err := v.lines(fmt.Sprintf("%-14s  %-20s  %-11s  %s%s, enrolled %s %s, %s", k.ID, k.PersonName, k.Role, k.Fingerprint, plain.Plus(" ", k.Name), clockText(k.Added, z), how, used) + plain.Plus(", ", k.Language) + plain.Plus(", ", k.Signs)); err != nil {
				return err
			}
		}
		return nil
	})
}

func clockText(ns int64, z *time.Location) string {
	return time.Unix(0, ns).In(z).Format("2 Jan 2006 15:04")
}

func (v Verbs) consoles(d *Desk) (*core.Consoles, *time.Location, error) {
	t, err := v.ask(d.Ctx, core.ListConsoles{})
	if err != nil {
		return nil, nil, err
	}
	s, err := v.newest(d.Ctx)
	if err != nil {
		return nil, nil, err
	}
	return t.Consoles, zone(s), nil
}

type ConsoleKeyRevoke struct {
	Change
	Key string `arg:"" help:"The key: its id, its fingerprint, or its name."`
}

func (c *ConsoleKeyRevoke) Run(d *Desk) error {
	return c.does(d, core.DropConsoleKey{Key: c.Key}, "Revoked.")
}

// ConsoleKeyDisplay is `localiq console key display`.
type ConsoleKeyDisplay struct {
	Change
	Key      string  `arg:"" help:"The key: its id, its fingerprint, or its name."`
	Language *string `placeholder:"en|de" help:"What it speaks; \"\": what the terminal says of itself."`
	Signs    *string `placeholder:"unicode|ascii" help:"What it draws with; \"\": what the terminal says of itself."`
}

func (c *ConsoleKeyDisplay) Run(d *Desk) error {
	if c.Language == nil && c.Signs == nil {
		return core.Errorf(core.CodeRequest, "nothing would change").Advise("say --language or --signs")
	}
	return c.does(d, core.DisplayConsoleKey{Key: c.Key, Language: c.Language, Signs: c.Signs}, "It draws so from the next time on.")
}

// ConsoleClaim is `localiq console claim`.
type ConsoleClaim struct {
	Place
	Who   string        `arg:"" optional:"" help:"Whose key will be enrolled."`
	For   time.Duration `default:"10m" help:"For how long the code is taken; 24h at most."`
	Close bool          `help:"Take back the code that is open."`
	JSON  bool          `help:"One JSON object."`
}

// Help says how the code is typed.
func (*ConsoleClaim) Help() string {
	return `Read the code to whoever is to come in. They connect as always (ssh -p 2222 ADDRESS), with the key that they want
to use from then on; the box asks for the code, and enrols that key. It is taken once. Five wrong codes close it.

  localiq console claim "Ivo Kos"`
}

func (c *ConsoleClaim) Run(d *Desk) error {
	w, done := core.ShowClaim{Who: core.PersonID(c.Who), For: c.For}, "The code, for "+core.SayDuration(c.For)+" and once:"
	switch {
	case c.Close:
		w, done = core.ShowClaim{For: -1}, "Closed."
	case c.Who == "":
		return core.Errorf(core.CodeRequest, "for whom?").Advise("name the person: localiq console claim NAME")
	case c.For <= 0:
		return core.Errorf(core.CodeRequest, "--for is %s", c.For).Advise("it must be above 0")
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		if err := v.change(d.Ctx, w, done); err != nil || v.JSON || c.Close {
			return err
		}
		l, _, err := v.consoles(d)
		if err != nil || l.HostKey == "" {
			return err
		}
		return v.lines("The box shows itself by the host key " + l.HostKey + ".")
	})
}

// ConsoleList is `localiq console list`.
type ConsoleList struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *ConsoleList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		l, z, err := v.consoles(d)
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(l)
		}
		out := []string{"Served over SSH at " + l.Listens + ", host key " + l.HostKey + "."}
		if l.Listens == "" {
			out = []string{"Not served over SSH: " + l.Why + "."}
		}
		if l.Claim != "" {
			out = append(out, "A code is open for "+l.Claim+": localiq console claim --close takes it back.")
		}
		for _, s := range l.Sessions {
			out = append(out, fmt.Sprintf("%s  %-20s  %-11s  %-8s  from %s since %s, idle %s", s.ID, s.Name, s.Role, s.How, s.From, clockText(s.Since, z),
				core.SayDuration(time.Duration(s.Idle).Truncate(time.Second))))
		}
		if len(l.Sessions) == 0 {
			out = append(out, "Nobody is there.")
		}
		return v.lines(out...)
	})
}

// ConsoleKick is `localiq console kick`.
type ConsoleKick struct {
	Place
	Session string `arg:"" help:"The session: localiq console list."`
	JSON    bool   `help:"One JSON object."`
}

func (c *ConsoleKick) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.change(d.Ctx, core.EndSession{Session: c.Session}, "Ended.") })
}
