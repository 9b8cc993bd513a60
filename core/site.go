package core

import "time"

// Site is the world as one hub knows it: what people set and what the doors said. It is
// immutable. Apply makes the next one and shares what did not move, so a reader may keep any
// Site for as long as it likes.
type Site struct {
	Seq    Seq     // of the last input that moved anything
	At     Instant // of that input
	Hub    HubState
	Config *Config
	Doors  []DoorState // one for each of Config.Doors, in the same order
	Counts *Counts     // of people and their keys; nil: none
}

// HubState is what the hub knows of itself.
type HubState struct {
	ID      HubID        `json:"id"`
	Epoch   Epoch        `json:"epoch"`
	Version string       `json:"version,omitempty"`
	Started Instant      `json:"started,omitzero"`
	Run     Epoch        `json:"run,omitempty"`     // of HubStarted; the first half of every command id
	Radios  []RadioState `json:"radios,omitempty"`  // sorted by adapter
	Clock   ClockState   `json:"clock,omitzero"`    // what is believed of the wall clock
	Alerts  []Alert      `json:"alerts,omitempty"`  // of the hub and no door: raised and not yet cleared
	Term    Term         `json:"term,omitzero"`     // what was told of the subscription's end
	Claim   Claim        `json:"claim,omitzero"`    // a key for the console is awaited
	Uses    []ConsoleUse `json:"uses,omitempty"`    // of the console's keys, sorted by key
	APIUses []APIUse     `json:"apiUses,omitempty"` // of the API's keys, sorted by key
	Passes  int64        `json:"passes,omitempty"`  // ns UTC: phones that were signed until then, or sooner, were told of
	Codes   Tries        `json:"codes,omitzero"`    // wrong activation codes that were typed at the box itself [iq.pin]
}

// RadioState is one adapter, as its supervisor tells.
type RadioState struct {
	Adapter string  `json:"adapter"`
	Up      bool    `json:"up"`
	Since   Instant `json:"since,omitzero"`
	Why     string  `json:"why,omitempty"`
}

// DoorState holds, for one door, what is wanted, what was reported, and what is in flight.
// A command is made only from a difference between the first two with nothing in the third.
type DoorState struct {
	Door     DoorID   `json:"door"`
	Link     Link     `json:"link,omitzero"`
	Reported Reported `json:"reported,omitzero"`
	Wanted   Wanted   `json:"wanted,omitzero"`
	Flight   Flight   `json:"flight,omitzero"`
	Office   Office   `json:"office,omitzero"`
	Opening  Opening  `json:"opening,omitzero"`
	Grant    Grant    `json:"grant,omitzero"`
	Last     Decided  `json:"last,omitzero"`
	Alerts   []Alert  `json:"alerts,omitempty"` // raised and not yet cleared
	Cursor   Cursor   `json:"cursor,omitzero"`
	Relock   Relock   `json:"relock,omitzero"`
	Sync     Sync     `json:"sync,omitzero"`
	Talks    Talks    `json:"talks,omitzero"`
	Admin    Admin    `json:"admin,omitzero"`
	// Exit is when the lock last signalled that somebody went out (handle, button). Zero: it never
	// has, and an opening without a grant proves nothing there (D-6).
	Exit    Instant `json:"exit,omitzero"`
	Bounces uint32  `json:"bounces,omitempty"` // openings that were too short to be any (D-4)
	Flood   Flood   `json:"flood,omitzero"`
	Levels  []Level `json:"levels,omitempty"` // above office mode, the strongest first; see Mode
	Reader  Reader  `json:"reader,omitzero"`
	Await   Await   `json:"await,omitzero"` // a tag for somebody
}

// Link says whether the lock is within earshot: heard, not connected (idle links are closed).
type Link struct {
	Heard bool    `json:"heard"`
	Since Instant `json:"since,omitzero"` // of the last change of Heard
	// Last is when a lock was heard last that its driver has called silent; zero: it has not.
	Last Instant `json:"last,omitzero"`
}

// Reported is what the lock last said, and when. Until At is set the door should be locked,
// unconfirmed, and is never drawn as locked.
type Reported struct {
	At           Instant `json:"at,omitzero"`
	Bolt         Bolt    `json:"bolt"`
	BoltSince    Instant `json:"boltSince,omitzero"`
	Contact      Contact `json:"contact"`
	ContactSince Instant `json:"contactSince,omitzero"`
	Battery      uint8   `json:"battery,omitempty"` // 1-100 %; 0: not told
	Firmware     string  `json:"firmware,omitempty"`
	LockBoot     uint32  `json:"lockBoot,omitempty"`
	Low          Instant `json:"low,omitzero"` // since then every report has said that the battery is low
	// ContactAt is when the contact itself was last told live; a word about the bolt does not
	// move it. Gap: the journal has lost entries since the contact was told, so that an opening
	// may be missing.
	ContactAt Instant `json:"contactAt,omitzero"`
	Gap       bool    `json:"gap,omitempty"`
	// Looked is when the lock was asked to look again, because the journal had overtaken its report.
	Looked Instant `json:"looked,omitzero"`
}

// Wanted is the standing wish for a bolt: BoltLocked, or BoltOffice until an end. Momentary
// openings are not standing wishes. The zero value wants nothing yet.
type Wanted struct {
	Bolt  Bolt  `json:"bolt"`
	Until int64 `json:"until,omitempty"` // ns UTC, when a hold ends; 0: no end of its own
	Since Seq   `json:"since,omitempty"` // the input that wanted it
	// At is when it came to be held, or was let go; zero: it never was held, or an older release kept
	// it, and then Office.Since says it.
	At Instant `json:"at,omitzero"`
}

// Flight is the one command that the lock has not answered yet.
type Flight struct {
	Command  CommandID `json:"command,omitzero"`
	Move     Move      `json:"move,omitzero"`
	NotAfter Instant   `json:"notAfter,omitzero"`
	Asked    bool      `json:"asked,omitempty"` // its outcome is unknown and was asked for
	Tries    uint8     `json:"tries,omitempty"` // of the same difference, for the pause between
	Again    Instant   `json:"again,omitzero"`  // not before this; Command is zero while we pause
}

// Admin is what the lock said of its admin PIN. Refused is zero, or stands until somebody gives
// another code: meanwhile nothing is managed there.
type Admin struct {
	Refused Instant `json:"refused,omitzero"`
}

// Relock is what became of our locking: whether somebody or something undoes it.
type Relock struct {
	Done   Instant `json:"done,omitzero"`    // of our last locking; zero once it was undone
	Undone uint8   `json:"undone,omitempty"` // how often in a row; 0 once the bolt has stayed locked
}

// Opening is the door standing open. The 38 seconds are this fact, not a timer.
type Opening struct {
	Open   bool     `json:"open"`
	Since  Instant  `json:"since,omitzero"` // when it opened, or when office mode ended (D-5)
	By     PersonID `json:"by,omitempty"`   // of the grant that it followed, if any
	Raised bool     `json:"raised,omitempty"`
	Fresh  bool     `json:"fresh,omitempty"` // since a new boot or office mode's end, not the opening itself
	// Closed is when it closed, while Open is false. A door that opens again within a second
	// never closed: Since stays, and so does a raised alert (D-4).
	Closed Instant `json:"closed,omitzero"`
	// Looked is when the lock was asked to look again before NOT CLOSED is raised; see rules.
	Looked Instant `json:"looked,omitzero"`
	// Within is how far Since may lie from the truth, either way; 0: the lock told an age.
	Within time.Duration `json:"within,omitempty"`
	Extra  time.Duration `json:"extra,omitempty"`  // what By may take longer than others (D-2)
	Warned bool          `json:"warned,omitempty"` // the pre-alarm was told (D-3)
	// AfterFire: Fresh is since the door was no longer held open for a fire (D-5).
	AfterFire bool `json:"afterFire,omitempty"`
	// Unexplained is when we heard of an opening that nobody was let in for and nobody went out for,
	// until it is called forced or was too short to be an opening; then zero.
	Unexplained Instant `json:"unexplained,omitzero"`
}

// Grant is the last granted opening. It explains an opened door until Until.
type Grant struct {
	Person PersonID `json:"person,omitempty"`
	Key    KeyID    `json:"key,omitempty"`
	Seq    Seq      `json:"seq,omitempty"`
	Until  Instant  `json:"until,omitzero"`
	Taken  bool     `json:"taken,omitempty"` // somebody went through: it has counted
	// Also are the other keys that it took, or that were let in here and may come with this one.
	Also []Shown `json:"also,omitempty"`
}

// Decided is the last decision at a door, kept so that the door can say why.
type Decided struct {
	Seq     Seq     `json:"seq,omitempty"`
	At      Instant `json:"at,omitzero"`
	Verdict Verdict `json:"verdict,omitzero"`
	// By is ByTable where the lock opened by its own table; Verdict is then what the hub would have
	// said, which may be a refusal.
	By BoltCause `json:"by,omitempty"`
}

// Cursor is how far a lock's journal is kept here.
type Cursor struct {
	Journal JournalID `json:"journal,omitempty"`
	Index   uint32    `json:"index,omitempty"`
}

// Move is what a bolt is to do. For and Until both bound it; whichever comes first ends it.
type Move struct {
	To    Bolt          `json:"to"`
	For   time.Duration `json:"for,omitempty"`
	Until int64         `json:"until,omitempty"` // ns UTC
}

// Closes is true for a move that can only make the door safer.
func (m Move) Closes() bool { return m.To == BoltLocked }

// NewSite is a site of which nothing is known.
func NewSite(hub HubState) *Site { return &Site{Hub: hub, Config: NewConfig()} }

// Door finds a door's state; nil when the site has no such door.
func (s *Site) Door(id DoorID) *DoorState {
	if i, ok := s.doorIndex(id); ok {
		return &s.Doors[i]
	}
	return nil
}

func (s *Site) doorIndex(id DoorID) (int, bool) {
	return place(s.Doors, id, func(d *DoorState) DoorID { return d.Door })
}

// DoorOf finds the state of the door that a lock is fitted to; nil when there is none.
func (s *Site) DoorOf(l LockID) *DoorState {
	if d := s.Config.DoorOf(l); d != nil {
		return s.Door(d.ID)
	}
	return nil
}

// Alert finds the alert of a kind that is raised now.
func (d *DoorState) Alert(k AlertKind) *Alert {
	for i := range d.Alerts {
		if d.Alerts[i].Kind == k {
			return &d.Alerts[i]
		}
	}
	return nil
}
