package people

import (
	"cmp"
	"math"

	"localiq/core"
	"localiq/core/order"
	"localiq/rules"
)

// Bookings lists those of people whom the asker sees that a wish names, in the order of their times.
// secrets opens what they are for.
func Bookings(site *core.Site, names map[core.PersonID]core.Name, secrets func(core.PersonID) (map[core.KeyID]core.Secret, error), sees rules.Sight, w core.ListBookings) []core.BookingRow {
	out := []core.BookingRow{}
	note := Notes(secrets)
	until := cmp.Or(w.Until, math.MaxInt64)
	for i := range site.Config.Bookings {
		b := &site.Config.Bookings[i]
		if p := site.Config.Person(b.Person); !sees.All && (p == nil || !sees.Person(p)) {
			continue
		}
		r := core.BookingRow{Booking: *b, PersonName: Called(names, b.Person), DoorName: site.Config.Door(b.Door).Name}
		if b.Until <= w.From || b.From >= until || !has(w.Filter, r.PersonName, r.DoorName, string(b.ID)) {
			continue
		}
		if st := site.Door(b.Door); st != nil && b.Until > site.At.Wall {
			r.Pending = site.Config.Door(b.Door).Lock != "" && !st.Sync.Done()
		}
		r.Note = note(b)
		out = append(out, r)
	}
	order.By(out, func(a, b core.BookingRow) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.DoorName, b.DoorName), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Notes reads what bookings are for: each person's once. What cannot be opened is "".
func Notes(secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)) func(*core.Booking) string {
	read := map[core.PersonID]map[core.KeyID]core.Secret{}
	return func(b *core.Booking) string {
		all, known := read[b.Person]
		if !known {
			all, _ = secrets(b.Person)
			read[b.Person] = all
		}
		if s, has := all[core.NoteOf(b.ID)]; has {
			return s.Reveal()
		}
		return ""
	}
}
