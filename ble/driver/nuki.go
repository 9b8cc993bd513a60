package driver

import (
	"crypto/rand"
	"fmt"
	"io"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core"
)

// Nuki is the family of Nuki's Smart Locks (docs/locks.md). Nothing of it has met a physical lock.
// A lock of this family tells nothing unasked but one bit in its beacon, so its sessions ask: the
// state, then the log behind our place in it, then whatever is wanted of it.
type Nuki struct {
	// PeerKey is the hub's own secret for the pairing of that salt (store.Vault).
	PeerKey func(salt []byte) [32]byte
	// AdminPIN opens Lock.Admin; false where there is none. nil: there is never one.
	AdminPIN func(core.Lock) (uint32, bool)
	// KeyNamed finds the key whose id is too long for the name of a code, by CodeName; "": nobody
	// knows it. nil knows none.
	KeyNamed func(name string) core.KeyID
	Random   io.Reader // of frames and pairings; nil: the system's
}

// The lock's characteristics, as indices into its GATT.
const (
	nukiGDIO  ble.Char = iota // plaintext: what comes there anybody may have said
	nukiUSDIO                 // encrypted
)

// pollNuki is how often a lock is read that does not call: the bit is not raised for everything
// that happens, by some firmware for nothing at all, and the newest locks have none.
const pollNuki = 30 * time.Minute

func (Nuki) Name() string { return "nuki" }

func (Nuki) GATT() ble.GATT {
	return ble.GATT{Service: nuki.Keyturner, Chars: []ble.UUID{nuki.GDIO, nuki.USDIO}, Indicate: []ble.Char{nukiGDIO, nukiUSDIO}}
}

func (Nuki) Poll(core.Lock) time.Duration { return pollNuki }

// Session fails for a lock whose record is none of a pairing's.
func (f Nuki) Session(l core.Lock, at Place, mtu int) (Session, error) {
	p, ok := peerFrom(l.Peer)
	if !ok || len(l.PublicKey) != len(nuki.PublicKey{}) {
		return nil, fmt.Errorf("%w: its record is not that of a pairing", ErrRefused)
	}
	key, err := nuki.NewPrivateKey(f.PeerKey(p.salt[:])).Agree(nuki.PublicKey(l.PublicKey))
	if err != nil {
		return nil, fmt.Errorf("driver: open a session with lock %s: %w", l.ID, err)
	}
	mem, _ := at.Memory.(*nukiMemory)
	if mem == nil {
		mem = &nukiMemory{}
	}
	s := &nukiSession{family: f, peer: p, mtu: mtu, ch: nuki.NewChannel(key, p.auth, f.random()), mem: mem,
		state: State{Told: at.Told, Pulls: true, Memory: mem}, look: true}
	s.ch.Seen = &mem.seen
	s.tended(l, at.NoAdmin)
	return s, nil
}

func (f Nuki) random() io.Reader {
	if f.Random != nil {
		return f.Random
	}
	return rand.Reader
}

// nukiLacks is what all of them lack. A keypad is there until the lock says that it is not.
const nukiLacks = core.LackRequests | core.LackTags | core.LackLease | core.LackHold | core.LackRelock | core.LackLongPINs |
	core.LackManySchedules | core.LackUpdate | core.LackIdentify | core.LackTimes

// modelOf says what is known of a lock that only its way of pairing has told of.
func modelOf(g nuki.Generation) string {
	if g == nuki.Fifth {
		return "Nuki Smart Lock, 5th generation"
	}
	return "Nuki Smart Lock"
}
