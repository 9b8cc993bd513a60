package verbs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Lock is `localiq lock …`.
type Lock struct {
	Add      LockAdd      `cmd:"" help:"Pair a lock. Hold its button until it blinks, then type the setup code from its label."`
	List     LockList     `cmd:"" help:"The locks, their doors, and what is known of them."`
	Show     LockShow     `cmd:"" help:"One lock: its state, its table, and what it cannot do."`
	PIN      LockPIN      `cmd:"" name:"pin" help:"Give the admin PIN that a lock from a shop wants for its codes and its history."`
	Sync     LockSync     `cmd:"" help:"What each lock knows by itself, and which keys taken away may still open one."`
	Identify LockIdentify `cmd:"" help:"Have a lock blink and sound, to find it."`
	Update   LockUpdate   `cmd:"" help:"Bring a lock another firmware. The lock takes only what its maker signed, and only what is newer."`
	Forget   LockForget   `cmd:"" help:"Have a lock forget this hub, and take it off its door."`
}

type LockAdd struct {
	Place
	Door string `required:"" help:"The door that the lock is on; a new one is made where there is none of that name."`
	Code string `default:"-" help:"The setup code; - asks for it."`
	Nuki string `placeholder:"ID" help:"The lock is a Nuki with this ID; its admin PIN is asked for."`
	JSON bool   `help:"One JSON object."`
}

// Help shows what a code looks like.
func (*LockAdd) Help() string {
	return `A Local IQ lock has its setup code on its label:

	LIQ1-0000-0000-0000-0000-0000-0000-0000-0000-0000

Small letters do, and so do blanks for the hyphens or none at all.

A Nuki is named by its ID, the 8 characters after "Nuki_" in the name that a phone shows; behind it
stands the admin PIN that was set in its app, 4 digits, or 6 on the newer locks:

	nuki 2F3A6B01
	nuki 2F3A6B01 0000

Without the PIN it is opened, locked and watched, but its history is not read and no codes are
brought to its keypad; it can be given later: localiq lock pin. To pair, hold the lock's button for 5
seconds until its ring lights; pairing must be allowed in its app.

What is typed is asked for without an echo; a script writes it to standard input.`
}

func (c *LockAdd) code(d *Desk) (string, error) {
	if c.Nuki == "" {
		return d.secret(c.Code, "Setup code (LIQ1-…, or nuki and its ID): ")
	}
	if c.Code != "-" {
		return "", core.Errorf(core.CodeRequest, "--nuki and --code name two locks").Advise("write one of them")
	}
	pin, err := d.secret("-", "Admin PIN of the Nuki (4 or 6 digits; Enter alone: none): ")
	return "nuki " + c.Nuki + " " + pin, err
}

func (c *LockAdd) Run(d *Desk) error {
	code, err := c.code(d)
	if err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		if !c.JSON {
			fmt.Fprintln(d.Err, "Looking for the lock…")
		}
		return v.LockAdd(d.Ctx, code, c.Door)
	})
}

type LockList struct {
	Place
	JSON bool `help:"A JSON list."`
}

func (c *LockList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockList(d.Ctx) })
}

type LockShow struct {
	Place
	Lock string `arg:"" help:"The lock's id, its serial number, or its door."`
	JSON bool   `help:"One JSON object."`
}

func (c *LockShow) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockShow(d.Ctx, c.Lock) })
}

type LockPIN struct {
	Place
	Lock string `arg:"" help:"The lock's id, its serial number, or its door."`
	JSON bool   `help:"One JSON object."`
}

// Help says what the lock does with it.
func (*LockPIN) Help() string {
	return `The PIN is the one that was set in the lock's own app. It is asked for without an echo; a script writes
it to standard input. It is kept sealed, and the lock is asked whether it takes it as soon as it is
reached. A lock that refused one is not asked again until another is given here.`
}

func (c *LockPIN) Run(d *Desk) error {
	pin, err := d.secret("-", "Admin PIN of the lock: ")
	if err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockPIN(d.Ctx, c.Lock, pin) })
}

type LockSync struct {
	Place
	Again bool `help:"Have every lock compare its table again now."`
	JSON  bool `help:"A JSON list."`
}

func (c *LockSync) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockSync(d.Ctx, c.Again) })
}

type LockIdentify struct {
	Place
	Lock    string `arg:"" help:"The lock's id, its serial number, or its door."`
	Seconds int    `default:"10" help:"For how long, 1 to 60."`
	JSON    bool   `help:"One JSON object."`
}

func (c *LockIdentify) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockIdentify(d.Ctx, c.Lock, c.Seconds) })
}

type LockUpdate struct {
	Place
	Lock string `arg:"" help:"The lock's id, its serial number, or its door."`
	File string `arg:"" type:"existingfile" help:"The image, as the lock's maker gave it out."`
	JSON bool   `help:"One JSON object."`
}

func (c *LockUpdate) Run(d *Desk) error {
	image, err := d.read(c.File)
	if err != nil {
		return err
	}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.LockUpdate(d.Ctx, c.Lock, image, d.Err) })
}

type LockForget struct {
	Place
	Lock string `arg:"" help:"The lock's id, its serial number, or its door."`
	Yes  bool   `help:"Do not ask."`
	JSON bool   `help:"One JSON object."`
}

// Run looks for the lock before it asks anything.
func (c *LockForget) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		at, _, err := v.lockAt(d.Ctx, c.Lock)
		if err != nil {
			return err
		}
		if !c.Yes {
			typed, err := d.line(fmt.Sprintf("Nobody will open %s by this hub any more, and the lock forgets all its keys. Type %s to go on: ", plain.Clean(at.Door.Name), c.Lock))
			if err != nil || typed != c.Lock {
				return core.Errorf(core.CodeRequest, "not confirmed").Advise("nothing was done")
			}
		}
		return v.LockForget(d.Ctx, at.Lock.ID)
	})
}

// Site is `localiq site …`.
type Site struct {
	Import SiteImport `cmd:"" help:"Make the site what a file says. What the file does not name is dropped; locks never are."`
	Export SiteExport `cmd:"" help:"Write the site as a file that import takes back."`
}

type SiteImport struct {
	Place
	File   string `arg:"" help:"YAML file; - reads standard input."`
	DryRun bool   `help:"Only tell what would change."`
	JSON   bool   `help:"One JSON object."`
}

// fileLimit is what the local protocol takes, in base64: more than ten thousand people need, and
// more than a lock's firmware is.
const fileLimit = 2900 << 10

func (c *SiteImport) Run(d *Desk) error {
	b, err := d.read(c.File)
	if err != nil {
		return err
	}
	return d.with(c.Place, !c.DryRun, c.JSON, func(v Verbs) error { return v.Import(d.Ctx, b, c.DryRun) })
}

func (d *Desk) read(name string) ([]byte, error) {
	in := d.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, fileLimit+1))
	if err == nil && len(b) > fileLimit {
		err = core.Errorf(core.CodeInvalid, "%s is over 2900 KiB: that is more than the hub takes", name)
	}
	return b, err
}

type SiteExport struct {
	Place
	File string `arg:"" default:"-" help:"File to write (mode 0600: it has names and tag numbers); - writes standard output."`
}

func (c *SiteExport) Run(d *Desk) error {
	return d.at(c.Place, false, func(v Verbs) error {
		y, err := v.Export(d.Ctx)
		if err != nil {
			return err
		}
		if c.File == "-" {
			_, err = d.Out.Write(y)
			return err
		}
		return writePrivate(c.File, y)
	})
}

// writePrivate puts a new file in place of whatever was there: one that others may read does
// not stay readable.
func writePrivate(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".localiq-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
