package softnuki

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"localiq/ble/nuki"
)

// HandsHelp lists what hands can do at a door, a verb a line.
const HandsHelp = `code 345678        type a code at the keypad
arrow              press the keypad's arrow: it locks
manual unlock      turn the knob or the key; manual lock
press              press the button: it locks, or unlocks
button             hold the button: pairing is open for 60 s
pairing on         open pairing for an hour; pairing off
open               open the door
close              close the door
tamper             hold a magnet to the door sensor
battery 40         set the battery, 1 to 100 %
jam                block the bolt; unjam frees it
power off          take the batteries out; power on
reset              factory reset: forgets who it was paired with, its codes and its log
fault crc 0        make a fault; fault crc 0 off mends it; fault busy 3: three times
                   lost indication, busy, bad nonce, plaintext error, crc 0, short state, table full,
                   late completion, stuck bit, no bit, bad pin lockout, wrong clock
`

// Hands does what hands do at a door, a line at a time; see HandsHelp. An empty line and one that
// begins with # do nothing. A line that cannot be read changes nothing, and its error holds
// nothing of a code.
func (l *Lock) Hands(text string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	rest = strings.TrimSpace(rest)
	if verb == "" || verb[0] == '#' {
		return nil
	}
	if verb == "fault" {
		return l.fault(rest)
	}
	do, known := verbs[verb]
	if !known {
		return errors.New("softnuki: hands cannot do that: the verbs are code, arrow, manual, press, button, pairing, open, close, tamper, battery, jam, unjam, power, reset, fault")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errors.New("softnuki: the lock is closed")
	}
	l.turn()
	defer l.settle()
	if l.on == nil && !slices.Contains([]string{"power", "open", "close"}, verb) {
		return fmt.Errorf("softnuki: %s: the lock has no power", verb)
	}
	if err := do(l, rest); err != nil {
		return fmt.Errorf("softnuki: %s: %w", verb, err)
	}
	return nil
}

var verbs = map[string]func(l *Lock, arg string) error{
	"code":    (*Lock).typeCode,
	"arrow":   (*Lock).arrow,
	"manual":  (*Lock).manual,
	"press":   (*Lock).press,
	"button":  (*Lock).hold,
	"pairing": (*Lock).pairing,
	"open":    func(l *Lock, _ string) error { return l.door(nuki.DoorOpened, nuki.LogDoorOpened) },
	"close":   func(l *Lock, _ string) error { return l.door(nuki.DoorClosed, nuki.LogDoorClosed) },
	"tamper":  func(l *Lock, _ string) error { return l.door(nuki.DoorTampered, nuki.LogDoorJammed) },
	"battery": (*Lock).battery,
	"jam":     func(l *Lock, _ string) error { l.rec.Jammed, l.dirty = true, true; return nil },
	"unjam":   func(l *Lock, _ string) error { l.rec.Jammed, l.dirty = false, true; return nil },
	"power":   (*Lock).power,
	"reset":   (*Lock).reset,
}

func (l *Lock) typeCode(arg string) error {
	if l.rec.NoKeypad {
		return errors.New("this lock has no keypad")
	}
	c, err := nuki.ParseCode(arg)
	if err != nil {
		return err
	}
	l.typed(c)
	return nil
}

func (l *Lock) arrow(string) error {
	if l.rec.NoKeypad {
		return errors.New("this lock has no keypad")
	}
	return l.byHand(move{action: nuki.Lock, entry: nuki.LogEntry{Type: nuki.LogKeypad, Source: nuki.SourceArrow}})
}

func (l *Lock) manual(arg string) error {
	switch arg {
	case "lock":
		return l.byHand(move{action: nuki.Lock, by: nuki.ByHand})
	case "unlock":
		return l.byHand(move{action: nuki.Unlock, by: nuki.ByHand})
	}
	return errors.New("write lock or unlock")
}

func (l *Lock) press(string) error {
	if l.rec.Bolt == nuki.Locked {
		return l.byHand(move{action: nuki.Unlock, by: nuki.ByButton})
	}
	return l.byHand(move{action: nuki.Lock, by: nuki.ByButton})
}

func (l *Lock) byHand(m move) error {
	if l.on.moving {
		return errors.New("the motor runs")
	}
	l.move(m)
	return nil
}

func (l *Lock) hold(string) error {
	if !l.rec.Settings.Pairing {
		return errors.New("the owner has switched pairing by the button off")
	}
	l.openPairing(pairingWindow)
	return nil
}

func (l *Lock) pairing(arg string) error {
	switch arg {
	case "on":
		l.openPairing(time.Hour)
	case "off":
		l.closePairing()
	default:
		return errors.New("write on or off")
	}
	return nil
}

// door moves whether the lock has power or not; without, nobody notes when it was.
func (l *Lock) door(to nuki.DoorState, entry nuki.LogDoor) error {
	if l.rec.NoSensor {
		return errors.New("this lock has no door sensor")
	}
	if l.rec.Door == to {
		return nil
	}
	l.rec.Door, l.dirty = to, true
	l.say("door %s", to)
	if l.on != nil {
		l.write(nuki.LogEntry{Type: nuki.LogDoorSensor, Door: entry})
		l.mark()
	}
	return nil
}

func (l *Lock) battery(arg string) error {
	n, err := strconv.ParseUint(arg, 10, 8)
	if err != nil || n < 1 || n > 100 {
		return errors.New("write a number from 1 to 100")
	}
	l.rec.Battery = int(n)
	l.mark()
	return nil
}

func (l *Lock) power(arg string) error {
	switch {
	case arg == "off" && l.on != nil:
		l.sleep()
		if l.rec.Bolt.Moving() {
			l.rec.Bolt, l.dirty = nuki.Undefined, true
		}
		l.say("power off")
	case arg == "on" && l.on == nil:
		l.wake()
		l.say("power on")
	case arg != "off" && arg != "on":
		return errors.New("write on or off")
	}
	l.stir()
	return nil
}

// reset keeps what is printed with the lock. On an error nothing is forgotten.
func (l *Lock) reset(string) error {
	var u nuki.UUID
	if _, err := io.ReadFull(l.cfg.Random, u[:]); err != nil {
		return err
	}
	l.sleep()
	r := l.rec
	r.UUID, r.Auths, r.Codes, r.Code, r.Log, r.Head, r.Changed = u, nil, nil, 0, nil, 0, false
	l.dirty = true
	l.wake()
	l.stir()
	l.say("factory reset")
	return nil
}
