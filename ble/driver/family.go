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
	// Listen makes what knows a lock's advertisements. home is where it was paired.
	Listen(l core.Lock, home ble.Addr) Listener
	// Hides is true for an advertisement that may be any lock's of this family, whatever its
	// address: only the listeners can tell.
	Hides(ble.Advert) bool
	// Poll is how often a lock is to be read although it does not call, because some of what happens
	// to it is never advertised; 0: it calls.
	Poll(core.Lock) time.Duration
	// Session begins a talk, or returns an error when l is no lock that it could talk to.
	Session(l core.Lock, at Place, mtu int) (Session, error)
	// Pairing reads a setup code, or returns a *core.Error that says what is wrong with it. A code
	// that begins with the family's name is for no other family.
	Pairing(code string) (Pairing, error)
	// Image makes of a table what a lock with room for so many rows takes. It may take its time.
	Image(l core.Lock, t core.Table, room int) Image
}

// Administered is a Family whose locks want an admin PIN. TakesAdmin is nil for one that such a lock can
// have; whether it is this lock's the lock says.
type Administered interface {
	TakesAdmin(core.Lock, core.Secret) error
}

// Upgrader is a Family whose locks take firmware from us.
type Upgrader interface {
	// Firmware reads an image file, or returns a *core.Error that says what is wrong with it.
	Firmware(file []byte) (Firmware, error)
}

// Listener knows the advertisements of one lock, and what it must remember to know an old one
// again. It is called by one goroutine at a time.
type Listener interface {
	Hear(ble.Advert) (Hint, Heard)
	Agree(Seal)
	// Paid says that a session has ended in which the lock had told all that there was.
	Paid()
}

// Heard says whose an advertisement is.
type Heard uint8

const (
	HeardOther Heard = iota // not this lock's, or not provably
	HeardOld                // as the lock would have sent it before: it says nothing, and may be a recording
	HeardIt
)

// Seal is what a session says of how its lock advertises from now on.
type Seal uint8

const (
	SealUnknown Seal = iota // the session has not said
	SealClear               // as anybody could
	SealGiven               // under a key that it is given just now: until it is heard, either counts
	SealOurs                // under a key that it has from us
	SealAnew                // as SealOurs, and what was heard so far does not make the next one old
)

// Hint is what an advertisement says. It is a reason to connect, and nothing else.
type Hint struct {
	Request bool   // somebody stands at the door and waits
	Mark    uint64 // another one than at the end of the last session: there is something to fetch
	Proved  bool   // the lock made it; else anybody may have
	Alerts  uint64 // the bits of Mark that alerts depend on: one that turned is worth a connection on any day
	Stands  bool   // it was so before the last session, too: something new, or a lock that cannot stop saying it
}

// Place is where we are with a lock.
type Place struct {
	Told    core.Cursor // the last entry of its journal that went to the hub
	Kept    core.Cursor // the last that is on its disk
	NoAdmin bool        // it has refused Lock.Admin: nothing that needs it is tried
	Memory  any         // what the last session left for the next; nil: nothing, as after a restart
}

// Session is one connection's talk, without clock, goroutine or I/O. The keeper feeds it and
// does what it says.
type Session interface {
	// Step takes what came and says what follows. The first Step, with a zero In, opens the
	// talk. After an Err there is no other Step.
	Step(in In, now core.Instant) Out
	State() State
}

// In is one of: a frame; a command, a probe, an image, a firmware (only while State.Ready); the
// leave to go on, when all that was said has been written and State.More; nothing, when the time
// of Out.Next came.
// Of the commands a session gets Turn, Answer, AskResult, AckJournal, Look, Identify, Release,
// SyncTable (the table that it was given is no longer the newest, or TableIdle is to end), and
// Tend: the lock's record as it is now, and from that cursor on, tell everything again.
type In struct {
	Frame    *ble.Note
	Command  *core.Command
	Probe    bool     // have the lock prove that nothing is under way; see State.Proved
	Image    Image    // the newest table, as State.Table asked for
	Firmware Firmware // bring it; see State.Update
	More     bool
}

// Out is what follows from a Step.
type Out struct {
	Frames []ble.Note
	Events []core.Input
	Next   time.Duration // Up at which to Step again at the latest; 0: nothing is due
	Paired *core.Lock    // the talk of a Pairing has ended well
	Admin  core.Secret   // with Paired: the lock's admin PIN as it was typed with the setup code; else empty
	Err    error         // the talk is over; Frames are still to be written
	Log    string        // something odd that the lock said, for the log; it holds no secret
}

// State is where a session stands.
type State struct {
	Ready  bool        // takes commands
	Busy   bool        // but none now: they wait in the mailbox, where the newest wish wins
	Moves  bool        // the lock's motor runs: it may be silent for longer
	Pulls  bool        // the lock tells nothing unasked: what it advertises is asked for at once
	Synced bool        // every entry that there was has been told, and the lock's state after it
	Asked  bool        // somebody stands at the door and waits for our verdict
	Stay   bool        // the door stands open: more will come
	Told   core.Cursor // the last entry that was told
	Proved int         // probes that were answered: all that the lock said before has come
	More   bool        // has more to say, a message at a time, when nothing else wants to be written
	Seal   Seal
	Table  TableState
	Update Update

	NoAdmin bool // the lock refuses Lock.Admin, and the hub was told
	Memory  any  // see Place
}

// TableState is where a session stands with the lock's table.
type TableState struct {
	Step TableStep
	Room int    // rows that the lock can hold
	Why  string // of TableFailed, for a log
}

type TableStep uint8

const (
	TableNone   TableStep = iota // the lock keeps none, or none is to be brought
	TableWanted                  // wants the newest image; a slim one will do
	TableWhole                   // wants the newest image with its rows: the lock holds another
	TableBusy                    // is bringing it
	TableHeld                    // the lock has said that it holds it
	TableFailed                  // the lock did not take it
	TableIdle                    // can compare, which costs the lock something: only when it is time
)

// Image is a table in the form in which one lock takes it. The keeper keeps it between sessions
// and looks at nothing in it.
type Image interface {
	// Slim is enough to see whether a lock holds it; without the rows it is not Whole.
	Slim() Image
	Whole() bool
	// Skipped are keys for which there can be no row.
	Skipped() []core.KeyID
}

// Firmware is an image that a maker signed.
type Firmware interface {
	Version() string
	Size() int
}

// Update is where a session stands with a firmware that it was given.
type Update struct {
	Has  int // bytes that the lock has
	Over bool
	Err  *core.Error // when Over: nil, the lock runs it or is about to
}

// Pairing makes the lock of one setup code ours.
type Pairing interface {
	// Heard tells that lock's advertisements from all others, and whether it lets itself be
	// paired now.
	Heard(ble.Advert) (it, open bool)
	// GATT is what to ask for at the address at which the lock was heard open.
	GATT(a ble.Addr) ble.GATT
	// Talk is the session that ends with Out.Paired.
	Talk(a ble.Addr, mtu int) (Session, error)
}

// ErrRefused: the lock will not have our key. It was paired with another, or reset.
var ErrRefused = errors.New("driver: the lock refused our key")
