package rules

import (
	"reflect"

	"localiq/core"
)

// A member of a pod manages the pod's guests, and nothing else of the site [pod]: how many there may be,
// and which doors they open, holds for a member as for anybody (core's check).

// hosts is true for an edit of a guest of the caller's own pod, or of a key of one, and where a booking
// of one goes; made are the people
// of the same change.
func (c caller) hosts(cfg *core.Config, ed *core.Edit, made []core.Person) bool {
	if c.is == nil || c.is.Pod == "" {
		return false
	}
	switch ed.Kind {
	case core.KindPerson:
		is, put := ed.Item.(core.Person)
		was := cfg.Person(core.PersonID(ed.ID))
		return (was == nil || was.Guest.Pod == c.is.Pod) && (!put || c.guestOfOurs(&is, was))
	case core.KindKey:
		is, put := ed.Item.(core.Key)
		was := cfg.Key(core.KeyID(ed.ID))
		return (was == nil || c.ours(cfg, was.Person, nil)) && (!put || c.ours(cfg, is.Person, made))
	case core.KindBooking: // goes with its guest
		was := cfg.Booking(core.BookingID(ed.ID))
		return was != nil && ed.Item == nil && c.ours(cfg, was.Person, nil)
	}
	return false
}

// guestOfOurs: such a guest has a time and groups, and no right besides; a new one's host is the caller.
func (c caller) guestOfOurs(is, was *core.Person) bool {
	host := core.GuestOf{Host: c.is.ID, Pod: c.is.Pod}
	if was != nil {
		host = was.Guest
	}
	plain := core.Person{ID: is.ID, Groups: is.Groups, From: is.From, Until: is.Until, Blocked: is.Blocked, Unsubscribed: is.Unsubscribed, Guest: host}
	return reflect.DeepEqual(plain, *is)
}

func (c caller) ours(cfg *core.Config, id core.PersonID, made []core.Person) bool {
	if p := cfg.Person(id); p != nil {
		return p.Guest.Pod == c.is.Pod
	}
	for i := range made {
		if made[i].ID == id {
			return made[i].Guest.Pod == c.is.Pod
		}
	}
	return false
}
