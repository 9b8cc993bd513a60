package roomuse

import (
	"time"

	"localiq/core"
)

// seen is what a door told.
type seen struct {
	wall int64
	what kind
	who  core.PersonID
}

type kind uint8

const (
	cameIn kind = iota
	opened      // nobody was let in just then
	heldOpen
	letGo
)

func (u *use) reads(n *core.Notice) {
	s := seen{wall: n.At.Wall, who: n.Person}
	switch n.What {
	case core.BookingLeft:
		u.takes(core.Booking{ID: core.BookingID(n.Detail), Person: n.Person, Door: n.Door, From: n.Until - n.For, Until: n.Until})
		return
	case core.AccessGranted:
		if n.KeyKind == core.KeyOperator {
			return // from afar: nobody stands at the door for that
		}
	case core.DoorWasOpened:
		if s.what = opened; n.Person != "" {
			return
		}
	case core.OfficeStarted:
		s.what = heldOpen
	case core.OfficeEnded:
		s.what = letGo
	default:
		return
	}
	u.doors[n.Door] = append(u.doors[n.Door], s)
}

// stay is what became of one booking.
func (u *use) stay(b *core.Booking) core.Stay {
	s := core.Stay{BookingRow: core.BookingRow{Booking: *b, PersonName: u.names.Person(b.Person), DoorName: u.door(b.Door), Note: u.names.Note(b)}}
	w := watch{b: b, s: &s, last: min(u.now, u.nextAt(b), b.Until+int64(after))}
	for _, e := range u.doors[b.Door] {
		if e.wall >= w.last {
			break
		}
		w.sees(e)
	}
	s.Over = max(0, s.Left-b.Until, s.Again-b.Until)
	s.End = w.end(u.now)
	return s
}

// nextAt is when somebody's next booking of the room begins: what comes then is theirs.
func (u *use) nextAt(b *core.Booking) int64 {
	next := int64(1<<63 - 1)
	for i := range u.bookings {
		if o := &u.bookings[i]; o.Door == b.Door && o.From >= b.Until {
			next = min(next, o.From)
		}
	}
	return next
}

// watch is one booking, followed along what its door told.
type watch struct {
	b    *core.Booking
	s    *core.Stay
	last int64 // nothing from here on is this booking's
	in   int64 // of the last who was let in
	free bool  // the door is held open: who comes and goes shows no key
	was  bool  // it was, during the booking
	more bool  // somebody else came in: who leaves is not known
}

func (w *watch) sees(e seen) {
	b, s := w.b, w.s
	switch {
	case e.what == heldOpen || e.what == letGo:
		w.was = w.was || e.wall >= b.From && e.wall < b.Until || w.free && e.wall >= b.From
		w.free = e.what == heldOpen
	case e.wall < b.From-int64(early):
	case e.what == cameIn && e.who == b.Person:
		if w.in, s.Left = e.wall, 0; s.Came == 0 && e.wall < b.Until {
			s.Came = e.wall
		} else if s.Again == 0 && e.wall >= b.Until {
			s.Again = e.wall
		}
	case e.what == cameIn:
		if w.in = e.wall; e.wall >= b.Until {
			w.last = e.wall // the room is somebody else's
		} else {
			w.more = true
		}
	case s.Came == 0 || w.free || e.wall-w.in < int64(granted):
	case e.wall < w.last:
		s.Left = e.wall
	}
}

// end: a key that was not seen is no proof at a door that stood open, and of two who came in nobody
// knows who left.
func (w *watch) end(now int64) core.StayEnd {
	s, b := w.s, w.b
	if w.more {
		s.Left, s.Over = 0, max(0, s.Again-b.Until)
	}
	switch open := w.was || w.free; {
	case now < b.Until:
		return core.StayRunning
	case s.Over > 0 || s.Again != 0:
		return core.StayOver
	case s.Came == 0 && !open:
		return core.StayNoShow
	case s.Left != 0 && !open:
		return core.StayLeft
	}
	return core.StayUnknown
}

// hour is the next full hour on the wall after t.
func hour(t time.Time) time.Time {
	in := time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
	return t.Add(time.Hour - in)
}
