package rules

import "localiq/core"

// groups is steps 9 and 10: the union over the person's groups. The master key skips them, and
// the owner has it (spec: master); so does who may open anything from afar and says why.
func (i *inquiry) groups() {
	if i.person == nil || everywhere(i.person) || i.anywhere() {
		r := core.Granted
		if i.person == nil {
			r = core.ReasonNone
		}
		i.note(core.CheckGroup, r)
		i.note(core.CheckSchedule, core.ReasonNone)
		i.note(core.CheckClock, core.ReasonNone)
		return
	}
	best := i.bestWay()
	if best == noOffer {
		i.note(core.CheckGroup, core.NotAuthorised)
		i.note(core.CheckSchedule, core.ReasonNone)
		i.note(core.CheckClock, core.ReasonNone)
		return
	}
	i.note(core.CheckGroup, core.Granted)
	switch best {
	case offerAlways:
		i.note(core.CheckSchedule, core.Granted)
		i.note(core.CheckClock, core.ReasonNone)
	case offerDoubted:
		i.note(core.CheckSchedule, core.ReasonNone) // nobody can tell
		i.note(core.CheckClock, core.ClockUntrusted)
	case offerNow:
		i.note(core.CheckSchedule, core.Granted)
		i.note(core.CheckClock, core.Granted)
	default:
		i.note(core.CheckSchedule, core.OutsideSchedule)
		i.note(core.CheckClock, core.Granted)
	}
}

// anywhere: a right of its own, and a reason that is kept with the opening.
func (i *inquiry) anywhere() bool {
	return i.q.Kind == core.KeyOperator && i.person.Anywhere && i.q.Why != ""
}

// offer is what a group gives at a door, the better the higher.
type offer uint8

const (
	noOffer      offer = iota // the door is not the group's
	offerLater                // its schedule is closed now
	offerDoubted              // nobody can tell: its schedule may not be read by this clock
	offerNow                  // its schedule is open now
	offerAlways               // it has no schedule
)

// bestWay leaves the best group and its schedule, or the best booking, in the verdict; among equals the
// first, and of bookings that are no use now rather one that comes than one that is over. It stops at
// one that opens.
func (i *inquiry) bestWay() (best offer) {
	now, over := i.now(), false
	for ws := (ways{mine: i.person.Groups, here: i.here, of: i.s.Config, person: i.person.ID, door: i.q.Door}); ; {
		way := ws.next()
		if way == nil {
			return best
		}
		o := i.offered(way, now)
		switch b := way.Booking; {
		case b == nil && o > best:
			best, i.v.Group, i.v.Schedule = o, way.Group.ID, way.Group.Schedule
		case b != nil && (o > best || o == best && over):
			best, i.v.Group, i.v.Schedule, i.v.Booking = o, "", "", b.ID
			over = b.Until <= i.q.At.Wall
		}
		if best >= offerNow {
			return best
		}
	}
}

func (i *inquiry) offered(way *core.Way, now moment) offer {
	if way.Booking != nil {
		return booked(way.Booking, i.q.At)
	}
	if way.Schedule == nil {
		return offerAlways
	}
	if !way.Group.Clock.Allows(i.q.At.Trust) {
		return offerDoubted
	}
	if h := hoursOfWay(i.s.Config, way); h.open(now) {
		return offerNow
	}
	return offerLater
}
