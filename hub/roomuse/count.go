package roomuse

import (
	"cmp"
	"slices"
	"time"

	"localiq/core"
	"localiq/core/order"
)

// count adds up for how long each door was booked, by day and by hour of the day; what two have at once
// counts once.
func (u *use) count(out *core.RoomUse) {
	byDoor := slices.Clone(u.bookings)
	order.By(byDoor, func(a, b core.Booking) int {
		return cmp.Or(cmp.Compare(u.door(a.Door), u.door(b.Door)), cmp.Compare(a.Door, b.Door), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	var door core.DoorID
	var done int64
	for i := range byDoor {
		b := &byDoor[i]
		if i == 0 || b.Door != door {
			door, done = b.Door, 0
			out.Hours = append(out.Hours, core.RoomHours{Door: door, DoorName: u.door(door)})
		}
		from, until := max(b.From, u.from), min(b.Until, u.until)
		u.touch(out, b, from, until)
		u.spread(out, b.Door, max(from, done), until)
		done = max(done, until)
	}
}

// touch counts a booking on each of its days, and somebody who did not come on the first.
func (u *use) touch(out *core.RoomUse, b *core.Booking, from, until int64) {
	missed := slices.ContainsFunc(out.Stays, func(s core.Stay) bool { return s.ID == b.ID && s.End == core.StayNoShow })
	first := core.DateOf(time.Unix(0, from).In(u.cfg.Zone))
	for d := first; d <= core.DateOf(time.Unix(0, until-1).In(u.cfg.Zone)); d++ {
		row := u.day(out, b.Door, d)
		if row.Bookings++; missed && d == first {
			row.NoShows++
		}
	}
}

// spread gives each hour of the wall's clock its part of [from, until).
func (u *use) spread(out *core.RoomUse, door core.DoorID, from, until int64) {
	hours := &out.Hours[len(out.Hours)-1]
	for from < until {
		t := time.Unix(0, from).In(u.cfg.Zone)
		next := min(hour(t).UnixNano(), until)
		hours.Booked[t.Hour()] += next - from
		u.day(out, door, core.DateOf(t)).Booked += next - from
		from = next
	}
}

// day is the row of a door's day; the newest rows are its own.
func (u *use) day(out *core.RoomUse, door core.DoorID, d core.Date) *core.RoomDay {
	for i := len(out.Days) - 1; i >= 0 && out.Days[i].Door == door; i-- {
		if out.Days[i].Date == d {
			return &out.Days[i]
		}
	}
	out.Days = append(out.Days, core.RoomDay{Door: door, DoorName: u.door(door), Date: d})
	return &out.Days[len(out.Days)-1]
}
