package core

import "encoding/json"

// Input is one thing that happened, as the loop takes it: the only order of the site.
type Input struct {
	ID       Seq      `json:"id"`                // the loop fills it
	At       Instant  `json:"at"`                // the loop fills it, never going back on Up
	Happened Instant  `json:"happened,omitzero"` // adopted: when it was heard less its age (D-1); zero: At
	Origin   Origin   `json:"origin,omitzero"`
	Claim    LockTime `json:"claim,omitzero"` // the lock's own time and place in its journal
	Late     bool     `json:"late,omitempty"` // fetched afterwards: records and reconciles, never toggles or commands
	Event    Event    `json:"event"`

	// Private is kept in the same transaction, sealed, and is no part of the ledger.
	Private []Private `json:"-"`
	// Presented is the number of a tag that was shown, for whom a tag is awaited; it is kept nowhere else.
	Presented Secret `json:"-"`
}

// When is the moment that the event is about.
func (in Input) When() Instant {
	if in.Happened.IsZero() {
		return in.At
	}
	return in.Happened
}

// OriginKind says through which door an input came in.
type OriginKind uint8

const (
	FromHub OriginKind = iota
	FromAir
	FromClock
	FromConsole
	FromCLI
	FromAPI
	FromSSH // the console again, under the authority of whoever has the key
)

var originNames = []string{"hub", "air", "clock", "console", "cli", "api", "ssh"}

func (o OriginKind) String() string                { return enumName(originNames, o) }
func (o OriginKind) MarshalText() ([]byte, error)  { return []byte(o.String()), nil }
func (o *OriginKind) UnmarshalText(t []byte) error { return enumParse(originNames, t, o) }

// Origin is who sent it. Request commits with the command, so that a repeat after a crash gets
// the first answer.
type Origin struct {
	Kind    OriginKind `json:"kind"`
	Who     string     `json:"who,omitempty"`
	Request string     `json:"request,omitempty"`
	// As is under whose authority it acts. "": from the box's own console and command line the box itself,
	// which whoever holds it may do everything with; from anywhere else nobody's, and it may do nothing.
	As PersonID `json:"as,omitempty"`
	// Key narrows that to what a key of the API may; "": there is none between.
	Key APIKeyID `json:"key,omitempty"`
}

// Private is what leads to a person. The store seals it under a key of that person's own;
// Gone destroys the key and with it every copy that exists here.
type Private struct {
	Person  PersonID
	Gone    bool
	Name    *Name            // nil: as it was
	Secrets map[KeyID]Secret // a tag's number, a PIN; a missing key stays as it was
}

// Name is how people call a person.
type Name struct {
	First string `json:"first"`
	Last  string `json:"last,omitempty"`
	Email string `json:"email,omitempty"`
}

func (n Name) String() string {
	if n.Last == "" {
		return n.First
	}
	return n.First + " " + n.Last
}

// Secret prints as dots, in every format and in JSON. Reveal is where it is let out.
type Secret struct{ v string }

func NewSecret(v string) Secret               { return Secret{v} }
func (s Secret) Reveal() string               { return s.v }
func (s Secret) String() string               { return "•••" }
func (s Secret) GoString() string             { return "•••" }
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"•••"`), nil }

func (in Input) MarshalJSON() ([]byte, error) {
	type plain Input
	ev, err := EncodeEvent(in.Event)
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		plain
		Event json.RawMessage `json:"event"`
	}{plain(in), ev})
}

func (in *Input) UnmarshalJSON(b []byte) error {
	type plain Input
	var raw struct {
		plain
		Event json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	ev, err := DecodeEvent(raw.Event)
	*in = Input(raw.plain)
	in.Event = ev
	return err
}
