package people

import (
	"fmt"
	"slices"
	"time"
	"unicode"

	"localiq/core"
)

// book also refuses what the configuration would take: a booking over one that shares, when this one
// does not.
func (p *planner) book(w core.Book) *core.Error {
	b := core.Booking{ID: core.BookingID(p.tools.NewID("b")), Person: p.person(w.Person).ID, Door: p.door(w.Door), From: w.From, Until: w.Until, Share: w.Share}
	switch {
	case p.fault != nil:
		return p.fault
	case len(w.Note) > core.MaxNote || slices.ContainsFunc([]rune(w.Note), unicode.IsControl):
		return core.Errorf(core.CodeInvalid, "a note has at most %d bytes, and no control characters", core.MaxNote)
	case b.Until <= p.tools.Now.Wall && p.tools.Now.Trust == core.Trusted:
		return core.Errorf(core.CodeInvalid, "that time has passed already")
	}
	p.out.Why = "a booking was made"
	p.put(b)
	if w.Note != "" {
		p.private(b.Person).Secrets = map[core.KeyID]core.Secret{core.NoteOf(b.ID): core.NewSecret(w.Note)}
	}
	p.say("booking " + string(b.ID) + ": " + p.bookingSaid(&b))
	p.unfit(&b)
	return p.free(&b)
}

func (p *planner) moveBooking(w core.MoveBooking) *core.Error {
	was, err := p.bookingOf(w.Booking)
	if err != nil {
		return err
	}
	b, begun := *was, was.From <= p.tools.Now.Wall
	if w.Door != "" {
		b.Door = p.door(w.Door)
	}
	if w.From != 0 {
		b.From = w.From
	}
	if w.Until != 0 {
		b.Until = w.Until
	}
	b.Share = b.Share || w.Share
	switch {
	case p.fault != nil:
		return p.fault
	case begun && (b.From != was.From || b.Door != was.Door):
		return core.Errorf(core.CodeRefused, "this booking has begun, so its door and its beginning stay").Advise("give it another end, or cancel it and book anew")
	case b.Until <= p.tools.Now.Wall && p.tools.Now.Trust == core.Trusted:
		return core.Errorf(core.CodeInvalid, "that time has passed already")
	}
	p.out.Why = "a booking was moved"
	p.put(b)
	p.say("booking " + string(b.ID) + ": " + p.bookingSaid(&b))
	return p.free(&b)
}

// cancelBooking ends one that has begun with this minute, so that what was of it stays in the report.
func (p *planner) cancelBooking(w core.CancelBooking) *core.Error {
	was, err := p.bookingOf(w.Booking)
	if err != nil {
		return err
	}
	b, minute := *was, int64(time.Minute)
	p.out.Why = "a booking was cancelled"
	end := max((p.tools.Now.Wall+minute-1)/minute*minute, b.From+minute)
	switch {
	case p.tools.Now.Wall < b.From:
		p.drop(b)
	case end < b.Until:
		b.Until = end
		p.put(b)
		p.say("it ends at " + p.at(end))
	}
	return nil
}

// bookingOf is one that is not over.
func (p *planner) bookingOf(text core.BookingID) (*core.Booking, *core.Error) {
	switch b := p.cfg.Booking(text); {
	case b == nil:
		return nil, core.Errorf(core.CodeNotFound, "there is no booking %q", string(text)).Advise("see: localiq booking list")
	case b.Until <= p.tools.Now.Wall:
		return nil, core.Errorf(core.CodeRefused, "this booking is over")
	default:
		return b, nil
	}
}

// free names who has the room then.
func (p *planner) free(b *core.Booking) *core.Error {
	for i := range p.cfg.Bookings {
		if o := &p.cfg.Bookings[i]; o.ID != b.ID && o.Meets(b) && !b.Share {
			return core.Errorf(core.CodeInvalid, "taken: %s", p.bookingSaid(o)).Advise("choose another time or room, or share it: --share")
		}
	}
	return nil
}

// unfit says what a booking does not give.
func (p *planner) unfit(b *core.Booking) {
	is, door := p.cfg.Person(b.Person), p.cfg.Door(b.Door)
	switch {
	case !slices.ContainsFunc(p.cfg.Keys, func(k core.Key) bool { return k.Person == is.ID && k.State == core.KeyActive }):
		p.say(p.called(is.ID) + " has no key yet: localiq pin new --who \"" + p.called(is.ID) + "\"")
	case is.Blocked || is.Until != 0 && is.Until < b.Until || is.From > b.From:
		p.say("the rights of " + p.called(is.ID) + " do not last for all of it")
	}
	if door.Lock == "" {
		p.say(door.Name + " has no lock yet")
	}
	if p.mistyped(b) {
		p.say("the lock of " + door.Name + " does not take a PIN of " + p.called(is.ID) + ": localiq pin new --who \"" + p.called(is.ID) + "\"")
	}
}

// mistyped is true where a PIN of whoever books is none for the lock. For one booking it is not made another.
func (p *planner) mistyped(b *core.Booking) bool {
	lacks := lacksAt(p.cfg, []core.DoorID{b.Door})
	if !lacks.Has(core.LackLongPINs) {
		return false
	}
	digits, _ := p.tools.Secrets(b.Person)
	return slices.ContainsFunc(keysOf(p.cfg, b.Person), func(k core.Key) bool {
		s, known := digits[k.ID]
		return known && k.Kind == core.KeyPIN && k.State == core.KeyActive && !lacks.TakesPIN(s.Reveal())
	})
}

// bookingSaid is "Room, Mon 23 Nov 2026 14:00 to 15:00, Ana Novak".
func (p *planner) bookingSaid(b *core.Booking) string {
	name := string(b.Door)
	if d := p.cfg.Door(b.Door); d != nil {
		name = d.Name
	}
	return fmt.Sprintf("%s, %s to %s, %s", name, p.at(b.From), p.at(b.Until), p.called(b.Person))
}

func (p *planner) at(wall int64) string {
	return time.Unix(0, wall).In(p.cfg.Zone).Format("Mon 2 Jan 2006 15:04")
}

// unbook drops what a person has booked: nobody else gets it.
func (p *planner) unbook(id core.PersonID) {
	for _, b := range p.cfg.Bookings {
		if b.Person == id {
			p.drop(b)
		}
	}
}
