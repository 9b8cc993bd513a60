package core

// Moment names a point of a site's past: right after the input Seq, or, where Seq is 0, at the
// instant Wall (ns UTC). The zero Moment is the newest there is.
type Moment struct {
	Seq  Seq   `json:"seq,omitempty"`
	Wall int64 `json:"wall,omitempty"`
}

// IsZero tells "now" from a moment.
func (m Moment) IsZero() bool { return m == Moment{} }

// Reach is how far back a site can be made again.
type Reach struct {
	Seq Seq     `json:"seq"` // the oldest site is the one right after this input
	At  Instant `json:"at"`  // of that input; zero: from the beginning
}

// Opener is what a person can do at a door: with what, and until when.
type Opener struct {
	Person     PersonID `json:"person"`
	PersonName string   `json:"personName,omitempty"`
	Door       DoorID   `json:"door"`
	DoorName   string   `json:"doorName,omitempty"`
	Reason     Reason   `json:"reason"`               // Granted; else why not, and With is empty
	With       []Means  `json:"with,omitempty"`       // in the order of their keys, from afar last
	TwoFactors bool     `json:"twoFactors,omitempty"` // a tag or a phone of With, and then a PIN of With
	Second     bool     `json:"second,omitempty"`     // and a second person, who is listed as well
	Group      string   `json:"group,omitempty"`      // by name; "": the master key
	Schedule   string   `json:"schedule,omitempty"`   // by name; "": at all times
	// Booking is that by which they do, where no group lets them in.
	Booking BookingID `json:"booking,omitempty"`
	Until   int64     `json:"until,omitempty"` // ns UTC: with none of With any more; 0: no end is known
	But     string    `json:"but,omitempty"`   // granted, and yet no key of theirs opens there: what the lock lacks
}

// Means is one way to open.
type Means struct {
	Kind  KeyKind `json:"kind"`
	Key   KeyID   `json:"key,omitempty"`   // "": KeyOperator, from afar
	Until int64   `json:"until,omitempty"` // ns UTC, exclusive; 0: no end is known
}

// Openers answers core.WhoOpens.
type Openers struct {
	At     Instant  `json:"at"`
	Rights Seq      `json:"rights"`           // the input that made the configuration that counted
	Door   string   `json:"door,omitempty"`   // by name, where it was asked of a door
	Person string   `json:"person,omitempty"` // where it was asked of a person
	Of     int      `json:"of"`               // how many people, or doors, were looked at
	Rows   []Opener `json:"rows"`             // of a door: those who can; of a person: every door
}

// Replayed answers core.ReplayPast.
type Replayed struct {
	From   Seq   `json:"from"` // the first input that was decided again; 0: there was none
	To     Seq   `json:"to"`
	Inputs int   `json:"inputs"`
	Events int   `json:"events"`           // as they were recorded
	Sites  int   `json:"sites"`            // kept checkpoints on the way that were compared with
	Differ Seq   `json:"differ,omitempty"` // the first input of which something else follows now; 0: none
	Reach  Reach `json:"reach"`
	// Report is the difference in sentences: how Differ differs, or what another configuration would
	// have done.
	Report []string `json:"report,omitempty"`
}
