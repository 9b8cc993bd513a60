package profile

import (
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"localiq/core"
)

// Millis is a time span in milliseconds, rounded down.
type Millis uint64

// MillisOf rounds down; what is negative is 0.
func MillisOf(d time.Duration) Millis { return Millis(max(d, 0) / time.Millisecond) }

// Duration stops at the longest that there is, about 292 years.
func (m Millis) Duration() time.Duration {
	if m > math.MaxInt64/Millis(time.Millisecond) {
		return math.MaxInt64
	}
	return time.Duration(m) * time.Millisecond
}

// Age is for how long something has been so. The zero Age is the honest one: the lock cannot
// tell. On the air it is a number of milliseconds, or it is absent.
type Age struct {
	ms    Millis
	known bool
}

// AgeOf makes a known age; what is negative is 0.
func AgeOf(d time.Duration) Age { return Age{MillisOf(d), true} }

// Duration is -1 when the lock cannot tell, as core.LockReported has it.
func (a Age) Duration() time.Duration {
	if !a.known {
		return -1
	}
	return a.ms.Duration()
}

// Known tells "just now" from "nobody knows".
func (a Age) Known() bool { return a.known }

// IsZero leaves an unknown age out.
func (a Age) IsZero() bool { return !a.known }

func (a Age) MarshalCBOR() ([]byte, error) { return encoding.Marshal(a.ms) }

func (a *Age) UnmarshalCBOR(b []byte) error {
	a.known = true
	return decoding.Unmarshal(b, &a.ms)
}

type (
	// CommandID is core.CommandID as it travels; see there.
	CommandID [16]byte
	// Nonce names one access request. It is random, and good for one verdict in one session.
	Nonce [8]byte
	// JournalID is random, and new after a factory reset.
	JournalID [8]byte
)

// Core reads the form that core.CommandID.Bytes writes.
func (c CommandID) Core() core.CommandID { return core.CommandIDFrom(c) }
func (c CommandID) String() string       { return hex.EncodeToString(c[:]) }

// Core is the nonce as a request's name.
func (n Nonce) Core() core.RequestID { return core.RequestID(hex.EncodeToString(n[:])) }

// NonceFrom reads what Nonce.Core writes.
func NonceFrom(r core.RequestID) (n Nonce, err error) { return n, unhex(n[:], string(r)) }

// Core is the journal's name.
func (j JournalID) Core() core.JournalID { return core.JournalID(hex.EncodeToString(j[:])) }

// SerialFrom reads what Serial.String writes.
func SerialFrom(s string) (n Serial, err error) { return n, unhex(n[:], s) }

func unhex(to []byte, s string) error {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(to) {
		return fmt.Errorf("profile: %q is not %d bytes in hex", s, len(to))
	}
	copy(to, b)
	return nil
}

func (c *CommandID) UnmarshalCBOR(b []byte) error { return exactly(c[:], b) }
func (n *Nonce) UnmarshalCBOR(b []byte) error     { return exactly(n[:], b) }
func (j *JournalID) UnmarshalCBOR(b []byte) error { return exactly(j[:], b) }
func (s *Serial) UnmarshalCBOR(b []byte) error    { return exactly(s[:], b) }
func (t *TableHash) UnmarshalCBOR(b []byte) error { return exactly(t[:], b) }
func (p *PartHash) UnmarshalCBOR(b []byte) error  { return exactly(p[:], b) }
func (k *KeyHash) UnmarshalCBOR(b []byte) error   { return exactly(k[:], b) }
func (c *Check) UnmarshalCBOR(b []byte) error     { return exactly(c[:], b) }

// exactly reads a byte string of that length; the library would fill up or cut off.
func exactly(to []byte, b []byte) error {
	var v []byte
	if err := decoding.Unmarshal(b, &v); err != nil {
		return err
	}
	if len(v) != len(to) {
		return fmt.Errorf("profile: %d bytes where %d are due", len(v), len(to))
	}
	copy(to, v)
	return nil
}
