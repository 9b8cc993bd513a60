package core

// Reader is what a door remembers of the keys that were shown there.
type Reader struct {
	PINs  Tries       `json:"pins,omitzero"`   // wrong ones (L-1)
	Tags  Tries       `json:"tags,omitzero"`   // unknown ones: an alert and no more
	Asked []RequestID `json:"asked,omitempty"` // the last requests, so that none is answered twice
	Half  Waiting     `json:"half,omitzero"`   // a key that waits for its PIN
	One   Waiting     `json:"one,omitzero"`    // somebody who waits for a second person
	First Waiting     `json:"first,omitzero"`  // who came first, on the day of At
}

// Waiting is somebody who has shown a key. It says nothing any more once Config is another: their
// rights may be.
type Waiting struct {
	Person PersonID `json:"person"`
	Key    KeyID    `json:"key"`
	Half   KeyID    `json:"half,omitempty"` // the tag that it took before the PIN
	At     Instant  `json:"at"`
	Config Seq      `json:"config,omitempty"` // Config.Version then
}

// Tries counts wrong keys of one sort (L-1), at a reader or after one key.
type Tries struct {
	At    []Instant `json:"at,omitempty"`   // those that still count, the oldest first
	Runs  uint8     `json:"runs,omitempty"` // lockouts in a row: each is twice as long as the one before
	Until Instant   `json:"until,omitzero"` // no PIN is taken before; zero: there was no lockout
}

// IsZero leaves it out of JSON.
func (t Tries) IsZero() bool { return len(t.At) == 0 && t.Runs == 0 && t.Until.IsZero() }

// MaxAsked bounds Reader.Asked.
const MaxAsked = 8

// Shown is a key that was shown, and whose.
type Shown struct {
	Person PersonID `json:"person"`
	Key    KeyID    `json:"key"`
}

// Has is true when the key is one of those that the grant took.
func (g *Grant) Has(k KeyID) bool {
	if g.Key == k {
		return true
	}
	for i := range g.Also {
		if g.Also[i].Key == k {
			return true
		}
	}
	return false
}
