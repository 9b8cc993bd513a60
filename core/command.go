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
	AskResult struct{ Of CommandID }
	// AckJournal tells the lock that everything up to here is kept on our disk.
	AckJournal struct{ Cursor Cursor }
	// Look reads the lock's state now.
	Look struct{}
)

var allOps = words[Op]{}.of(Tend{}, Neglect{}, Answer{}, Turn{}, AskResult{}, AckJournal{}, Look{})

func (Tend) op()       {}
func (Neglect) op()    {}
func (Answer) op()     {}
func (Turn) op()       {}
func (AskResult) op()  {}
func (AckJournal) op() {}
func (Look) op()       {}

func (Tend) closes() bool       { return true } // it moves nothing, and a lock unheard cannot be closed
func (Neglect) closes() bool    { return false }
func (a Answer) closes() bool   { return !a.Granted || a.Move.Closes() }
func (t Turn) closes() bool     { return t.Move.Closes() }
func (AskResult) closes() bool  { return false }
func (AckJournal) closes() bool { return false }
func (Look) closes() bool       { return true }

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
	RSSI  int8          `json:"rssi"` // dBm
	Heard Instant       `json:"heard"`
	Links int           `json:"links"`          // connections made since the driver started
	Took  time.Duration `json:"took,omitempty"` // of the last connection, scan result to session
}
