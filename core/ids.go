package core

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
)

// The names of things. They are opaque, unique in the site, and never reused.
// A PersonID is random, so that nothing leads from it to the person once the name is gone.
type (
	PersonID   string
	KeyID      string
	GroupID    string
	ScheduleID string
	CalendarID string
	DoorID     string
	LockID     string
	HubID      string // 8 hex digits, made when the store is created
)

// JournalID names one journal of one lock; a factory reset starts another.
type JournalID string

// Epoch is random at create and at restore, so that a restored backup never reuses an id.
type Epoch uint64

func (e Epoch) String() string               { return fmt.Sprintf("%016x", uint64(e)) }
func (e Epoch) MarshalText() ([]byte, error) { return []byte(e.String()), nil }
func (e *Epoch) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 16, 64)
	*e = Epoch(n)
	return err
}

// Seq numbers the inputs of a hub: the only order between doors. The first is 1.
type Seq uint64

// CommandID is (run, input, n): the n-th command that followed from an input of one run of the
// hub. A command may go out before its input is on the disk, and a power cut may take the input
// back; the run is random, so that the number never comes again with another meaning, and a
// lock that has seen an id can say so.
type CommandID struct {
	Run Epoch
	Seq Seq
	N   uint8
}

func (c CommandID) IsZero() bool { return c == CommandID{} }

// Bytes is the 16-byte form on the air: run 8, input 7, n 1, big-endian.
func (c CommandID) Bytes() (b [16]byte) {
	binary.BigEndian.PutUint64(b[:], uint64(c.Run))
	binary.BigEndian.PutUint64(b[8:], uint64(c.Seq)<<8|uint64(c.N))
	return b
}

// CommandIDFrom reads the form that Bytes writes.
func CommandIDFrom(b [16]byte) CommandID {
	v := binary.BigEndian.Uint64(b[8:])
	return CommandID{Epoch(binary.BigEndian.Uint64(b[:])), Seq(v >> 8), uint8(v)}
}

func (c CommandID) String() string { b := c.Bytes(); return hex.EncodeToString(b[:]) }

func (c CommandID) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, nil
	}
	return []byte(c.String()), nil
}

func (c *CommandID) UnmarshalText(t []byte) error {
	var b [16]byte
	*c = CommandID{}
	if len(t) == 0 {
		return nil
	}
	if len(t) != hex.EncodedLen(len(b)) {
		return fmt.Errorf("core: %q is not a command id", t)
	}
	if _, err := hex.Decode(b[:], t); err != nil {
		return fmt.Errorf("core: %q is not a command id", t)
	}
	*c = CommandIDFrom(b)
	return nil
}

// Digest stands for a credential: an HMAC-SHA-256 under the site's key, made at the edge
// (store.Vault). Equal digests, equal credentials; nothing leads back without the key.
type Digest [32]byte

func (d Digest) IsZero() bool                 { return d == Digest{} }
func (d Digest) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(d[:])), nil }
func (d *Digest) UnmarshalText(t []byte) error {
	if len(t) != hex.EncodedLen(len(d)) {
		return fmt.Errorf("core: %q is not a digest", t)
	}
	if _, err := hex.Decode(d[:], t); err != nil {
		return fmt.Errorf("core: %q is not a digest", t)
	}
	return nil
}

// Sealed is ciphertext. Only store.Vault opens it.
type Sealed []byte
