package core

import (
	"encoding/json"
	"time"
)

// Command is a wish to a lock. It is void after NotAfter, wherever it waits: in a mailbox, in
// the radio, in the lock. What came of it arrives later as an Event with the same ID.
type Command struct {
	ID       CommandID `json:"id"`
	Lock     LockID    `json:"lock"`
	NotAfter Instant   `json:"notAfter,omitzero"` // zero: stays good
	Op       Op        `json:"op"`
}

// Closes is true for a command that may go before the disk has it: a refusal, a relock.
// Opening and extending wait for Commit.
func (c Command) Closes() bool { return c.Op.closes() }

// Op is what is to be done. The list is closed; see allOps.
type Op interface {
	op()
	closes() bool
}

type (
	// Tend: look after this lock from this place in its journal on. Neglect: no longer.
	Tend struct {
		Lock   Lock
		Cursor Cursor
		Talks  Talks `json:",omitzero"` // so many connections were made already, on that day
		// NoAdmin: the lock has refused Lock.Admin. It is not to be tried again: a lock that is given
		// a wrong one too often locks everybody out of its management.
		NoAdmin bool `json:",omitempty"`
	}
	Neglect struct{}
	// Answer is the verdict on one request, with what the bolt does if it is granted.
	Answer struct {
		Request RequestID
		Granted bool
		Reason  Reason
		Move    Move `json:",omitzero"`
	}
	// Turn moves the bolt: Lock, a momentary Unlock, or a hold.
	Turn struct{ Move Move }
	// AskResult asks what became of a command whose outcome is unknown.
	AskResult struct {
		Of     CommandID
		Closes bool `json:",omitempty"` // it was to lock: nothing is more urgent to know
	}
	// AckJournal tells the lock that everything up to here is kept on our disk.
	AckJournal struct{ Cursor Cursor }
	// Look reads the lock's state now.
	Look struct{}
	// SyncTable: the lock's table is another one now; fetch it and bring it there. Revokes: a key
	// ends with it, and it goes before other settings.
	SyncTable struct {
		Version Seq
		Revokes bool `json:",omitempty"`
	}
	// Identify has the lock blink and sound, so that a person finds it. It is answered.
	Identify struct{ For time.Duration }
	// Release has the lock forget this hub and all that it holds, and be as new. It is answered.
	Release struct{}
)

var allOps = words[Op]{}.of(Tend{}, Neglect{}, Answer{}, Turn{}, AskResult{}, AckJournal{}, Look{}, SyncTable{}, Identify{}, Release{})

func (Tend) op()       {}
func (Neglect) op()    {}
func (Answer) op()     {}
func (Turn) op()       {}
func (AskResult) op()  {}
func (AckJournal) op() {}
func (Look) op()       {}
func (SyncTable) op()  {}
func (Identify) op()   {}
func (Release) op()    {}

func (Tend) closes() bool       { return true } // it moves nothing, and a lock unheard cannot be closed
func (Neglect) closes() bool    { return false }
func (a Answer) closes() bool   { return !a.Granted || a.Move.Closes() }
func (t Turn) closes() bool     { return t.Move.Closes() }
func (AskResult) closes() bool  { return false }
func (AckJournal) closes() bool { return false }
func (Look) closes() bool       { return true }
func (SyncTable) closes() bool  { return false } // it is made of what is kept
func (Identify) closes() bool   { return true }
func (Release) closes() bool    { return false }

func (c Command) MarshalJSON() ([]byte, error) {
	type plain Command
	op, err := allOps.encode(c.Op)
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		plain
		Op json.RawMessage `json:"op"`
	}{plain(c), op})
}

func (c *Command) UnmarshalJSON(b []byte) error {
	type plain Command
	var raw struct {
		plain
		Op json.RawMessage `json:"op"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	op, err := allOps.decode(raw.Op)
	*c = Command(raw.plain)
	c.Op = op
	return err
}

// Signal is a hint for people: how well a lock is heard. It is no input and no basis for a
// decision.
type Signal struct {
	RSSI   int8          `json:"rssi"` // dBm
	Heard  Instant       `json:"heard"`
	Links  int           `json:"links"`            // connections made since the driver started
	Took   time.Duration `json:"took,omitempty"`   // of the last connection, scan result to session
	Today  int           `json:"today,omitempty"`  // connections on the local day so far; see LinkBudget
	Via    string        `json:"via,omitempty"`    // the adapter or repeater that hears it best
	Want   string        `json:"want,omitempty"`   // why it is connected, or waits to be: "revocation"; "": it rests
	Wait   time.Duration `json:"wait,omitempty"`   // for how long it has waited for a connection
	Proved bool          `json:"proved,omitempty"` // the last advertisement was authenticated
}

// Air is what the radios do at this moment, for people.
type Air struct {
	Links  int        `json:"links"` // connections that stand
	Slots  int        `json:"slots"` // that there can be
	Waits  int        `json:"waits"` // locks that wait for one
	Radios []RadioNow `json:"radios,omitempty"`
}

// RadioNow is one adapter or repeater.
type RadioNow struct {
	Adapter string        `json:"adapter"`
	Address string        `json:"address,omitempty"` // its own
	Role    string        `json:"role,omitempty"`    // "scans", "connects", "scans and connects"
	Links   int           `json:"links"`
	Reports uint64        `json:"reports"`         // advertisements in the last second
	Round   time.Duration `json:"round,omitempty"` // to the controller and back
	// Of the radio's process: what leaks in a stack shows here first. 0: nobody can tell.
	Goroutines int `json:"goroutines,omitempty"`
	Files      int `json:"files,omitempty"` // open descriptors
}
