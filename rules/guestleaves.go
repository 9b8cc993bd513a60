package rules

import (
	"time"

	"localiq/core"
)

// A guest whose end has passed is removed by itself where the site says so (Settings.GuestDays): one
// at a time, with a pause, and never by a clock that nobody believes. The store destroys the name with
// the person, in the same transaction.

const guestsPause = 10 * time.Second

// guestLeavesAt is when the first guest is removed, ns UTC; 0: none is.
func guestLeavesAt(c *core.Config) int64 {
	if p := c.FirstGuest(); p != nil && c.Settings.GuestDays > 0 {
		return p.Until + int64(c.Settings.GuestDays)*int64(24*time.Hour)
	}
	return 0
}

// guestWake: what was due before the newest kept input has its pause from there.
func guestWake(s *core.Site) core.Wake {
	switch due := guestLeavesAt(s.Config); {
	case due == 0 || judgedAt(s).Trust == core.Untrusted:
		return core.Wake{}
	case due > s.At.Wall:
		return core.Wake{Wall: due}
	}
	return core.Wake{Up: s.At.Up + guestsPause}
}

// guestsOver removes the first. What else changes the configuration goes first.
func (d *draft) guestsOver() {
	now, due := d.now(), guestLeavesAt(d.cfg)
	if d.cfg != d.s.Config || due == 0 || due > now.Wall || now.Trust == core.Untrusted {
		return
	}
	if since, ok := d.in.At.Sub(d.s.At); ok && since < guestsPause && due <= d.s.At.Wall {
		return
	}
	p := d.cfg.FirstGuest()
	var edits []core.Edit
	for i := range d.cfg.Keys {
		if d.cfg.Keys[i].Person == p.ID {
			edits = append(edits, core.Drop(d.cfg.Keys[i].Ref()))
		}
	}
	for i := range d.cfg.Bookings {
		if d.cfg.Bookings[i].Person == p.ID {
			edits = append(edits, core.Drop(d.cfg.Bookings[i].Ref()))
		}
	}
	answer := d.out.Answer // of whoever asked for something else
	d.edited(core.SiteEdited{Why: "a guest whose end has passed was removed", Edits: append(edits, core.Drop(p.Ref()))})
	d.out.Answer = answer
}
