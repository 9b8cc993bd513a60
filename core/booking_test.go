package core

import (
	"strings"
	"testing"
	"time"
)

func bookedSite(t *testing.T, edits ...Edit) (*Config, error) {
	t.Helper()
	z, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	base := []Edit{Put(Settings{Name: "s", Zone: z.String()}), Put(Door{ID: "room", Name: "Room"}), Put(Door{ID: "other"}), Put(Person{ID: "ana"}), Put(Person{ID: "bo"})}
	return NewConfig().With(1, append(base, edits...), z)
}

func clockAt(s string) int64 {
	t, err := time.Parse("2006-01-02T15:04:05Z", s)
	if err != nil {
		panic(err)
	}
	return t.UnixNano()
}

func booking(id BookingID, p PersonID, from, until string) Booking {
	return Booking{ID: id, Person: p, Door: "room", From: clockAt(from), Until: clockAt(until)}
}

// [booking]: one room, one booking at a time, unless one of the two shares; half-open, so that one may
// begin when another ends.
func TestBookingsDoNotOverlap(t *testing.T) {
	first := booking("b1", "ana", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")
	for _, c := range []struct {
		name  string
		other Booking
		fits  bool
	}{
		{"within", booking("b2", "bo", "2026-11-23T09:15:00Z", "2026-11-23T09:30:00Z"), false},
		{"over its end", booking("b0", "bo", "2026-11-23T09:59:00Z", "2026-11-23T11:00:00Z"), false},
		{"the same person twice", booking("b2", "ana", "2026-11-23T08:00:00Z", "2026-11-23T12:00:00Z"), false},
		{"after it", booking("b2", "bo", "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"), true},
		{"before it", booking("b2", "bo", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"), true},
	} {
		_, err := bookedSite(t, Put(first), Put(c.other))
		if fits := err == nil; fits != c.fits {
			t.Errorf("%s: %v", c.name, err)
		}
		if !c.fits && !strings.Contains(err.Error(), "Room is booked from 2026-11-23 ") {
			t.Errorf("%s: said %q", c.name, err)
		}
		shared, elsewhere := c.other, c.other
		shared.Share, elsewhere.Door = true, "other"
		for _, b := range []Booking{shared, elsewhere} {
			if _, err := bookedSite(t, Put(first), Put(b)); err != nil {
				t.Errorf("%s, shared or elsewhere: %v", c.name, err)
			}
		}
	}
}

// A booking that makes no sense is refused whoever makes it.
func TestBookingMakesSense(t *testing.T) {
	good := booking("b", "ana", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")
	if _, err := bookedSite(t, Put(good)); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Booking){
		"nobody's":       func(b *Booking) { b.Person = "carl" },
		"no door":        func(b *Booking) { b.Door = "gate" },
		"backwards":      func(b *Booking) { b.Until = b.From },
		"with seconds":   func(b *Booking) { b.From += int64(time.Second) },
		"before time":    func(b *Booking) { b.From, b.Until = 0, int64(time.Hour) },
		"after time":     func(b *Booking) { b.Until = 1<<63 - 1; b.From = b.Until - int64(time.Hour) },
		"for two months": func(b *Booking) { b.Until = b.From + 2*int64(MaxBooking) },
	} {
		bad := good
		spoil(&bad)
		if _, err := bookedSite(t, Put(bad)); AsError(err).Code != CodeInvalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// [decide.time]: what a lock can be told of a booking lies within it, on the wall's clock, also in the
// nights in which that jumps.
func TestBookingOnTheWall(t *testing.T) {
	for _, c := range []struct{ from, until, want string }{
		{"2026-11-23T09:00:00Z", "2026-11-23T10:30:00Z", "2026-11-23..2026-11-23 10:00-11:30"},
		{"2026-11-23T22:30:00Z", "2026-11-23T23:00:00Z", "2026-11-23..2026-11-23 23:30-24:00"},
		{"2026-11-23T22:30:00Z", "2026-11-24T00:30:00Z", "2026-11-23..2026-11-23 23:30-24:00, 2026-11-24..2026-11-24 00:00-01:30"},
		{"2026-11-23T11:00:00Z", "2026-11-26T09:00:00Z", "2026-11-23..2026-11-23 12:00-24:00, 2026-11-24..2026-11-25 00:00-24:00, 2026-11-26..2026-11-26 00:00-10:00"},
		{"2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29..2026-03-29 01:30-03:00"}, // 02:00-03:00 is not
		{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25..2026-10-25 02:30-02:59"}, // half of the hour that comes twice
		{"2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z", ""},                                   // its second time
		{"2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25..2026-10-25 02:00-03:00"},
	} {
		cfg, err := bookedSite(t, Put(booking("b", "ana", c.from, c.until)))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, w := range cfg.Booked("room", "ana")[0].Schedule.Windows {
			said = append(said, w.From.String()+".."+w.Until.String()+" "+w.Start.String()+"-"+w.End.String())
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.until, got, c.want)
		}
	}
}

// The ways of bookings are by door and person, in the order of their times, and an edit elsewhere
// makes no schedule anew.
func TestBookedWays(t *testing.T) {
	cfg, err := bookedSite(t, Put(booking("b2", "ana", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")),
		Put(booking("b1", "ana", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")), Put(booking("b3", "bo", "2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z")))
	if err != nil {
		t.Fatal(err)
	}
	mine := cfg.Booked("room", "ana")
	if len(mine) != 2 || mine[0].Booking.ID != "b2" || mine[1].Booking.ID != "b1" || len(cfg.Booked("other", "ana")) != 0 || len(cfg.Booked("room", "carl")) != 0 {
		t.Fatalf("got %+v", mine)
	}
	moved := *mine[1].Booking
	moved.From -= int64(time.Hour)
	next, err := cfg.With(2, []Edit{Put(moved), Put(Door{ID: "another"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := next.Booked("room", "ana")
	if now[0].Schedule != mine[0].Schedule || now[1].Schedule == mine[1].Schedule || now[1].Booking.From != moved.From {
		t.Errorf("after an edit of b1: %+v", now)
	}
}
