// Package roomuse tells what became of bookings [booking], from what the ledger has kept: pure, over
// lines that its caller reads.
//
// A lock knows who showed a key, and that the door opened and closed. It knows neither who came in
// with somebody, nor, at most doors, who went out. So a stay ends in one of five ways, and what cannot
// be told is called that: see end.
package roomuse

import (
	"cmp"
	"iter"
	"time"

	"localiq/core"
	"localiq/core/order"
)

const (
	early   = 15 * time.Minute // so long before its beginning somebody comes for a booking
	after   = 12 * time.Hour   // so long after its end somebody may be found to be there still
	granted = 15 * time.Second // so long after a grant an opening is that of who was let in
)

// Margin is how much before and after a report's time its lines are wanted.
const Margin = after

// Names joins ids with what people call them; an id that has none stays "".
type Names struct {
	Person func(core.PersonID) string
	Note   func(*core.Booking) string
}

// Of is the use of rooms in [w.From, w.Until), ns UTC, as far as now. lines are those of the ledger from
// Margin before w.From to the newest, in order: bookings that have left the configuration are told of
// when they leave.
func Of(cfg *core.Config, names Names, lines iter.Seq[core.Entry], w core.ReportBookings, now int64) core.RoomUse {
	u := use{cfg: cfg, names: names, from: w.From, until: w.Until, now: now, doors: map[core.DoorID][]seen{}, known: map[core.BookingID]bool{}}
	for _, b := range cfg.Bookings {
		u.takes(b)
	}
	for e := range lines {
		for i := range e.Decision.Notices {
			u.reads(&e.Decision.Notices[i])
		}
	}
	return u.tell()
}

type use struct {
	cfg              *core.Config
	names            Names
	from, until, now int64
	bookings         []core.Booking
	known            map[core.BookingID]bool
	doors            map[core.DoorID][]seen
}

// takes a booking that has begun and touches the report's time.
func (u *use) takes(b core.Booking) {
	if u.known[b.ID] || b.From > u.now || b.Until <= u.from || b.From >= u.until {
		return
	}
	u.known[b.ID] = true
	u.bookings = append(u.bookings, b)
}

func (u *use) tell() core.RoomUse {
	out := core.RoomUse{From: u.from, Until: u.until, Stays: []core.Stay{}, Days: []core.RoomDay{}, Hours: []core.RoomHours{}}
	for _, at := range u.doors {
		order.By(at, func(a, b seen) int { return cmp.Compare(a.wall, b.wall) })
	}
	order.By(u.bookings, func(a, b core.Booking) int {
		return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.Door, b.Door), cmp.Compare(a.ID, b.ID))
	})
	for i := range u.bookings {
		out.Stays = append(out.Stays, u.stay(&u.bookings[i]))
	}
	u.count(&out)
	return out
}

func (u *use) door(id core.DoorID) string {
	if d := u.cfg.Door(id); d != nil {
		return d.Name
	}
	return string(id)
}
