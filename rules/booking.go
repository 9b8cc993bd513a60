package rules

import (
	"slices"

	"localiq/core"
)

// A booking is a source of right beside the groups [booking]: from its From until its Until, to the
// second, and by a clock that somebody vouches for.
//
// A lock's table has the bookings of its seven days. Somebody who is let in by one booking alone has a
// row that begins and ends with it. Where there is more (a group, a second booking) the row is a union
// of weekly hours, and a booking is in them as a schedule of its own, which opens never more than it;
// what is left of it in a night in which the clock goes back, the hub opens.

// booked is what a booking gives at an instant. An untrusted clock is read as a floor: what is over by
// it is over.
func booked(b *core.Booking, at core.Instant) offer {
	switch {
	case at.Wall >= b.Until:
		return offerLater
	case at.Trust == core.Untrusted:
		return offerDoubted
	case b.Holds(at.Wall):
		return offerNow
	}
	return offerLater
}

// bookedDays is how far ahead a table has bookings.
const bookedDays = 7

// near is true for a booking that a table made now has.
func (r *right) near(c *core.Config, way *core.Way) bool {
	if r.today == 0 {
		r.today = dateAt(c.Zone, r.wall)
	}
	return way.Last >= r.today && way.First < r.today+bookedDays
}

// bookingsTurn is when a table has other hours for the bookings of its door than at wall, ns UTC; 0:
// never. The days of a long one come into a week, and go, one by one.
func bookingsTurn(cfg *core.Config, door core.DoorID, wall int64) int64 {
	ways := cfg.BookedAt(door)
	today, first := dateAt(cfg.Zone, wall), core.LastDate
	for i := range ways {
		switch way := &ways[i]; {
		case way.Last < today:
		case way.First >= today+bookedDays:
			first = min(first, way.First-bookedDays+1)
		case way.First < way.Last:
			first = min(first, today+1)
		default:
			first = min(first, way.Last+1)
		}
	}
	if first == core.LastDate {
		return 0
	}
	return boundary(cfg.Zone, startOf(first))
}

// solely narrows a right that bookings alone give to the time from the first of them to the last. One
// needs no hours besides.
func (r *right) solely() {
	if len(r.ways) == 0 || slices.ContainsFunc(r.ways, func(w *core.Way) bool { return w.Booking == nil }) {
		return
	}
	r.starts, r.ends = r.ways[0].Booking.From, r.ways[0].Booking.Until
	for _, w := range r.ways {
		r.starts, r.ends = min(r.starts, w.Booking.From), max(r.ends, w.Booking.Until)
	}
	r.always = len(r.ways) == 1
}

// ofBookings are the hours of the bookings at a door that rows are to name: those of people who come in
// by more than one of them.
func (r *right) ofBookings(c *core.Config, set *core.Door) (out []*core.Schedule) {
	all, last := c.BookedAt(set.ID), core.PersonID("")
	for i := range all {
		p := all[i].Booking.Person
		if p == last {
			continue
		}
		last, r.ways, r.schedules = p, r.ways[:0], r.schedules[:0]
		if r.reads(c, c.Person(p), set.ID); r.always {
			continue
		}
		for _, w := range r.ways {
			if w.Booking != nil {
				out = append(out, r.week(c, w).is)
			}
		}
	}
	return out
}

// booking concerns one person at one door.
func (c *concern) booking(bs ...*core.Booking) {
	for _, b := range bs {
		if b != nil {
			c.people, c.doors = append(c.people, b.Person), append(c.doors, b.Door)
		}
	}
}

// bookingSaid is "Mon 23 Nov 14:00 to 15:00", on the site's clock.
func bookingSaid(c *core.Config, b *core.Booking) string {
	from, until := core.Instant{Wall: b.From}.In(c.Zone), core.Instant{Wall: b.Until}.In(c.Zone)
	form := "15:04"
	if core.DateOf(from) != core.DateOf(until) {
		form = "Mon 2 Jan 15:04"
	}
	return bookingBegins(c, b) + " to " + until.Format(form)
}

func bookingBegins(c *core.Config, b *core.Booking) string {
	return core.Instant{Wall: b.From}.In(c.Zone).Format("Mon 2 Jan 15:04")
}
