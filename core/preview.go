package core

// Preview is what a schedule opens on the days to come, by the clock on the site's wall.
type Preview struct {
	Schedule string       `json:"schedule"`         // its name
	Door     string       `json:"door,omitempty"`   // whose office mode it is; "": nobody's
	Office   OfficePolicy `json:"office,omitempty"` // of Door
	Days     []PreviewDay `json:"days"`
}

// PreviewDay is one date. Hours are what is open of it; each ends at 24:00 at the latest.
type PreviewDay struct {
	Date     Date    `json:"date"`
	Hours    []Hours `json:"hours,omitempty"`
	Open     int64   `json:"open,omitempty"`     // ns in all; a jump of the clock counts
	Instead  bool    `json:"instead,omitempty"`  // an exception or a holiday replaces the weekly windows
	Holidays string  `json:"holidays,omitempty"` // their names, or their calendars'
	Jump     Jump    `json:"jump,omitzero"`
}

// Hours are a run of minutes of one date, half-open, and the instants that they mean (ns UTC). Where
// a jump of the clock leaves nothing of them the two are one.
type Hours struct {
	From  Minute `json:"from"`
	To    Minute `json:"to"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
}

// Jump is where the clock on the wall is set: at From it shows To.
type Jump struct {
	From Minute `json:"from"`
	To   Minute `json:"to"`
}

// Difference is one thing that another configuration makes otherwise. Text is a sentence.
type Difference struct {
	Text   string     `json:"text"`
	Door   DoorID     `json:"door,omitempty"`
	People []PersonID `json:"people,omitempty"` // whom it concerns
}

// Previewed answers PreviewSchedule. After is set where another configuration was given.
type Previewed struct {
	Now         Preview      `json:"now,omitzero"` // without days: there is none of that name now
	After       *Preview     `json:"after,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
}
