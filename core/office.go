package core

// Office is the office mode of a door.
type Office struct {
	On         bool         `json:"on"`
	Mode       OfficePolicy `json:"mode,omitempty"`
	Occurrence string       `json:"occurrence,omitempty"` // "2026-11-22T08:00": a window cannot run twice (OM-3)
	By         PersonID     `json:"by,omitempty"`
	Since      Instant      `json:"since,omitzero"`
	Until      int64        `json:"until,omitempty"` // ns UTC; 0: no end
	Leased     Instant      `json:"leased,omitzero"` // when the lock took the hold last; one with a lease is renewed from here
	// The last toggle, for a tag that reads twice within 3 s (OM-4).
	ToggledBy KeyID   `json:"toggledBy,omitempty"`
	ToggledAt Instant `json:"toggledAt,omitzero"`
	// Was is the mode that ended last, while none is on.
	Was OfficePolicy `json:"was,omitempty"`
	// Ended is the last occurrence that its schedule has ended. It only moves forward: neither it
	// nor one before it starts again (OM-13).
	Ended string `json:"ended,omitempty"`
	// Start is when the occurrence began, ns UTC; 0: none, or an older release started it.
	Start int64 `json:"start,omitempty"`
	// Relocked is the occurrence that somebody ended by hand: it does not start by itself (OM-4).
	Relocked string `json:"relocked,omitempty"`
	// First is the occurrence whose first person has come (OM-6), and Came who that is.
	First string   `json:"first,omitempty"`
	Came  PersonID `json:"came,omitempty"`
	// Waits is the occurrence that could not start, and WaitsFor the reason that was told last.
	Waits    string `json:"waits,omitempty"`
	WaitsFor Reason `json:"waitsFor,omitempty"`
	Reminded bool   `json:"reminded,omitempty"` // that manual office mode has been on for long (OM-7)
	Plan     Plan   `json:"plan,omitzero"`
}

// Plan is the occurrence that runs or comes next, as the door's schedule says at any time from From
// to Until (ns UTC, half-open). It saves the search; the configuration is what counts.
type Plan struct {
	From       int64      `json:"from,omitempty"`
	Until      int64      `json:"until,omitempty"`
	Occurrence Occurrence `json:"occurrence,omitzero"` // its id is "" when there is none
	Closed     int64      `json:"closed,omitempty"`    // when a window would begin before it, were that date not closed; 0: none
}

// OfficeLimits are what a door's office mode is bounded by.
type OfficeLimits struct {
	// Early is how many minutes before a window its first person may come (OM-6); 0: none.
	Early int `json:"early,omitempty"`
	// ManualCap ends manual office mode after so many minutes; 0: it has no end, and people are
	// reminded of it. ManualEnds ends it with the window of Door.Schedule (OM-7).
	ManualCap  int  `json:"manualCap,omitempty"`
	ManualEnds bool `json:"manualEnds,omitempty"`
	// TagAfterPowerLoss: when the hub was without power within a window, office mode is off until a
	// key starts it again (OM-12).
	TagAfterPowerLoss bool `json:"tagAfterPowerLoss,omitempty"`
}

const (
	MaxEarly     = 12 * 60     // min
	MaxManualCap = 7 * 24 * 60 // min
)

func (o OfficeLimits) check(d *Door) error {
	switch {
	case o.ManualEnds && d.Schedule == "":
		return Errorf(CodeInvalid, "%s: manual office mode can end with the schedule only where there is one", d.Ref())
	case o.Early < 0 || o.Early > MaxEarly:
		return Errorf(CodeInvalid, "%s: early is %d min; it must be 0 to %d", d.Ref(), o.Early, MaxEarly)
	case o.ManualCap < 0 || o.ManualCap > MaxManualCap:
		return Errorf(CodeInvalid, "%s: manualCap is %d min; it must be 0 to %d", d.Ref(), o.ManualCap, MaxManualCap)
	}
	return nil
}
