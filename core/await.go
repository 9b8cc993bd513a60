package core

import "time"

// Events of people about one key.
type (
	// PINRead: somebody had a PIN shown again [pin.secret]. It is told before the digits are.
	PINRead struct {
		Person PersonID
		Key    KeyID
	}
	// TagAwaited: the next unknown tag that is shown at the door within For is to be Person's, as Key.
	TagAwaited struct {
		Door   DoorID
		Person PersonID
		Key    KeyID // random; no key has it yet
		For    time.Duration
		From   int64 `json:",omitempty"` // of the key
		Until  int64 `json:",omitempty"`
	}
	// TagForgone: whoever waited for a tag has given up.
	TagForgone struct {
		Door DoorID
		Key  KeyID
	}
)

func (PINRead) event()    {}
func (TagAwaited) event() {}
func (TagForgone) event() {}

// Await is a tag that is awaited at a door; zero: none is. A start of the hub ends it.
type Await struct {
	Person PersonID `json:"person,omitempty"`
	Key    KeyID    `json:"key,omitempty"`
	Over   Instant  `json:"over,omitzero"`
	From   int64    `json:"from,omitempty"` // of the key
	Until  int64    `json:"until,omitempty"`
	Others int      `json:"others,omitempty"` // tags that were shown meanwhile and are somebody's
}

// For how long a tag can be awaited.
const (
	MinAwait     = 15 * time.Second
	DefaultAwait = 30 * time.Second
	MaxAwait     = 5 * time.Minute
)
