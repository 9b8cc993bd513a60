package core

import (
	"cmp"
	"slices"
	"time"
)

// BookingID names a booking.
type BookingID string

// Booking gives a person a door from From until Until, whatever their groups say [booking]. What it
// is for is in Private, under the booking's id: it may name people.
type Booking struct {
	ID     BookingID `json:"id"`
	Person PersonID  `json:"person"`
	Door   DoorID    `json:"door"`
	From   int64     `json:"from"`            // ns UTC, inclusive; a whole minute
	Until  int64     `json:"until"`           // ns UTC, exclusive; a whole minute
	Share  bool      `json:"share,omitempty"` // it may lie over others of its door
}

func (b Booking) Ref() Ref { return Ref{KindBooking, string(b.ID)} }

// Holds is true while the booking lasts.
func (b *Booking) Holds(wall int64) bool { return b.From <= wall && wall < b.Until }

// Meets is true where both want their door at one time.
func (b *Booking) Meets(o *Booking) bool {
	return b.Door == o.Door && b.From < o.Until && o.From < b.Until
}

// NoteOf is where what a booking is for is kept, among what is sealed of its person.
func NoteOf(b BookingID) KeyID { return KeyID("note of " + b) }

const (
	MaxBooking   = 31 * 24 * time.Hour // a longer right is a group's
	MaxBookings  = 10_000              // of a site, those that are over included
	BookingsKept = 30 * 24 * time.Hour // after its end a booking leaves the configuration; the ledger tells of it
)

// Booking is nil for one that is not there.
func (c *Config) Booking(id BookingID) *Booking {
	return row(c.Bookings, id, func(b *Booking) BookingID { return b.ID })
}

// OldestBooking is that which is over before all others; nil: there is none.
func (c *Config) OldestBooking() *Booking {
	if len(c.Bookings) == 0 {
		return nil
	}
	return &c.Bookings[c.oldest]
}

func oldestOf(bs []Booking) (oldest int32) {
	for i := range bs {
		if bs[i].Until < bs[oldest].Until {
			oldest = int32(i)
		}
	}
	return oldest
}

func (c *Config) checkBookings() error {
	if n := len(c.Bookings); n > MaxBookings {
		return Errorf(CodeInvalid, "this would be booking %d: a site has at most %d", n, MaxBookings)
	}
	for i := range c.Bookings {
		b := &c.Bookings[i]
		switch {
		case c.Person(b.Person) == nil:
			return KindPerson.missing(string(b.Person), b.Ref())
		case c.Door(b.Door) == nil:
			return KindDoor.missing(string(b.Door), b.Ref())
		case b.From <= 0 || b.Until > LastDate.Time().UnixNano():
			return Errorf(CodeInvalid, "%s has no time", b.Ref())
		case b.Until <= b.From:
			return Errorf(CodeInvalid, "%s ends before it starts", b.Ref())
		case b.From%int64(time.Minute) != 0 || b.Until%int64(time.Minute) != 0:
			return Errorf(CodeInvalid, "%s: a booking begins and ends with a minute", b.Ref())
		case b.Until-b.From > int64(MaxBooking):
			return Errorf(CodeInvalid, "%s is longer than %d days", b.Ref(), MaxBooking/(24*time.Hour)).Advise("give the person a group with the door")
		}
	}
	return c.checkOverlaps()
}

// checkOverlaps: of two bookings of a door at one time one at least says that it shares.
func (c *Config) checkOverlaps() error {
	alone := make([]*Booking, 0, len(c.Bookings))
	for i := range c.Bookings {
		if b := &c.Bookings[i]; !b.Share {
			alone = append(alone, b)
		}
	}
	slices.SortFunc(alone, func(a, b *Booking) int {
		return cmp.Or(cmp.Compare(a.Door, b.Door), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	for i := 1; i < len(alone); i++ {
		if a, b := alone[i-1], alone[i]; a.Meets(b) {
			return Errorf(CodeInvalid, "%s is booked from %s to %s already", c.Door(b.Door).Name,
				Instant{Wall: a.From}.In(c.Zone).Format("2006-01-02 15:04"), Instant{Wall: a.Until}.In(c.Zone).Format("2006-01-02 15:04")).
				Advise("choose another time, or share the room")
		}
	}
	return nil
}
