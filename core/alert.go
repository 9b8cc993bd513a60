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
	AlertAdmin      // the lock does not take the admin code that we have
)

var alertNames = []string{"none", "not closed", "lock offline", "relock unconfirmed", "low battery", "tamper", "wrong codes", "radio falls", "refuses us", "admin code"}

func (a AlertKind) String() string                { return enumName(alertNames, a) }
func (a AlertKind) MarshalText() ([]byte, error)  { return []byte(a.String()), nil }
func (a *AlertKind) UnmarshalText(t []byte) error { return enumParse(alertNames, t, a) }

// Alert: raised, acknowledged and cleared are three facts with their times (spec: alerts.read).
// A cleared one leaves the state and stays in the ledger.
type Alert struct {
	Kind   AlertKind `json:"kind"`
	Seq    Seq       `json:"seq"` // of the input that raised it; with the door, its name
	Since  Instant   `json:"since"`
	Raised Instant   `json:"raised"`
	Acked  Instant   `json:"acked,omitzero"`
	By     string    `json:"ackedBy,omitempty"`
}
