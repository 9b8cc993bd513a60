package core

import "time"

// Wishes about the console from afar. Who names a person as everywhere.
type (
	// AddConsoleKey enrols a public key, as a line of a .pub file or of authorized_keys has it. Only
	// at the box.
	AddConsoleKey struct {
		Who    PersonID
		Public string
		Name   string `json:",omitempty"`
	}
	// DropConsoleKey takes one away, by its id, fingerprint or name; its sessions end at once.
	DropConsoleKey struct{ Key string }
	// DisplayConsoleKey says how a key's console draws; "" for what the terminal says of itself, nil for what
	// stays. Everybody may for a key of their own.
	DisplayConsoleKey struct {
		Key             string
		Language, Signs *string `json:",omitempty"`
	}
	// ShowClaim makes a claim code, told once in Told.Shown. Only at the box. For 0: ClaimGood;
	// negative: the open one is closed.
	ShowClaim struct {
		Who PersonID      `json:",omitempty"`
		For time.Duration `json:",omitempty"`
	}
	// ListConsoles tells which keys there are and who is there now.
	ListConsoles struct{}
	// EndSession throws somebody out; their key stays.
	EndSession struct{ Session string }
)

var consoleWishes = []Wish{AddConsoleKey{}, DropConsoleKey{}, ShowClaim{}, ListConsoles{}, EndSession{}, DisplayConsoleKey{}}

func (AddConsoleKey) wish()     {}
func (DropConsoleKey) wish()    {}
func (ShowClaim) wish()         {}
func (ListConsoles) wish()      {}
func (EndSession) wish()        {}
func (DisplayConsoleKey) wish() {}

// Consoles answers ListConsoles.
type Consoles struct {
	Listens  string          `json:"listens,omitempty"` // the address; "": nobody listens
	HostKey  string          `json:"hostKey,omitempty"` // its fingerprint
	Why      string          `json:"why,omitempty"`     // nobody listens
	Keys     []ConsoleKeyRow `json:"keys"`
	Sessions []SessionNow    `json:"sessions"`
	Claim    string          `json:"claim,omitempty"` // for whom a code is shown
}

// ConsoleKeyRow is a key with what its person's secrets say of it.
type ConsoleKeyRow struct {
	ID          ConsoleKeyID `json:"id"`
	Fingerprint string       `json:"fingerprint,omitempty"`
	Name        string       `json:"name,omitempty"`
	Type        string       `json:"type,omitempty"`
	Person      PersonID     `json:"person"`
	PersonName  string       `json:"personName,omitempty"`
	Role        Role         `json:"role"`
	Added       int64        `json:"added,omitempty"`
	Claimed     bool         `json:"claimed,omitempty"`
	Used        int64        `json:"used,omitempty"` // ns UTC; 0: never
	From        string       `json:"from,omitempty"`
	Display
}
