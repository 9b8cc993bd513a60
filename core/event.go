package core

import "time"

// Event is something that happened, in the past tense. The list is closed; see allEvents.
type Event interface{ event() }

// OfLock is an event that a lock itself tells, live or out of its journal. Of names the lock.
type OfLock interface {
	Event
	Of() LockID
}

// From a lock. Each of them names the lock; the rules find the door.
type (
	// LockHeard and LockSilent are the edges of being within earshot, not every beacon.
	LockHeard  struct{ Lock LockID }
	LockSilent struct {
		Lock LockID
		Last Instant // heard last
	}
	// AccessRequested: somebody presented a key and the lock waits 2 to 3 s for a verdict.
	AccessRequested struct {
		Lock    LockID
		Request RequestID
		Kind    KeyKind
		Digest  Digest
		Held    bool `json:",omitempty"` // tag held over 5 s: manual office mode
		Bolt    Bolt `json:",omitempty"` // as the lock said last, perhaps ahead of its journal; unknown: it did not
	}
	DoorOpened struct{ Lock LockID }
	DoorClosed struct{ Lock LockID }
	BoltTurned struct {
		Lock LockID
		To   Bolt
		By   BoltCause
	}
	HandleTurned struct{ Lock LockID } // from inside: an exit
	Tampered     struct{ Lock LockID }
	// KeyRefusedAway: the lock refused a key by itself, because the hub did not answer or because it
	// never asks. Digest is zero where the lock does not tell what was typed; Key is of its own table.
	KeyRefusedAway struct {
		Lock   LockID
		Kind   KeyKind
		Digest Digest
		Key    KeyID `json:",omitempty"`
	}
	// LockReported is the lock's own account of itself, at the start of each session and on
	// every change. ContactAge and BoltAge say for how long it has been so; negative: the lock
	// cannot tell.
	LockReported struct {
		Lock       LockID
		Bolt       Bolt
		BoltAge    time.Duration
		Contact    Contact
		ContactAge time.Duration
		Battery    uint8  `json:",omitempty"`
		Firmware   string `json:",omitempty"`
		LockBoot   uint32
	}
	// CommandAnswered is what came of a command, by its id.
	CommandAnswered struct {
		Lock    LockID
		Command CommandID
		Result  Result
		Detail  string `json:",omitempty"`
	}
	// KeyAdmitted: the lock opened by its own table. Key is as it was when the table was made.
	KeyAdmitted struct {
		Lock LockID
		Key  KeyID
		Kind KeyKind
		Held bool `json:",omitempty"`
	}
	// TableReported: the lock holds the table of that version, whole and as it was made. 0: none,
	// or one that is not ours. It is said in every session in which it is not what was said last.
	TableReported struct {
		Lock    LockID
		Version Seq
		Rows    int
		Left    int     `json:",omitempty"` // keys of the table that are not in it
		LeftFor LeftFor `json:",omitempty"` // why; all reasons of all of them
	}
	// EntryLimited: too many wrong keys of that kind; the lock takes none for a while (Matter
	// WrongCodeEntryLimit, UserCodeTemporaryDisableTime).
	EntryLimited struct {
		Lock LockID
		Kind KeyKind
		For  time.Duration
	}
	// LinksMade: so many more connections were made to a lock, on that local day.
	LinksMade struct {
		Lock  LockID
		Day   string
		Links int
	}
	// LockRefuses: the lock has turned us away again and again. It was reset, or belongs to another
	// hub by now; nothing of it is known until it lets us in.
	LockRefuses struct {
		Lock LockID
		Why  string
	}
	// LockUpdated: another firmware runs from here in its journal on. LockReported says which.
	LockUpdated struct{ Lock LockID }
	// AdminRefused: the lock does not take Lock.Admin. Nothing is managed there until a person gives
	// another (SetLockPIN); bolt and state need none.
	AdminRefused struct{ Lock LockID }
	// LockLearnt: a session has found that the lock lacks other things than the pairing said.
	LockLearnt struct {
		Lock  LockID
		Lacks Lack `json:",omitempty"`
	}
	// JournalLost: entries From to To were overwritten before we fetched them.
	JournalLost struct {
		Lock     LockID
		From, To uint32
	}
	// JournalBegun: the lock has another journal (factory reset, replaced memory). What it held up to
	// After is none of ours: it is from before the pairing.
	JournalBegun struct {
		Lock    LockID
		Journal JournalID
		After   uint32 `json:",omitempty"`
	}
	// EntryPassed: an entry of the journal that says nothing of the door. It is told because the
	// journal goes on behind it.
	EntryPassed struct{ Lock LockID }
)

// From the hub itself.
type (
	HubStarted struct {
		Version  string
		ZoneData string
		Run      Epoch    // random: a command of another run can never be taken for one of this
		Box      BoxClock `json:",omitzero"` // what its clock's sources say now
	}
	// StoreFailed: commits failed since then, and what was decided meanwhile was dropped. It can
	// be kept only when the store writes again.
	StoreFailed struct {
		Why   string
		Since Instant
	}
	RadioFell struct{ Adapter, Why string }
	RadioRose struct{ Adapter string }
	// RadioBlamed: a radio fell over this lock again and again, which is left alone for a while.
	RadioBlamed struct {
		Adapter string
		Address string // of the peer, as the radio knows it
		Lock    LockID // whoever knows the peers fills it; "": none of ours
		Falls   int
		For     time.Duration
	}
	// Ticked: Next asked to be asked again about now.
	Ticked struct{}
	// ClockStepped: the wall clock was set while Up ran on.
	ClockStepped struct{ From, To int64 }
)

// From people: a wish that reached the loop.
type (
	SiteEdited struct {
		Why   string
		Edits []Edit
		// Of is the version of the configuration that the edits were planned on: of another they are
		// refused (Outdated), because each is a whole item and would undo what came between. 0: of any.
		Of Seq `json:",omitempty"`
		// Sure: also where something stops with it that works by itself (an integration).
		Sure bool `json:",omitempty"`
		// Consent: the owner has agreed that people are removed for good.
		Consent bool `json:",omitempty"`
		// Zone is the loaded Settings.Zone when an edit sets one. Whoever decodes the event
		// loads it again.
		Zone Zone `json:"-"`
	}
	OpenAsked struct {
		Door   DoorID
		Person PersonID `json:",omitempty"` // "": the console or an API key under its own authority
		Why    string   `json:",omitempty"`
		IQPIN  Digest   `json:",omitzero"` // as Person typed it; nobody else is asked for one
	}
	LockAsked   struct{ Door DoorID }
	OfficeAsked struct {
		Door DoorID
		On   bool
	}
	// DoorModeAsked sets a mode, or with ModeNormal releases the strongest that stands.
	DoorModeAsked struct {
		Door DoorID        `json:",omitempty"` // "": every door
		Mode DoorMode      `json:",omitempty"`
		For  time.Duration `json:",omitempty"` // 0: until it is released
		Why  string        `json:",omitempty"`
	}
	AlertAcked struct {
		Door DoorID
		Kind AlertKind
	}
	IdentifyAsked struct {
		Lock LockID
		For  time.Duration // 0: 10 s
	}
	// ReleaseAsked has a lock forget this hub before the site forgets the lock.
	ReleaseAsked struct{ Lock LockID }
	// TablesDue: every lock's table is to be made and compared anew, whatever was wanted.
	TablesDue struct{ Why string }
)

// Zone carries a loaded time zone through an event.
type Zone = *time.Location

// RequestID is the lock's nonce of one access request in one session. An answer is good for
// that request only.
type RequestID string

var allEvents = words[Event]{}.of(LockHeard{}, LockSilent{}, AccessRequested{}, DoorOpened{}, DoorClosed{}, BoltTurned{},
	HandleTurned{}, Tampered{}, KeyRefusedAway{}, LockReported{}, CommandAnswered{}, JournalLost{}, JournalBegun{},
	HubStarted{}, StoreFailed{}, RadioFell{}, RadioRose{}, Ticked{}, ClockStepped{},
	SiteEdited{}, OpenAsked{}, LockAsked{}, OfficeAsked{}, AlertAcked{},
	KeyAdmitted{}, TableReported{}, EntryLimited{}, LinksMade{}, RadioBlamed{}, IdentifyAsked{}, TablesDue{}, ReleaseAsked{}, LockRefuses{}, LockUpdated{},
	AdminRefused{}, LockLearnt{}, EntryPassed{}, DoorModeAsked{},
	ClockRead{}, LockClock{}, ClockConfirmed{},
	VoucherRedeemed{}, Activated{}, AttemptMade{},
	PINRead{}, TagAwaited{}, TagForgone{}, SecretsExported{}, PlacesForgiven{},
	ClaimShown{}, ClaimTaken{}, SessionOpened{}, SessionEnded{}, ConsoleRefused{}, ConsoleShut{},
	APIKeyUsed{}, APIRefused{}, APIShut{})

func (LockHeard) event()       {}
func (LockSilent) event()      {}
func (AccessRequested) event() {}
func (DoorOpened) event()      {}
func (DoorClosed) event()      {}
func (BoltTurned) event()      {}
func (HandleTurned) event()    {}
func (Tampered) event()        {}
func (KeyRefusedAway) event()  {}
func (LockReported) event()    {}
func (CommandAnswered) event() {}
func (JournalLost) event()     {}
func (JournalBegun) event()    {}
func (HubStarted) event()      {}
func (StoreFailed) event()     {}
func (RadioFell) event()       {}
func (RadioRose) event()       {}
func (Ticked) event()          {}
func (ClockStepped) event()    {}
func (SiteEdited) event()      {}
func (OpenAsked) event()       {}
func (LockAsked) event()       {}
func (OfficeAsked) event()     {}
func (AlertAcked) event()      {}
func (KeyAdmitted) event()     {}
func (TableReported) event()   {}
func (EntryLimited) event()    {}
func (LinksMade) event()       {}
func (RadioBlamed) event()     {}
func (IdentifyAsked) event()   {}
func (TablesDue) event()       {}
func (ReleaseAsked) event()    {}
func (LockRefuses) event()     {}
func (LockUpdated) event()     {}
func (AdminRefused) event()    {}
func (LockLearnt) event()      {}
func (EntryPassed) event()     {}
func (DoorModeAsked) event()   {}

func (e AccessRequested) Of() LockID { return e.Lock }
func (e DoorOpened) Of() LockID      { return e.Lock }
func (e DoorClosed) Of() LockID      { return e.Lock }
func (e BoltTurned) Of() LockID      { return e.Lock }
func (e HandleTurned) Of() LockID    { return e.Lock }
func (e Tampered) Of() LockID        { return e.Lock }
func (e KeyRefusedAway) Of() LockID  { return e.Lock }
func (e LockReported) Of() LockID    { return e.Lock }
func (e KeyAdmitted) Of() LockID     { return e.Lock }
func (e EntryLimited) Of() LockID    { return e.Lock }
func (e LockUpdated) Of() LockID     { return e.Lock }
func (e EntryPassed) Of() LockID     { return e.Lock }

// EncodeEvent writes {"DoorOpened":{…}}.
func EncodeEvent(e Event) ([]byte, error) { return allEvents.encode(e) }

// DecodeEvent reads what EncodeEvent wrote, and refuses a word that it does not know.
func DecodeEvent(b []byte) (Event, error) { return allEvents.decode(b) }
