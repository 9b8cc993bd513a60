package core

// What is told to people: a closed list of facts.
type What uint8

const (
	WhatNone What = iota
	AccessGranted
	AccessDenied
	DoorWasOpened
	DoorWasClosed
	BoltMoved
	OfficeStarted
	OfficeEnded
	OfficeRefused
	AlertRaised
	AlertWasAcked
	AlertCleared
	LockFound
	HubUp
	RadioDown
	RadioUp
	ConfigChanged
	CommandDone
	CommandFailed
	CommandUnknown
	HistoryLost
	JournalChanged
	ClockSet
	OpeningAsked
	LockingAsked
	DoorUncertain     // nobody can tell whether it is open
	StoreTrouble      // the disk could not be written for a while
	TableHeld         // a lock holds its newest table
	KeysRevoked       // the last lock has said that keys are gone
	CodesLimited      // a lock takes no PIN for a while
	LockAdmitted      // a lock opened by its own table for a key that the hub would have refused
	Identified        // a lock was asked to show itself
	KeysRemain        // a lock that is ours no more still opens for its keys
	LockReleased      // a lock has forgotten this hub and all that it held
	RadioShuns        // a radio leaves a device of nobody's alone, because it falls over it
	DoorBounced       // what was told as open was too short to be an opening (D-4)
	PreAlarm          // NOT CLOSED is due soon (D-3)
	AlertGrew         // a forced door is NOT CLOSED as well (D-6)
	AlertsMany        // a door alerts so often that its alerts are told together (D-12)
	ClockJudged       // how far the wall clock is believed has changed
	ClockDoubted      // a source of time was not believed
	DoorModeSet       // somebody set a mode at a door
	DoorModeEnded     // a mode was released, or its time was over
	OfficeWaits       // office mode should have started by itself, and cannot
	OfficeSkipped     // a window passed, and office mode that should have started by itself did not
	OfficeLong        // manual office mode has been on for so long that it may be forgotten
	RelockedOpen      // the bolt is to lock while the door stands open
	LockedByKey       // a key locked what stood unlocked
	KeyWaits          // a key that is right waits for its PIN, or for a second person
	PassedBack        // somebody went where they are already, and passback is soft
	UnderDuress       // the duress variant of a PIN was typed; its Alert is AlertDuress, and so it is silent
	SubscriptionBegan // a voucher was redeemed
	SubscriptionEnds  // in four weeks, a week, a day
	SubscriptionEnded
	SubscriptionBack // it had ended, and by the clock that is believed now it has not
	SlotMissing      // somebody has no slot of the subscription, because it is full
	TriedAbove       // somebody asked for what their role may not; Detail says what
	BookingLeft      // one that had begun is in the configuration no more; Until is its end, For its length, Detail its id
	KeyUnanswered    // a key was shown, and the IQ answers nobody
	PINWasRead       // somebody had a PIN shown again
	TagIsAwaited     // the next unknown tag at the door becomes somebody's
	TagIsNot         // and none came
	SecretsLeft      // the makings of Count keys were written into a file; Detail says how
	PlaceForgotten   // somebody, or with no Person everybody of Count, is nowhere for passback; Detail is where they were
	ClaimIsShown     // a code is shown with which somebody enrols a key for the console
	ClaimIsOver      // it was not used; Detail says why
	KeyEnrolled      // a key for the console was enrolled with it
	ConsoleOpened    // somebody is at the console over SSH
	ConsoleEnded     // and is not any more
	KeysShut         // connections that had no key that counts
	ConsoleIsShut    // the console is not served over SSH
	CodeWasWrong     // somebody typed an activation code that is none; with For none is taken for so long
	PassEnds         // until when a phone was signed, Until, is near or has passed, and it was not renewed
	HTTPSRefused     // requests to the API that had no key that counts
	HTTPSShut        // the API is not served over HTTPS
)

var whatNames = []string{"none", "granted", "denied", "opened", "closed", "bolt", "office on", "office off", "office refused",
	"raised", "acknowledged", "cleared", "lock found", "hub up", "radio down", "radio up", "config", "done", "failed",
	"unknown outcome", "history lost", "new journal", "clock set", "open asked", "lock asked", "door uncertain",
	"store trouble", "table held", "keys revoked", "codes limited", "admitted against", "identified", "keys remain",
	"released", "radio shuns", "bounced", "pre-alarm", "escalated", "digest", "clock judged", "clock doubted", "door mode", "door mode ended", "office waits", "office skipped", "office long",
	"relocked open", "locked by key", "waits", "passed back", "duress",
	"subscription began", "subscription ends", "subscription ended", "subscription back", "slot missing", "above", "booking left",
	"not answered", "pin read", "tag awaited", "no tag", "secrets exported", "place forgotten",
	"code shown", "code over", "key enrolled", "session", "session ended", "ssh refused", "ssh shut", "wrong code", "phone ends", "https refused", "https shut"}

func (w What) String() string                { return enumName(whatNames, w) }
func (w What) MarshalText() ([]byte, error)  { return []byte(w.String()), nil }
func (w *What) UnmarshalText(t []byte) error { return enumParse(whatNames, t, w) }

// Notice is one fact for people. It carries ids; Line joins them with names for reading.
type Notice struct {
	Seq     Seq       `json:"seq"` // of its input
	N       int       `json:"n"`   // within the input; (Seq, N) is the notice's name
	At      Instant   `json:"at"`  // when it happened
	What    What      `json:"what"`
	Door    DoorID    `json:"door,omitempty"`
	Lock    LockID    `json:"lock,omitempty"`
	Person  PersonID  `json:"person,omitempty"`
	Key     KeyID     `json:"key,omitempty"`
	KeyKind KeyKind   `json:"keyKind,omitempty"`
	Reason  Reason    `json:"reason,omitempty"`
	Alert   AlertKind `json:"alert,omitempty"`
	Bolt    Bolt      `json:"bolt,omitempty"`
	By      BoltCause `json:"by,omitempty"`
	Late    bool      `json:"late,omitempty"`
	Origin  Origin    `json:"origin,omitzero"`
	For     int64     `json:"for,omitempty"`    // ns: how long it had lasted, where that is the news
	Within  int64     `json:"within,omitempty"` // ns: how far At and For may lie from the truth, either way; 0: not at all
	Until   int64     `json:"until,omitempty"`  // ns UTC
	Mode    DoorMode  `json:"mode,omitempty"`
	Detail  string    `json:"detail,omitempty"`
	Count   int       `json:"count,omitempty"`   // how many, where that is the news
	Quiet   bool      `json:"quiet,omitempty"`   // of an alert in a flood: no message of its own is due (D-12)
	Verdict *Verdict  `json:"verdict,omitempty"` // of an access, with its trail
}

// Line is a notice with the names that its ids had when it was read. It is never stored.
type Line struct {
	Notice
	DoorName   string `json:"doorName,omitempty"`
	PersonName string `json:"personName,omitempty"`
	AsName     string `json:"asName,omitempty"` // of Origin.As: under whose authority it was done
}
