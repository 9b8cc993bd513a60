package core

// RoomUse answers ReportBookings. What a lock cannot know is left out rather than guessed: who else came
// in with somebody, and when somebody left where nothing tells of the door.
type RoomUse struct {
	From  int64       `json:"from"` // ns UTC, inclusive
	Until int64       `json:"until"`
	Reach Instant     `json:"reach,omitzero"` // the ledger reaches back to here; zero: to the beginning
	Stays []Stay      `json:"stays"`          // in the order of their ends
	Days  []RoomDay   `json:"days"`           // by door and day
	Hours []RoomHours `json:"hours"`          // by door
}

// Stay is what became of one booking.
type Stay struct {
	BookingRow
	Came int64 `json:"came,omitempty"` // ns UTC: let in first for it; 0: not seen
	Left int64 `json:"left,omitempty"` // ns UTC: the door opened last from inside, and nobody came in after it; 0: nobody can tell
	// Over is how long after the end they were there for certain, ns: they left then, or were let in.
	Over  int64   `json:"over,omitempty"`
	Again int64   `json:"again,omitempty"` // ns UTC: let in after the end; 0: not
	End   StayEnd `json:"end"`
}

// StayEnd is how a stay ended, as far as the door tells.
type StayEnd uint8

const (
	StayUnknown StayEnd = iota // they came, and nothing tells whether they left
	StayNoShow                 // nobody saw them
	StayLeft                   // they were gone by the end
	StayOver                   // they stayed past the end
	StayRunning                // it is not over
)

var stayNames = []string{"not seen leaving", "no-show", "left", "stayed", "running"}

func (s StayEnd) String() string                { return enumName(stayNames, s) }
func (s StayEnd) MarshalText() ([]byte, error)  { return []byte(s.String()), nil }
func (s *StayEnd) UnmarshalText(t []byte) error { return enumParse(stayNames, t, s) }

// RoomDay is a door on one day of the site's calendar.
type RoomDay struct {
	Door     DoorID `json:"door"`
	DoorName string `json:"doorName"`
	Date     Date   `json:"date"`
	Bookings int    `json:"bookings"` // that touch it
	Booked   int64  `json:"booked"`   // ns; what two have at once counts once
	NoShows  int    `json:"noShows,omitempty"`
}

// RoomHours is for how long a door was booked in each hour of the day, over all days, in ns.
type RoomHours struct {
	Door     DoorID    `json:"door"`
	DoorName string    `json:"doorName"`
	Booked   [24]int64 `json:"booked"`
}
