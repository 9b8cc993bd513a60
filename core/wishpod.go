package core

// Wishes about pods and bookings. What names a pod, a person or a door takes an id, a name, or the
// beginning of a name that only one has.
type (
	// AddPod makes a pod with its own group of doors, and puts its members into it. One of them at least
	// has an e-mail.
	AddPod struct {
		Name    string
		Doors   []DoorID
		Members []PersonID
		Guests  int `json:",omitempty"`
	}
	// ChangePod changes what is named and nothing else.
	ChangePod struct {
		Pod    PodID
		Name   *string    `json:",omitempty"`
		Guests *int       `json:",omitempty"`
		Open   []DoorID   `json:",omitempty"`
		Shut   []DoorID   `json:",omitempty"` // doors that are to be the pod's no more
		Join   []PersonID `json:",omitempty"`
		Leave  []PersonID `json:",omitempty"`
	}
	// RemovePod removes a pod, its groups, and its guests with their names. Its members stay on the site.
	RemovePod struct{ Pod PodID }
	ListPods  struct {
		Filter string `json:",omitempty"` // in the name of a pod or a member
	}

	// Book gives a person a door for a time. Told.Report has the booking's id.
	Book struct {
		Person PersonID
		Door   DoorID
		From   int64 // ns UTC, as in Booking
		Until  int64
		Note   string `json:",omitempty"` // what for; kept sealed, because it may name people
		Share  bool   `json:",omitempty"` // also where others have the door then
	}
	// MoveBooking gives a booking another door or time; what is zero stays. One that has begun can only
	// get another end.
	MoveBooking struct {
		Booking BookingID
		Door    DoorID `json:",omitempty"`
		From    int64  `json:",omitempty"`
		Until   int64  `json:",omitempty"`
		Share   bool   `json:",omitempty"`
	}
	// CancelBooking takes a booking back; one that has begun ends now.
	CancelBooking struct{ Booking BookingID }
	// ListBookings lists those that touch [From, Until), in the order of their times; 0: no limit.
	ListBookings struct {
		From   int64  `json:",omitempty"`
		Until  int64  `json:",omitempty"`
		Filter string `json:",omitempty"` // in the name of the door or the person, or the id
	}
	// ReportBookings says what became of the bookings that ended in [From, Until), from the ledger.
	ReportBookings struct {
		From  int64
		Until int64
	}
)

var podWishes = []Wish{AddPod{}, ChangePod{}, RemovePod{}, ListPods{}, Book{}, MoveBooking{}, CancelBooking{}, ListBookings{}, ReportBookings{}}

func (AddPod) wish()         {}
func (ChangePod) wish()      {}
func (RemovePod) wish()      {}
func (ListPods) wish()       {}
func (Book) wish()           {}
func (MoveBooking) wish()    {}
func (CancelBooking) wish()  {}
func (ListBookings) wish()   {}
func (ReportBookings) wish() {}

// MaxNote bounds Book.Note, in bytes.
const MaxNote = 200

// PodRow is a pod in a list, with names.
type PodRow struct {
	ID      PodID    `json:"id"`
	Name    string   `json:"name"`
	Doors   []string `json:"doors"`
	Members []string `json:"members"`
	Guests  []string `json:"guests"`
	Limit   int      `json:"limit"` // of Guests
}

// BookingRow is a booking in a list, with names.
type BookingRow struct {
	Booking
	PersonName string `json:"personName"`
	DoorName   string `json:"doorName"`
	Note       string `json:"note,omitempty"`
	Pending    bool   `json:"pending,omitempty"` // the door's lock has not the newest table yet
}
