package core

// AlertKind is a sort of trouble (spec: alerts.kinds).
type AlertKind uint8

const (
	AlertNone AlertKind = iota
	AlertNotClosed
	AlertLockOffline
	AlertRelockUnconfirmed
	AlertLowBattery
	AlertTamper
	AlertWrongCodes // repeated wrong PINs: the lock takes none for a while
	AlertRadioFalls // the radio falls over this lock; it is left alone for a while
	AlertRefuses    // the lock turns us away: it was reset, or belongs to another hub
	AlertAdmin      // the lock does not take the admin PIN that we have
	AlertForced     // opened though nobody was let in or went out (D-6)
	AlertSensor     // a sensor that told of the door tells nothing any more (D-9)
	AlertClock      // the hub's: the wall clock cannot be believed
	AlertStrayTags  // many unknown tags were shown (L-1)
	AlertDuress     // somebody was made to open (L-2); see Silent
)

var alertNames = []string{"none", "not closed", "lock offline", "relock unconfirmed", "low battery", "tamper", "wrong codes", "radio falls", "refuses us", "admin pin",
	"forced", "sensor unknown", "clock not trusted", "unknown tags", "duress"}

func (a AlertKind) String() string               { return enumName(alertNames, a) }
func (a AlertKind) MarshalText() ([]byte, error) { return []byte(a.String()), nil }
func (a *AlertKind) UnmarshalText(t []byte) error {
	if string(t) == "admin code" { // as releases before this one wrote it
		t = []byte(AlertAdmin.String())
	}
	return enumParse(alertNames, t, a)
}

// Silent is true for what nobody at the site may see: not the one who stands beside the person who
// is made to open. It is in the ledger and in the door's state, and no screen and no feed has it; the
// channels of the owner have.
func (a AlertKind) Silent() bool { return a == AlertDuress }

// OfHub is true for the kinds that are about the hub and no door.
func (a AlertKind) OfHub() bool { return a == AlertClock }

// Momentary is true for what happened and does not last: acknowledging such an alert is its end.
func (a AlertKind) Momentary() bool {
	return a == AlertTamper || a == AlertWrongCodes || a == AlertStrayTags || a == AlertDuress
}

// Alert: raised, acknowledged and cleared are three facts with their times (spec: alerts.read).
// A cleared one leaves the state and stays in the ledger.
type Alert struct {
	Kind   AlertKind `json:"kind"`
	Seq    Seq       `json:"seq"` // of the input that raised it; with the door, its name
	Since  Instant   `json:"since"`
	Raised Instant   `json:"raised"`
	Acked  Instant   `json:"acked,omitzero"`
	By     string    `json:"ackedBy,omitempty"`
	// Escalated is when a forced door was NOT CLOSED as well: the same alert goes on (D-6).
	Escalated Instant `json:"escalated,omitzero"`
	// Quiet: it was raised in a flood. Its raising and its clearing are told, and no message of its own
	// is due: the digest counts it (D-12).
	Quiet bool `json:"quiet,omitempty"`
}
