package verbs

import (
	"fmt"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Lock is `localiq lock …`.
type Lock struct {
	Locks
	Update LockUpdate `cmd:"" help:"Bring a lock another firmware. The lock takes only what its maker signed, and only what is newer."`
}

// Locks are the commands of it that need no file of the box.
type Locks struct {
	Add      LockAdd      `cmd:"" help:"Pair a lock. Hold its button until it blinks, then type the setup code from its label."`
	List     LockList     `cmd:"" help:"The locks, their doors, and what is known of them."`
	Show     LockShow     `cmd:"" help:"One lock: its state, its table, and what it cannot do."`
	PIN      LockPIN      `cmd:"" name:"pin" help:"Give the admin PIN that a lock from a shop wants for its codes and its history."`
	Sync     LockSync     `cmd:"" help:"What each lock knows by itself, and which keys taken away may still open one."`
	Identify LockIdentify `cmd:"" help:"Have a lock blink and sound, to find it."`
	Forget   LockForget   `cmd:"" help:"Have a lock forget this hub, and take it off its door."`
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
		return v.LockForget(d.Ctx, *at.Lock)
	})
}
