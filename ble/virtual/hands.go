package virtual

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// HandsHelp lists what hands can do at a door, a verb a line.
const HandsHelp = `tag 04A1B2C3D4E5F6       present a tag: 4, 7 or 10 bytes in hex
tag-hold 04A1B2C3D4E5F6  hold a tag for more than 5 s
pin 123456               type a PIN: 6 to 10 digits
open                     open the door
close                    close the door
handle                   turn the handle from inside
privacy on               lock from inside; privacy off frees it
tamper                   open the lock's case
battery 12               set the battery, 1 to 100 %
jam                      block the bolt
unjam                    free the bolt
power off                take the batteries out
power on                 put them back
clock lose               let the clock forget the time
pair                     press the button: opens the pairing window for 60 s
reset                    factory reset: forgets the hub, the journal and its own key
`

// Hands does what hands do at a door, a line at a time; see HandsHelp. An empty line and one
// that begins with # do nothing. A line that cannot be read changes nothing, and its error
// holds nothing of a tag or a PIN.
func (l *Lock) Hands(text string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if verb == "" || verb[0] == '#' {
		return nil
	}
	do, known := verbs[verb]
	if !known {
		return fmt.Errorf("virtual: hands cannot do that: the verbs are %s", verbList)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return fmt.Errorf("virtual: the lock is closed")
	}
	l.turn()
	defer l.settle()
	if err := do(l, strings.TrimSpace(rest)); err != nil {
		return fmt.Errorf("virtual: %s: %w", verb, err)
	}
	return nil
}

const verbList = "tag, tag-hold, pin, open, close, handle, privacy, tamper, battery, jam, unjam, power off, power on, clock lose, pair, reset"

var verbs = map[string]func(l *Lock, arg string) error{
	"tag":      func(l *Lock, arg string) error { return l.tag(arg, false) },
	"tag-hold": func(l *Lock, arg string) error { return l.tag(arg, true) },
	"pin":      (*Lock).pin,
	"open":     func(l *Lock, arg string) error { return l.door(arg, core.ContactOpen) },
	"close":    func(l *Lock, arg string) error { return l.door(arg, core.ContactClosed) },
	"handle":   func(l *Lock, arg string) error { return l.felt(arg, profile.EntryHandle) },
	"privacy":  (*Lock).privacy,
	"tamper":   func(l *Lock, arg string) error { return l.felt(arg, profile.EntryTamper) },
	"battery":  (*Lock).battery,
	"jam":      func(l *Lock, arg string) error { return l.jam(arg, true) },
	"unjam":    func(l *Lock, arg string) error { return l.jam(arg, false) },
	"power":    (*Lock).power,
	"clock":    (*Lock).loseClock,
	"pair":     (*Lock).pair,
	"reset":    (*Lock).reset,
}

func (l *Lock) tag(arg string, held bool) error {
	b, err := core.ParseTag(arg)
	if err != nil {
		return err
	}
	return l.present(core.KeyTag, b, held)
}

func (l *Lock) pin(arg string) error {
	b, err := core.ParsePIN(arg)
	if err != nil {
		return err
	}
	return l.present(core.KeyPIN, b, false)
}

func alone(arg string) error {
	if arg != "" {
		return fmt.Errorf("it takes nothing after it")
	}
	return nil
}

// door moves whether the lock has power or not, and whether it is locked or not: the contact
// tells what is. Without power nobody notes when it was.
func (l *Lock) door(arg string, to core.Contact) error {
	if err := alone(arg); err != nil {
		return err
	}
	if l.rec.Contact == core.ContactAbsent {
		return fmt.Errorf("this lock has no door sensor")
	}
	if l.rec.Contact == to {
		return nil
	}
	l.rec.Contact, l.news.dirty = to, true
	l.say("door %s", to)
	if l.on == nil {
		return nil
	}
	l.on.contactSince = since{l.up(), true}
	l.news.state = true
	kind := profile.EntryDoorClosed
	if to == core.ContactOpen {
		kind = profile.EntryDoorOpened
	}
	l.write(line{Kind: kind})
	return nil
}

// felt is what the lock only notes.
func (l *Lock) felt(arg string, kind profile.EntryKind) error {
	if err := alone(arg); err != nil || l.on == nil {
		return err
	}
	l.on.tamper = l.on.tamper || kind == profile.EntryTamper
	l.write(line{Kind: kind})
	return nil
}

// privacy is the knob inside. It locks whatever the bolt did; off, it stays locked.
func (l *Lock) privacy(arg string) error {
	to := core.BoltPrivacy
	switch {
	case arg == "off":
		to = core.BoltLocked
	case arg != "on":
		return fmt.Errorf("write on or off")
	}
	if l.on == nil || to == core.BoltLocked && l.rec.Bolt != core.BoltPrivacy {
		return nil
	}
	l.on.relock, l.on.hold, l.on.until = due{}, due{}, 0
	l.bolt(to, core.ByHandle, profile.CommandID{})
	return nil
}

func (l *Lock) battery(arg string) error {
	n, err := strconv.ParseUint(arg, 10, 8)
	if err != nil || n < 1 || n > 100 {
		return fmt.Errorf("write a number from 1 to 100")
	}
	l.rec.Battery, l.news.dirty = uint8(n), true
	l.news.state = l.on != nil
	return nil
}

func (l *Lock) jam(arg string, is bool) error {
	if err := alone(arg); err != nil {
		return err
	}
	l.rec.Jammed, l.news.dirty = is, true
	return nil
}

func (l *Lock) power(arg string) error {
	switch {
	case arg == "off" && l.on != nil:
		l.sleep()
		if err := l.reload(); err != nil {
			return err
		}
		l.say("power off")
	case arg == "on" && l.on == nil:
		l.wake()
		l.say("power on")
	case arg != "off" && arg != "on":
		return fmt.Errorf("write on or off")
	}
	return nil
}

// reload is what a power cut leaves: what was kept, and the parts as they stand. It happens when the
// power goes, not when it comes: whatever is saved in between must not hold more.
func (l *Lock) reload() error {
	r, err := load(l.cfg)
	if err != nil {
		return err
	}
	r.Bolt, r.Contact, r.Battery, r.Jammed = l.rec.Bolt, l.rec.Contact, l.rec.Battery, l.rec.Jammed
	if err := l.use(r); err != nil {
		return err
	}
	l.news.dirty = true
	return nil
}

func (l *Lock) pair(arg string) error {
	if err := alone(arg); err != nil {
		return err
	}
	if l.on == nil {
		return fmt.Errorf("the lock has no power")
	}
	if l.rec.Leaving { // whoever pressed the button does not wait for it
		if err := l.forget(); err != nil {
			return err
		}
	}
	l.on.pairing, l.on.tries = due{l.up() + profile.PairingWindow, true}, 0
	l.on.failed = 0 // whoever pressed the button is inside
	l.say("pairing window open for %d s", profile.PairingWindow/time.Second)
	return nil
}

// shut closes the pairing window. The address that the serial was told from is given up.
func (l *Lock) shut() {
	l.on.pairing = due{}
	l.alias.ends = due{l.up(), l.alias.ends.is}
}

// loseClock is for a clock whose cell is empty.
func (l *Lock) loseClock(arg string) error {
	switch {
	case arg != "lose":
		return fmt.Errorf("write lose")
	case l.on == nil:
		return fmt.Errorf("the lock has no power")
	}
	l.on.trust, l.on.epoch = core.Untrusted, 0
	l.news.state = true
	l.say("the clock is not set")
	return nil
}

func (l *Lock) reset(arg string) error {
	if err := alone(arg); err != nil {
		return err
	}
	if l.on == nil {
		return fmt.Errorf("the lock has no power")
	}
	return l.forget()
}

// forget is the factory reset: the lock locks and forgets. Whoever knew it does not know it any
// more. On an error nothing is forgotten.
func (l *Lock) forget() error {
	r := *l.rec
	if err := r.forget(l.cfg.Random); err != nil {
		return err
	}
	l.sleep()
	if err := l.use(&r); err != nil {
		return err
	}
	l.kept = 0
	if !l.rec.Jammed {
		l.rec.Bolt = core.BoltLocked
	}
	l.say("factory reset")
	l.wake()
	return nil
}
