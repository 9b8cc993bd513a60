package profile

import "localiq/core"

// The offline table: what a lock opens for by itself. It is in parts, so that a change of one key
// sends one part: a row is in the part that the first byte of its Hash names (mod TableParts).
// Nothing of a table that is being brought counts until its commit.
const (
	TableParts = 32 // of rows; the part of that number, one more, is the schedules and the zone
	TimesPart  = TableParts
)

type (
	// TableHash is SHA-256, truncated: of a part over its rows, of a table over its parts
	// (docs/lock-profile.md, Offline table).
	TableHash [16]byte
	// PartHash is a TableHash, truncated again: enough to see which parts differ.
	PartHash [8]byte
	// KeyHash stands for a credential in one lock's table: HMAC-SHA-256 under the table's key,
	// over kind and credential, truncated.
	KeyHash [16]byte
	// Check names a key without telling it: the first bytes of its SHA-256.
	Check [4]byte
)

// TableMark says which table. Version is the hub's own number; Hash is what counts.
type TableMark struct {
	Version uint64    `cbor:"1,keyasint,omitempty"`
	Hash    TableHash `cbor:"2,keyasint,omitzero"`
	Rows    uint32    `cbor:"3,keyasint,omitempty"`
	Room    uint32    `cbor:"4,keyasint,omitempty"` // rows that the lock can hold; from the lock only
}

// To the lock, from a hub.
type (
	// TableBegin begins to bring a table, or goes on with the one of the same mark. What is brought
	// starts as a copy of the table that counts, unless Key is another: then empty. It is answered
	// by a TableState.
	TableBegin struct {
		Mark    TableMark `cbor:"1,keyasint"`
		Key     []byte    `cbor:"2,keyasint"`           // 32 bytes, of every KeyHash in it
		OpenFor Millis    `cbor:"3,keyasint"`           // of a momentary opening
		First   bool      `cbor:"4,keyasint,omitempty"` // the table before the hub; else after it
	}
	// TablePut brings rows of a part, or its times. First empties the part before.
	TablePut struct {
		Part      uint8           `cbor:"1,keyasint,omitempty"`
		First     bool            `cbor:"2,keyasint,omitempty"`
		Rows      []TableRow      `cbor:"3,keyasint,omitempty"` // ascending by Hash, over all puts of a part
		Schedules []TableSchedule `cbor:"4,keyasint,omitempty"` // TimesPart only, in order over all puts
		Zone      []TableOffset   `cbor:"5,keyasint,omitempty"` // TimesPart only
	}
	// TableCommit makes what was brought the table that counts, if its hash is that of the mark. It
	// is answered by a TableState.
	TableCommit struct {
		Mark TableMark `cbor:"1,keyasint"`
	}
	// TableRead is answered by a TableState.
	TableRead struct{}
)

// TableRow is one key.
type TableRow struct {
	Hash      KeyHash      `cbor:"1,keyasint"`
	Kind      core.KeyKind `cbor:"2,keyasint"`
	Ref       []byte       `cbor:"3,keyasint"`           // the hub's name for the key, 1 to MaxRef bytes; the journal tells it
	From      int64        `cbor:"4,keyasint,omitempty"` // ms UTC, inclusive; 0: always was
	Until     int64        `cbor:"5,keyasint,omitempty"` // ms UTC, exclusive; 0: for ever
	Lease     Millis       `cbor:"6,keyasint,omitempty"` // since the last session with a hub; 0: for ever
	Schedules []uint64     `cbor:"7,keyasint,omitempty"` // places in the table's schedules, ascending, a union; none: at all times
	Ask       bool         `cbor:"8,keyasint,omitempty"` // the hub first, this row only if no verdict comes
}

// TableSchedule is open in the union of its windows, on the site's wall clock.
type TableSchedule struct {
	Windows []TableWindow `cbor:"1,keyasint,omitempty"`
}

// TableWindow is [Start, End) in minutes of the day, Start to 1439, End to 1440; End < Start crosses
// midnight and belongs to the day of Start. Days: bit 0 Sunday to bit 6 Saturday, as Matter's
// DaysMask.
type TableWindow struct {
	Days  uint8  `cbor:"1,keyasint"`
	Start uint16 `cbor:"2,keyasint,omitempty"`
	End   uint16 `cbor:"3,keyasint"`
}

// TableOffset is the zone from an instant on.
type TableOffset struct {
	From int64 `cbor:"1,keyasint,omitempty"` // ms UTC; the first of a table is 0
	East int32 `cbor:"2,keyasint,omitempty"` // seconds
}

// TableState is the lock's answer about its table.
type TableState struct {
	Mark   TableMark  `cbor:"1,keyasint,omitzero"`  // of the table that counts
	Staged TableMark  `cbor:"2,keyasint,omitzero"`  // of what is being brought; zero: nothing
	Parts  []PartHash `cbor:"3,keyasint,omitempty"` // of what is being brought, TableParts+1 of them
	Why    string     `cbor:"4,keyasint,omitempty"` // a commit that was not taken: English, for a log
}
