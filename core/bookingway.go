package core

import (
	"cmp"
	"slices"
	"time"
)

// Booked are the bookings of a person at a door as ways, in the order of their times. The caller
// changes nothing in it.
func (c *Config) Booked(d DoorID, p PersonID) []Way {
	if len(c.Bookings) == 0 {
		return nil
	}
	all := c.BookedAt(d)
	from, some := place(all, p, func(w *Way) PersonID { return w.Booking.Person })
	if !some {
		return nil
	}
	to := from
	for to < len(all) && all[to].Booking.Person == p {
		to++
	}
	return all[from:to]
}

// BookedAt are all bookings of a door as ways, by person and then by time.
func (c *Config) BookedAt(d DoorID) []Way {
	if i, ok := place(c.Doors, d, func(d *Door) DoorID { return d.ID }); ok && i < len(c.booked) {
		return c.booked[i]
	}
	return nil
}

// bookedOf lists the ways of bookings for every door, in the order of the doors. The schedule of a
// booking that was there in the configuration before stays the same one.
func bookedOf(c, before *Config) [][]Way {
	out := make([][]Way, len(c.Doors))
	same := c.Zone == before.Zone
	for i := range c.Bookings {
		b := &c.Bookings[i]
		at, ok := find(c.Doors, string(b.Door))
		if !ok {
			continue
		}
		w := Way{Booking: b, First: dayOf(reachedMinute(c.Zone, b.From)), Last: dayOf(reachedMinute(c.Zone, b.Until-1))}
		if was := before.Booking(b.ID); same && was != nil && *was == *b {
			w = before.wayOf(was)
			w.Booking = b
		} else {
			w.Schedule = b.schedule(c.Zone)
		}
		out[at] = append(out[at], w)
	}
	for _, ways := range out {
		slices.SortFunc(ways, func(a, b Way) int {
			x, y := a.Booking, b.Booking
			return cmp.Or(cmp.Compare(x.Person, y.Person), cmp.Compare(x.From, y.From), cmp.Compare(x.ID, y.ID))
		})
	}
	return out
}

func (c *Config) wayOf(b *Booking) Way {
	ways := c.Booked(b.Door, b.Person)
	return ways[slices.IndexFunc(ways, func(w Way) bool { return w.Booking.ID == b.ID })]
}

// afterSchedules begins the id of a booking's schedule, so that it comes after those of the site.
const afterSchedules = "~"

// schedule is the booking on the wall's clock. Where the clock goes back it opens less than the
// booking, never more: see Reached.
func (b *Booking) schedule(z *time.Location) *Schedule {
	id := afterSchedules + string(b.ID)
	s := &Schedule{ID: ScheduleID(id), Name: id}
	from, to := reachedMinute(z, b.From-1)+1, reachedMinute(z, b.Until)
	for day := dayOf(from); from < to; day++ {
		end := min(to, (int64(day)+1)*int64(EndOfDay))
		start := int64(day) * int64(EndOfDay)
		w := Window{Days: EveryDay, Start: Minute(from - start), End: Minute(end - start), From: day, Until: day}
		if n := len(s.Windows); n > 0 && w.Start == 0 && w.End == EndOfDay && s.Windows[n-1].Start == 0 {
			s.Windows[n-1].Until = day // days that are whole are one window
		} else {
			s.Windows = append(s.Windows, w)
		}
		from = end
	}
	return s
}

// reachedMinute is Reached in minutes since 1970.
func reachedMinute(z *time.Location, t int64) int64 {
	r, minute := Reached(z, t), int64(time.Minute)
	return (r - (r%minute+minute)%minute) / minute
}

func dayOf(minutes int64) Date { return Date(minutes / int64(EndOfDay)) }
