package rules

import (
	"time"

	"localiq/core"
)

// A booking leaves the configuration by itself core.BookingsKept after its end, and what is told of it
// then stays in the ledger. They leave as a ring does, two at a time and with a pause, in the quiet of
// a site: a list of thousands is never rewritten at once.

const (
	bookingsLeave = 2
	bookingsPause = 10 * time.Second
)

// leavesAt is when the oldest booking may go, ns UTC; 0: there is none.
func leavesAt(c *core.Config) int64 {
	if b := c.OldestBooking(); b != nil {
		return b.Until + int64(core.BookingsKept)
	}
	return 0
}

// bookingWake: what was due before the newest kept input has its pause from there. A clock that nobody
// believes takes nothing away.
func bookingWake(s *core.Site) core.Wake {
	switch due := leavesAt(s.Config); {
	case due == 0 || judgedAt(s).Trust == core.Untrusted:
		return core.Wake{}
	case due > s.At.Wall:
		return core.Wake{Wall: due}
	}
	return core.Wake{Up: s.At.Up + bookingsPause}
}

// bookingsOver lets the oldest go. An edit has a configuration of its own to keep, and they wait.
func (d *draft) bookingsOver() {
	now, due := d.now(), leavesAt(d.cfg)
	if _, edit := d.in.Event.(core.SiteEdited); edit || due == 0 || due > now.Wall || now.Trust == core.Untrusted {
		return
	}
	if since, ok := d.in.At.Sub(d.s.At); ok && since < bookingsPause && due <= d.s.At.Wall {
		return
	}
	var drops []core.Edit
	cfg := d.cfg
	for range bookingsLeave {
		b := cfg.OldestBooking()
		if b == nil || b.Until+int64(core.BookingsKept) > now.Wall {
			break
		}
		next, err := cfg.With(d.in.ID, []core.Edit{core.Drop(b.Ref())}, nil)
		if err != nil {
			return // it stays; nothing else depends on it
		}
		d.bookingLeft(b)
		drops, cfg = append(drops, core.Drop(b.Ref())), next
	}
	d.cfg = cfg
	d.out.Changes = append(d.out.Changes, core.ConfigBecame{Edits: drops, Next: cfg})
}

// bookingsGone tells of the bookings that an edit takes away after they began: somebody may have come.
func (d *draft) bookingsGone(before *core.Config, edits []core.Edit) {
	for _, e := range edits {
		if e.Kind != core.KindBooking {
			continue
		}
		id := core.BookingID(e.ID)
		if b := before.Booking(id); b != nil && d.cfg.Booking(id) == nil && b.From <= d.in.At.Wall {
			d.bookingLeft(b)
		}
	}
}

func (d *draft) bookingLeft(b *core.Booking) {
	d.tell(core.Notice{What: core.BookingLeft, Door: b.Door, Person: b.Person, Until: b.Until, For: b.Until - b.From, Detail: string(b.ID)})
}
