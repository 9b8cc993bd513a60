package softnuki

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that a real lock, or the way to it, does wrong. The zero Fault is none.
type Fault string

const (
	// These happen to the next occasion, or to as many as Fault is told.
	LostIndication Fault = "lost indication" // the last piece of a message never leaves
	Busy           Fault = "busy"            // an action is refused: the motor runs
	BadNonce       Fault = "bad nonce"       // a challenge is not taken, though it is right
	PlaintextError Fault = "plaintext error" // a request is answered by 0x20 in the clear, and not done

	// These stand until they are taken away.
	ZeroCRC        Fault = "crc 0"           // inside the box
	ShortState     Fault = "short state"     // states have 15 bytes, or as many as Fault is told
	TableFull      Fault = "table full"      // no code can be added
	LateCompletion Fault = "late completion" // Complete comes 20 s after the bolt, or as many as Fault is told
	StuckBit       Fault = "stuck bit"       // the changed bit stands, whoever reads
	NoBit          Fault = "no bit"          // it never does
	Lockout        Fault = "bad pin lockout" // as after too many wrong PINs: every PIN is refused

	// This has happened: the clock is 2 h late, or as many as Fault is told, until it is set.
	WrongClock Fault = "wrong clock"
)

// Faults lists them.
var Faults = []Fault{LostIndication, Busy, BadNonce, PlaintextError, ZeroCRC, ShortState, TableFull, LateCompletion, StuckBit, NoBit, Lockout, WrongClock}

// usual is what n means where nobody says.
var usual = map[Fault]int{ShortState: 15, LateCompletion: 20, WrongClock: 2}

// Fault begins one; n is how often, how many bytes, seconds or hours (as the Fault says), 0: as
// usual; below 0 takes it away.
func (l *Lock) Fault(f Fault, n int) error {
	if !slices.Contains(Faults, f) {
		return fmt.Errorf("softnuki: there is no fault %q", string(f))
	}
	if f == ShortState && (n > 27 || n > 0 && n < 13) {
		return fmt.Errorf("softnuki: states have 13 to 27 bytes")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if n == 0 {
		n = max(usual[f], 1)
	}
	switch {
	case f == WrongClock:
		l.rec.Skew = -int64(max(n, 0)) * int64(time.Hour/time.Second)
		l.dirty = true
		l.keepIfDirty()
	case n < 0:
		delete(l.faults, f)
	default:
		l.faults[f] = n
	}
	l.stir() // the bit may be another
	return nil
}

// has is for the faults that stand.
func (l *Lock) has(f Fault) bool { return l.faults[f] > 0 }

// happens is for those that are used up.
func (l *Lock) happens(f Fault) bool {
	if l.faults[f] == 0 {
		return false
	}
	l.faults[f]--
	return true
}

// fault is "NAME", "NAME N" or "NAME off".
func (l *Lock) fault(arg string) error {
	f, n := Fault(arg), 0
	if at := strings.LastIndexByte(arg, ' '); !slices.Contains(Faults, f) && at > 0 {
		var err error
		f = Fault(arg[:at])
		if word := arg[at+1:]; word == "off" {
			n = -1
		} else if n, err = strconv.Atoi(word); err != nil || n < 1 {
			return fmt.Errorf("softnuki: fault: write a fault, and perhaps off or a number")
		}
	}
	return l.Fault(f, n)
}
