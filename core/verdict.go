package core

import "encoding/json"

// Reason is why a decision fell as it did: a closed list, facts/semantics 4b.
type Reason uint8

const (
	ReasonNone Reason = iota
	Granted
	OpenedFree // the door is open to everybody; the key changed nothing
	InvalidRequest
	LockUnknown
	Replay
	SiteNotReleased
	LockedOut
	CredentialUnknown
	CredentialDisabled
	UserBlocked
	UserUnsubscribed
	IQUnsubscribed
	NotYetValid
	Expired
	Lockdown
	DoorBlocked
	NotAuthorised
	OutsideSchedule
	ClockUntrusted
	FactorMissing
	PINWrong
	FirstPersonRequired
	SecondPersonRequired
	Passback
	UsesExhausted
	Privacy
	LockOffline
	BatteryTooLow
	LockJammed
	RightMissing  // the caller has no right to ask for this
	NotAnswered   // the hub was away; the lock refused by itself
	LockRefused   // the lock refused by itself what the hub would have granted: its table is old, or its clock wrong
	OpenedUnknown // a door opened: nobody was let in, and whether somebody went out its lock cannot tell (D-6)
)

var reasonNames = []string{"", "GRANTED", "OPENED_FREE", "INVALID_REQUEST", "LOCK_UNKNOWN", "REPLAY", "SITE_NOT_RELEASED",
	"LOCKED_OUT", "CREDENTIAL_UNKNOWN", "CREDENTIAL_DISABLED", "USER_BLOCKED", "USER_UNSUBSCRIBED", "IQ_UNSUBSCRIBED",
	"NOT_YET_VALID", "EXPIRED", "LOCKDOWN", "DOOR_BLOCKED", "NOT_AUTHORISED", "OUTSIDE_SCHEDULE", "CLOCK_UNTRUSTED",
	"FACTOR_MISSING", "PIN_WRONG", "FIRST_PERSON_REQUIRED", "SECOND_PERSON_REQUIRED", "PASSBACK", "USES_EXHAUSTED", "PRIVACY",
	"LOCK_OFFLINE", "BATTERY_TOO_LOW", "LOCK_JAMMED", "RIGHT_MISSING", "NOT_ANSWERED", "LOCK_REFUSED", "OPENED_UNKNOWN"}

func (r Reason) String() string                { return enumName(reasonNames, r) }
func (r Reason) MarshalText() ([]byte, error)  { return []byte(r.String()), nil }
func (r *Reason) UnmarshalText(t []byte) error { return enumParse(reasonNames, t, r) }

// Check is one question of a decision, in the order in which they are asked (decide.order).
type Check uint8

const (
	CheckNone       Check = iota
	CheckLock             // 0  the lock is ours and fitted to a door
	CheckReleased         // 0a
	CheckLockout          // 2
	CheckKey              // 3  the credential is known
	CheckKeyState         // 5
	CheckPerson           // 6  not blocked
	CheckSubscribed       // after 6
	CheckValidity         // 7
	CheckDoor             // 8  not locked down, not blocked
	CheckGroup            // 9  some source grants this door
	CheckSchedule         // 10 a granting source is open now
	CheckClock            // 10 and the clock can be believed
	CheckFactors          // 11
	CheckCounts           // 12 the key has uses left
	CheckPrivacy          // 13
	CheckHardware         // 14
	CheckRight            // the person has the right that this way of opening needs
	CheckFree             // 1  the door is open to everybody
	CheckFirst            // 12 the first person has come today
	CheckSecond           // 12 a second person is there
	CheckPassback         // 12 the person is not there already
)

var checkNames = []string{"", "lock", "released", "lockout", "key", "key state", "person", "subscribed", "validity", "door",
	"group", "schedule", "clock", "factors", "counts", "privacy", "hardware", "right", "free", "first person", "second person", "passback"}

func (c Check) String() string                { return enumName(checkNames, c) }
func (c Check) MarshalText() ([]byte, error)  { return []byte(c.String()), nil }
func (c *Check) UnmarshalText(t []byte) error { return enumParse(checkNames, t, c) }

// Request asks whether a key may open a door at an instant. Exactly one of Digest and Person
// says who: Digest for a key that was presented, Person (with Kind KeyOperator, or in explain)
// for somebody known.
type Request struct {
	Door   DoorID    `json:"door"`
	Kind   KeyKind   `json:"kind"`
	Digest Digest    `json:"digest,omitzero"`
	Key    KeyID     `json:"key,omitempty"` // explain: this key of Person
	Person PersonID  `json:"person,omitempty"`
	At     Instant   `json:"at"`
	Bolt   Bolt      `json:"bolt,omitempty"` // as the lock told with its request; the stricter of it and what is reported counts
	ID     RequestID `json:"id,omitempty"`   // of a lock's request; "": nobody waits for an answer to this one
	Why    string    `json:"why,omitempty"`  // of an opening from afar
}

// Verdict is the answer, with the trail of everything that was asked. All checks that can be
// asked are asked; Reason is the first that failed. A value: making one allocates nothing.
type Verdict struct {
	Granted  bool       `json:"granted"`
	Reason   Reason     `json:"reason"`
	Door     DoorID     `json:"door,omitempty"`
	Key      KeyID      `json:"key,omitempty"`
	KeyKind  KeyKind    `json:"keyKind,omitempty"`
	Person   PersonID   `json:"person,omitempty"`
	Group    GroupID    `json:"group,omitempty"`    // that granted, or came nearest
	Schedule ScheduleID `json:"schedule,omitempty"` // of that group
	Booking  BookingID  `json:"booking,omitempty"`  // that granted, or came nearest; then there is no Group
	Trail    Trail      `json:"trail,omitzero"`
	Duress   bool       `json:"duress,omitempty"` // the variant was shown; whoever passes a verdict on takes it off
}

// Trail is the checks in the order of decide.order, each with what came of it.
type Trail struct {
	n     uint8
	steps [24]Step
}

// Step is one check: Reason is Granted where it passed, ReasonNone where it did not apply.
type Step struct {
	Check  Check  `json:"check"`
	Reason Reason `json:"reason"`
}

// Add appends a step; the trail has room for every check that there is.
func (t *Trail) Add(c Check, r Reason) {
	if int(t.n) < len(t.steps) {
		t.steps[t.n] = Step{c, r}
		t.n++
	}
}

// Steps is the trail for reading.
func (t Trail) Steps() []Step { return t.steps[:t.n:t.n] }

// IsZero leaves an empty trail out of JSON.
func (t Trail) IsZero() bool { return t.n == 0 }

func (t Trail) MarshalJSON() ([]byte, error) { return json.Marshal(t.steps[:t.n]) }

func (t *Trail) UnmarshalJSON(b []byte) error {
	var ss []Step
	if err := json.Unmarshal(b, &ss); err != nil {
		return err
	}
	*t = Trail{}
	for _, s := range ss {
		t.Add(s.Check, s.Reason)
	}
	return nil
}
