package core

import (
	"slices"
	"strings"
	"time"
)

// ConsoleKeyID names a key of the console: random, and never reused.
type ConsoleKeyID string

// ConsoleKey is a public key (SSH) with which its person uses the console from afar, under their own
// authority. It opens no door. What it is made of is a digest: its fingerprint and its name are the
// person's, sealed with their secrets (KeyID of the same text), and go with the person.
type ConsoleKey struct {
	ID      ConsoleKeyID `json:"id"`
	Person  PersonID     `json:"person"` // never ""
	Digest  Digest       `json:"digest"` // of ForConsole
	Type    string       `json:"type,omitempty"`
	Added   int64        `json:"added,omitempty"`   // ns UTC
	Claimed bool         `json:"claimed,omitempty"` // with a code, and not by a file at the box
	Display
}

// Display is how a key's console draws. Zero: as the terminal at the other end says of itself.
type Display struct {
	Language string `json:"language,omitempty"` // of Languages
	Signs    string `json:"signs,omitempty"`    // of SignSets
}

// Languages and SignSets are those that a console has.
var (
	Languages = []string{"en", "de"}
	SignSets  = []string{"unicode", "ascii"}
)

// Check is an error for what no console can draw.
func (d Display) Check() *Error {
	switch {
	case d.Language != "" && !slices.Contains(Languages, d.Language):
		return Errorf(CodeInvalid, "the console does not speak %q", d.Language).Advise("it speaks: " + strings.Join(Languages, ", "))
	case d.Signs != "" && !slices.Contains(SignSets, d.Signs):
		return Errorf(CodeInvalid, "there is no set of signs %q", d.Signs).Advise("there are: " + strings.Join(SignSets, ", "))
	}
	return nil
}

func (k ConsoleKey) Ref() Ref { return Ref{KindConsoleKey, string(k.ID)} }

// Secret is where the person's secrets have what is private about the key.
func (k ConsoleKey) Secret() KeyID { return KeyID(k.ID) }

// MaxConsoleKeys bounds those of a site.
const MaxConsoleKeys = 64

// ConsoleKey is nil for what is not there.
func (c *Config) ConsoleKey(id ConsoleKeyID) *ConsoleKey {
	return row(c.ConsoleKeys, id, func(k *ConsoleKey) ConsoleKeyID { return k.ID })
}

// ConsoleKeyOf finds a key by its digest; nil when nobody has it.
func (c *Config) ConsoleKeyOf(d Digest) *ConsoleKey {
	for i := range c.ConsoleKeys {
		if c.ConsoleKeys[i].Digest == d && !d.IsZero() {
			return &c.ConsoleKeys[i]
		}
	}
	return nil
}

// checkConsoleKeys does not ask for the person: the rules take a person's keys with them, whichever
// way the person goes, and a key of nobody lets nobody in.
func (c *Config) checkConsoleKeys() error {
	if n := len(c.ConsoleKeys); n > MaxConsoleKeys {
		return Errorf(CodeInvalid, "this would be console key %d: a site has at most %d", n, MaxConsoleKeys)
	}
	seen := map[Digest]bool{}
	for _, k := range c.ConsoleKeys {
		switch {
		case k.Digest.IsZero():
			return Errorf(CodeInvalid, "%s has no digest", k.Ref())
		case seen[k.Digest]:
			return Errorf(CodeInvalid, "this key is somebody's already").Advise("see: localiq console key list")
		}
		seen[k.Digest] = true
		if err := k.Display.Check(); err != nil {
			return err
		}
	}
	return nil
}

// ForConsole is what the digest of a public key is made of.
func ForConsole(public []byte) []byte { return []byte("console\x00" + string(public)) }

// ForClaim is what the digest of a claim code is made of.
func ForClaim(iq HubID, code Secret) []byte {
	return []byte("claim\x00" + string(iq) + "\x00" + code.Reveal())
}

// Claim is a code that is shown at the box: whoever shows a key and types it has that key enrolled as
// the person's, once. Zero: none is open.
type Claim struct {
	Person PersonID `json:"person,omitempty"`
	Code   Digest   `json:"code,omitzero"`
	Until  Instant  `json:"until,omitzero"` // exclusive
	Wrong  int      `json:"wrong,omitempty"`
}

// IsOpen at an instant. A clock that was restarted closes it.
func (c Claim) IsOpen(at Instant) bool {
	left, ok := c.Until.Sub(at)
	return c.Person != "" && ok && left > 0
}

const (
	// ClaimGood is for how long a claim code is taken, unless somebody says otherwise.
	ClaimGood = 10 * time.Minute
	// LongestClaim bounds ShowClaim.For.
	LongestClaim = 24 * time.Hour
	// WrongClaims is how many wrong codes close a claim.
	WrongClaims = 5
)

// ConsoleUse is when a key was used last, and from where.
type ConsoleUse struct {
	Key  ConsoleKeyID `json:"key"`
	At   Instant      `json:"at"`
	From string       `json:"from,omitempty"`
}

// Of the console from afar. From is an address; what a client says of itself is cleaned before it
// comes here.
type (
	// ClaimShown: a claim code is shown at the box; Code is its digest.
	ClaimShown struct {
		Person PersonID
		Code   Digest
		For    time.Duration
	}
	// ClaimTaken: somebody typed a claim code over a connection that has proved Key. Key.Person is the
	// claim's, whatever it says.
	ClaimTaken struct {
		Code Digest
		Key  ConsoleKey
		From string
	}
	SessionOpened struct {
		Session string
		Key     ConsoleKeyID
		Person  PersonID
		From    string
		How     string // "screen", "lines", or the verb
		Client  string `json:",omitempty"`
	}
	SessionEnded struct {
		Session string
		Key     ConsoleKeyID
		Person  PersonID
		From    string
		Why     string
		For     time.Duration
	}
	// ConsoleRefused: so many connections from there have ended without a key that counts, since that
	// was told last.
	ConsoleRefused struct {
		From  string
		Times int
		Key   string `json:",omitempty"` // the fingerprint of the last that was shown
	}
	// ConsoleShut: the console is not served to the network, and why; "": it is.
	ConsoleShut struct{ Why string }
)

func (ClaimShown) event()     {}
func (ClaimTaken) event()     {}
func (SessionOpened) event()  {}
func (SessionEnded) event()   {}
func (ConsoleRefused) event() {}
func (ConsoleShut) event()    {}

// Login is who a key stands for.
type Login struct {
	Key    ConsoleKeyID
	Person PersonID
	Name   string // as people call them
	Role   Role
	Display
}

// Awaited is what could come in to the console from afar.
type Awaited struct {
	Keys  int  // so many are enrolled
	Known bool // one of them has been used, so that somebody knows this box by its host key
	Claim bool // a code is shown
}

// SessionNow is somebody at the console from afar.
type SessionNow struct {
	ID     string       `json:"id"`
	Key    ConsoleKeyID `json:"key"`
	Person PersonID     `json:"person"`
	Name   string       `json:"name"`
	Role   Role         `json:"role"`
	From   string       `json:"from"`
	How    string       `json:"how"`
	Since  int64        `json:"since"` // ns UTC
	Idle   int64        `json:"idle"`  // ns since something was typed
}
