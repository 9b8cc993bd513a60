package core

// Snapshot is what a screen draws: the newest Site joined with names and hints, small enough
// to cross a socket on every change. A late reader sees the newest, not every one.
type Snapshot struct {
	Now       Instant    `json:"now"`
	Seq       Seq        `json:"seq"` // of the newest input kept
	Hub       HubState   `json:"hub"`
	Settings  Settings   `json:"settings"`
	Doors     []DoorCard `json:"doors"` // sorted by name
	Health    Health     `json:"health"`
	People    int        `json:"people"`
	Locks     int        `json:"locks"`
	Repeaters []Repeater `json:"repeaters,omitempty"`
	Air       Air        `json:"air,omitzero"`
	Errands   []Errand   `json:"errands,omitempty"` // long work that goes on
}

// DoorCard is all that is known of a door. Lock is nil while none is fitted.
type DoorCard struct {
	Door   Door      `json:"door"`
	Lock   *Lock     `json:"lock,omitempty"`
	State  DoorState `json:"state"`
	Signal Signal    `json:"signal,omitzero"`
	// OfficeWindow is the window that is open now, or the next; zero where there is none.
	OfficeWindow Occurrence `json:"officeWindow,omitzero"`
	LastWho      string     `json:"lastWho,omitempty"` // the name behind State.Last
	LastGroup    string     `json:"lastGroup,omitempty"`
	LastSchedule string     `json:"lastSchedule,omitempty"`
	OfficeBy     string     `json:"officeBy,omitempty"`
	GoneWho      []string   `json:"goneWho,omitempty"` // the names behind State.Sync.Gone, one for one; "": gone, or nobody's
}

// Occurrence is one run of a schedule's merged window, with a stable id (OM-3).
type Occurrence struct {
	ID    string `json:"id,omitempty"`    // local start: "2026-11-22T08:00"
	Start int64  `json:"start,omitempty"` // ns UTC, inclusive
	End   int64  `json:"end,omitempty"`   // ns UTC, exclusive
}

// Holds is true when t lies in the occurrence.
func (o Occurrence) Holds(t int64) bool { return o.ID != "" && o.Start <= t && t < o.End }

// Errand is long work on one lock, and how far it is.
type Errand struct {
	What  string `json:"what"` // "firmware"
	Lock  LockID `json:"lock"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// Health is what the hub must say about itself on every screen.
type Health struct {
	StoreStalled bool   `json:"storeStalled,omitempty"` // a commit takes longer than 300 ms
	StoreError   string `json:"storeError,omitempty"`   // it cannot write at all
	Inbox        int    `json:"inbox,omitempty"`
	Demo         string `json:"demo,omitempty"` // "x10": a made-up site, and its speed
	Goroutines   int    `json:"goroutines,omitempty"`
	Screens      int    `json:"screens,omitempty"` // that watch this hub
	Disk         Disk   `json:"disk,omitzero"`
}

// Disk is what the site takes of the box's card. Zero: nobody can tell.
type Disk struct {
	Bytes int64 `json:"bytes,omitempty"`
	Most  int64 `json:"most,omitempty"` // near it events are kept for a shorter time
	Free  int64 `json:"free,omitempty"` // of the card
}
