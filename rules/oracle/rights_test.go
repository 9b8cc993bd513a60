package oracle

import (
	"time"

	"localiq/core"
)

// What the person, the door, the groups and the lock have to say.

// person: not blocked, and no installer, who opens no door of a site that was released.
func (in *inquiry) person() core.Reason {
	switch {
	case in.who.Blocked:
		return core.UserBlocked
	case in.who.Role == core.RoleInstaller && !in.site.Config.Settings.Installing:
		return core.RightMissing
	}
	return core.ReasonNone
}

// subscribed: the person has a slot, and the IQ a subscription that is not over.
func (in *inquiry) subscribed() core.Reason {
	switch sub := in.site.Config.Settings.Subscription; {
	case in.who.Unsubscribed:
		return core.UserUnsubscribed
	case sub.Until != 0 && in.q.At.Wall >= sub.Until:
		return core.IQUnsubscribed
	}
	return core.ReasonNone
}

// validity: of the person, then of the key. A clock that nobody believes is read as "at least".
func (in *inquiry) validity() core.Reason {
	for _, v := range in.lives() {
		switch {
		case v[1] != 0 && in.q.At.Wall >= v[1]:
			return core.Expired
		case in.q.At.Wall < v[0]:
			return core.NotYetValid
		}
	}
	return core.ReasonNone
}

func (in *inquiry) lives() (out [][2]int64) {
	out = append(out, [2]int64{in.who.From, in.who.Until})
	for _, k := range in.keys() {
		out = append(out, [2]int64{k.From, k.Until})
	}
	return out
}

func (in *inquiry) mode() core.Reason {
	switch strongest(&in.state, in.q.At) {
	case core.ModeBlocked:
		return core.DoorBlocked
	case core.ModeLockdown:
		if !in.who.OverrideLockdown {
			return core.Lockdown
		}
	}
	return core.ReasonNone
}

// strongest is the strongest mode of a door that is not over. A clock that nobody believes ends none
// of another boot.
func strongest(d *core.DoorState, at core.Instant) (m core.DoorMode) {
	for _, l := range d.Levels {
		over := false
		switch {
		case l.Until == core.Instant{}:
		case l.Until.Boot == at.Boot:
			over = at.Up >= l.Until.Up
		case at.Trust != core.Untrusted:
			over = at.Wall >= l.Until.Wall
		}
		if !over {
			m = max(m, l.Mode)
		}
	}
	return m
}

// anywhere: from afar, with the right to it and a reason, no group and no schedule is asked.
func (in *inquiry) anywhere() bool {
	return in.afar() && in.who.Anywhere && in.q.Why != ""
}

// unasked are those who need neither a group nor a schedule.
func (in *inquiry) unasked() bool { return in.master() || in.anywhere() }

func (in *inquiry) group() core.Reason {
	if !in.unasked() && len(in.groups()) == 0 && len(in.bookings()) == 0 {
		return core.NotAuthorised
	}
	return core.ReasonNone
}

func (in *inquiry) groups() (out []core.Group) {
	for _, id := range in.who.Groups {
		for _, g := range in.site.Config.Groups {
			for _, d := range g.Doors {
				if g.ID == id && d == in.q.Door {
					out = append(out, g)
				}
			}
		}
	}
	return out
}

func (in *inquiry) bookings() (out []core.Booking) {
	for _, b := range in.site.Config.Bookings {
		if b.Person == in.who.ID && b.Door == in.q.Door {
			out = append(out, b)
		}
	}
	return out
}

// schedule: one group that is open is enough. One whose schedule must not be read for want of a clock
// is not said to be outside it.
func (in *inquiry) schedule() core.Reason {
	switch shut, unread := in.shut(); {
	case unread && shut:
		return core.ClockUntrusted
	case shut:
		return core.OutsideSchedule
	}
	return core.ReasonNone
}

func (in *inquiry) shut() (shut, unread bool) {
	if in.unasked() {
		return false, false
	}
	for _, g := range in.groups() {
		believed := in.q.At.Trust == core.Trusted || in.q.At.Trust == core.Holdover && g.Clock != core.ClockTrusted
		if g.Schedule == "" {
			return false, false
		}
		_, open := hours{cfg: in.site.Config, id: g.Schedule}.at(in.q.At.Wall)
		if believed && open {
			return false, false
		}
		unread = unread || !believed
	}
	for _, b := range in.bookings() {
		switch {
		case in.q.At.Wall >= b.Until: // what is over stays over, whoever is believed
		case in.q.At.Trust == core.Untrusted:
			unread = true
		case in.q.At.Wall >= b.From:
			return false, false
		}
	}
	return true, unread
}

// privacy: locked from inside, by what the lock told with the request or before.
func (in *inquiry) privacy() core.Reason {
	if in.bolt(core.BoltPrivacy) && !in.who.OverridePrivacy {
		return core.Privacy
	}
	return core.ReasonNone
}

func (in *inquiry) bolt(b core.Bolt) bool { return in.q.Bolt == b || in.state.Reported.Bolt == b }

func (in *inquiry) hardware() core.Reason {
	switch {
	case in.afar() && !in.state.Link.Heard:
		return core.LockOffline
	case in.bolt(core.BoltJammed):
		return core.LockJammed
	}
	return core.ReasonNone
}

// right: from afar a person needs the right to it, or to be an admin; one to open anywhere is no
// right to open from afar. An installer opens no door.
func (in *inquiry) right() core.Reason {
	may := in.who.Remote || in.who.Role == core.RoleAdmin || in.who.Role == core.RoleOwner
	if in.afar() && (!may || in.who.Role == core.RoleInstaller) {
		return core.RightMissing
	}
	return core.ReasonNone
}

// within is true for what was less than so long before, in this boot.
func (in *inquiry) within(was core.Instant, d time.Duration) bool {
	return was.Boot == in.q.At.Boot && in.q.At.Up-was.Up < d
}
