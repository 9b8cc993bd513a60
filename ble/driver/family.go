package driver

import (
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

// Family is one kind of lock: what its advertisements hint at, and how one talks to it. All of
// it is sans I/O. LocalIQ is ours.
type Family interface {
	Name() string // core.Lock.Family
	GATT() ble.GATT
	// Hint reads an advertisement of a tended lock; false: it is none of this family's.
	Hint(core.Lock, ble.Advert) (Hint, bool)
	// Session begins a talk, or returns an error when l is no lock that it could talk to.
	Session(l core.Lock, at Place, mtu int) (Session, error)
	// Pairing reads a setup code, or returns a *core.Error that says what is wrong with it.
	Pairing(code string) (Pairing, error)
}

// Hint is what an advertisement says. Anybody can send one: it is a reason to connect, and
// nothing else.
type Hint struct {
	Request bool   // somebody stands at the door and waits
	Mark    uint64 // another one than at the end of the last session: there is something to fetch
}

// Place is where we are in a lock's journal.
type Place struct {
	Told core.Cursor // the last entry that went to the hub
	Kept core.Cursor // the last that is on its disk
}

// Session is one connection's talk, without clock, goroutine or I/O. The keeper feeds it and
// does what it says.
type Session interface {
	// Step takes what came and says what follows. The first Step, with a zero In, opens the
	// talk. After an Err there is no other Step.
	Step(in In, now core.Instant) Out
	State() State
}

// In is one of: a frame; a command or a probe (only while State.Ready); nothing, when the time
// of Out.Next came.
// Of the commands a session gets Turn, Answer, AskResult, AckJournal, Look, and Tend: from that
// cursor on, tell everything again.
type In struct {
	Frame   *ble.Note
	Command *core.Command
	Probe   bool // have the lock prove that nothing is under way; see State.Proved
}

// Out is what follows from a Step.
type Out struct {
	Frames []ble.Note
	Events []core.Input
	Next   time.Duration // Up at which to Step again at the latest; 0: nothing is due
	Paired *core.Lock    // the talk of a Pairing has ended well
	Err    error         // the talk is over; Frames are still to be written
}

// State is where a session stands.
type State struct {
	Ready  bool        // takes commands
	Synced bool        // every entry that there was has been told, and the lock's state after it
	Asked  bool        // somebody stands at the door and waits for our verdict
	Stay   bool        // the door stands open: more will come
	Told   core.Cursor // the last entry that was told
	Proved int         // probes that were answered: all that the lock said before has come
}

// Pairing makes the lock of one setup code ours.
type Pairing interface {
	// Heard tells that lock's advertisements from all others, and whether it lets itself be
	// paired now.
	Heard(ble.Advert) (it, open bool)
	// Talk is the session that ends with Out.Paired.
	Talk(a ble.Addr, mtu int) (Session, error)
}

// ErrRefused: the lock will not have our key. It was paired with another, or reset.
var ErrRefused = errors.New("driver: the lock refused our key")
