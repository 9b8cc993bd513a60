// Package ble is the door to the air: a radio finds and connects, a link carries bytes, a
// driver makes events of them. Nothing here knows what a lock is; drivers know no radio stack.
//
// Reading order: this file, then profile (what a Local IQ lock and the hub say to each other),
// driver (who is connected when, and what becomes of commands), virtual (a lock in software, and
// an air with weather for it), radio (the same interface over the kernel's Bluetooth, in a process
// of its own), several.go (some radios as one), repeater (a radio on another box), softlock (the
// lock in software as a real peripheral), tape (talks recorded, and replayed).
package ble

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"localiq/core"
)

// Radio finds and connects. Implementations: virtual.Air, and radio.Supervisor over any
// connection to a radio process.
type Radio interface {
	// Scan hands every advertisement heard to sink until ctx ends; it survives the radio's
	// death and goes on with the next one. sink must not block.
	Scan(ctx context.Context, sink func(Advert)) error
	// Connect returns a link with g found and subscribed, or an error; ctx bounds the whole.
	Connect(ctx context.Context, a Addr, g GATT) (Link, error)
}

// Link is one connection. When Done is closed nothing more arrives, and Err says why.
type Link interface {
	// Write returns once the peer's stack took the bytes. That is no answer from the lock.
	Write(ctx context.Context, c Char, b []byte) error
	// Notifications never drops silently: a gap closes the link.
	Notifications() <-chan Note
	Done() <-chan struct{}
	Err() error
	// MTU is ATT's: a write or a notification carries MTU-3 bytes.
	MTU() int
	Close() error
}

// Pacer is a Link whose connection interval can be chosen: short while something is under way,
// long while nothing is, for the lock's battery. Asking again for what is so costs nothing.
type Pacer interface {
	Pace(ctx context.Context, fast bool) error
}

// Roomy is a Radio that knows how many connections it can have at a time; 0: it does not know yet.
// A Connect beyond them fails with ErrFull.
type Roomy interface{ Room() int }

// Dialer is a Radio that can make more than one call at a time; one that is none makes one. Further
// calls would wait in it, whatever they are for.
type Dialer interface{ Dials() int }

// Gauge is a Radio that can be read: its address, what it hears, how far its controller is.
type Gauge interface{ Gauge() core.RadioNow }

// Pathfinder is a Radio made of others, and knows which of them hears a peer best; "": none does.
type Pathfinder interface{ Via(Addr) string }

// Resetter is a Radio that can be told to begin anew, by whoever has reason to think that it is
// deaf although it answers: nothing has been heard for long of any device that was near. Reset
// returns at once and costs every link that stands. It is asked with growing pauses as long as
// nothing is heard. What follows is told as of every radio that falls and rises.
type Resetter interface{ Reset(why string) }

// Advert is what was heard, raw: AD structures as they came (Core Spec Vol 3 Part C 11). It
// comes from anybody in earshot and may be any bytes at all.
type Advert struct {
	Addr        Addr
	RSSI        int8 // dBm
	Connectable bool
	Data        []byte // at most 31 bytes
}

// Note is a notification of a characteristic.
type Note struct {
	Char Char
	Data []byte
}

// GATT is what a driver wants of a peer: one service and its characteristics.
type GATT struct {
	Service UUID
	Chars   []UUID
	Notify  []Char // to subscribe
	// Indicate is to subscribe as well: the peer waits for our stack's confirmation of each value
	// before it sends the next. They come as notifications do. None is in Notify too.
	Indicate []Char
}

// Char is an index into GATT.Chars.
type Char uint8

// UUID is big-endian, as it is printed. The air has it the other way round.
type UUID [16]byte

// ParseUUID reads the printed form, with or without its hyphens.
func ParseUUID(s string) (u UUID, err error) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(b) != len(u) {
		return u, fmt.Errorf("ble: %q is not a UUID", s)
	}
	return UUID(b), nil
}

// MustUUID is ParseUUID for a text of our own.
func MustUUID(s string) UUID {
	u, err := ParseUUID(s)
	if err != nil {
		panic(err)
	}
	return u
}

func (u UUID) String() string {
	s := hex.EncodeToString(u[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// LittleEndian is the form on the air.
func (u UUID) LittleEndian() []byte {
	b := make([]byte, 16)
	for i := range u {
		b[15-i] = u[i]
	}
	return b
}

// Addr is a device address; a public and a random one with the same bytes are two devices.
type Addr struct {
	MAC    [6]byte // as printed: most significant first
	Random bool
}

func (a Addr) String() string {
	s := fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", a.MAC[0], a.MAC[1], a.MAC[2], a.MAC[3], a.MAC[4], a.MAC[5])
	if a.Random {
		s += "/random"
	}
	return s
}

// ParseAddr reads what String writes.
func ParseAddr(s string) (a Addr, err error) {
	mac, kind, tagged := strings.Cut(s, "/")
	b, err := hex.DecodeString(strings.ReplaceAll(mac, ":", ""))
	if err != nil || len(b) != 6 || len(mac) != 17 || tagged && kind != "random" {
		return a, fmt.Errorf("ble: %q is not a device address", s)
	}
	copy(a.MAC[:], b)
	a.Random = tagged
	return a, nil
}

// What a caller decides on.
var (
	ErrRadioDown = errors.New("ble: the radio is down")          // come back when it is up
	ErrLinkLost  = errors.New("ble: the link was lost")          // whatever was on its way may have arrived
	ErrNotFound  = errors.New("ble: the peer lacks the service") // it is not the lock that we took it for
	ErrTimeout   = errors.New("ble: the peer did not answer")    //
	ErrGap       = errors.New("ble: notifications were lost")    // the session cannot go on
	ErrFull      = errors.New("ble: the radio has no connection free")
)
