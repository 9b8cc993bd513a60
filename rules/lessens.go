package rules

import (
	"reflect"
	"slices"

	"localiq/core"
)

// An IQ without a subscription changes nobody's right to more [sub.iq]. To less it does, and the locks are
// told: a lost key, a thief, or somebody who wants to be forgotten cannot wait for a voucher.

// lessens is true for an edit after which nobody may anything that they might not before.
func lessens(c *core.Config, e core.Edit) bool {
	switch e.Kind {
	case core.KindPerson:
		is, put := e.Item.(core.Person)
		return !put || lessPerson(c.Person(is.ID), is)
	case core.KindKey:
		is, put := e.Item.(core.Key)
		return !put || lessKey(c.Key(is.ID), is)
	case core.KindGroup:
		is, put := e.Item.(core.Group)
		return !put || lessGroup(c.Group(is.ID), is)
	case core.KindPod:
		is, put := e.Item.(core.Pod)
		return !put || lessPod(c.Pod(is.ID), is)
	case core.KindBooking:
		is, put := e.Item.(core.Booking)
		return !put || lessBooking(c.Booking(is.ID), is)
	case core.KindConsoleKey, core.KindAPIKey:
		return e.Item == nil
	}
	return false
}

func lessPerson(was *core.Person, is core.Person) bool {
	if was == nil {
		return false
	}
	p := *was
	for _, r := range core.Rights {
		if !*is.Right(r) {
			*p.Right(r) = false
		}
	}
	if part(is.Groups, was.Groups) {
		p.Groups = is.Groups
	}
	p.Blocked, p.Unsubscribed = p.Blocked || is.Blocked, p.Unsubscribed || is.Unsubscribed
	p.From, p.Until = max(p.From, is.From), earlier(p.Until, is.Until)
	if is.Role == core.RoleUser && p.Role.Level() == adminLevel {
		p.Role = is.Role
	}
	if is.Pod == "" {
		p.Pod = ""
	}
	if is.IQPIN.IsZero() {
		p.IQPIN = is.IQPIN
	}
	if is.Invite == (core.Invite{}) {
		p.Invite = is.Invite
	}
	return reflect.DeepEqual(p, is)
}

func lessKey(was *core.Key, is core.Key) bool {
	if was == nil {
		return false
	}
	k := *was
	if is.State != core.KeyActive {
		k.State = is.State
	}
	k.From, k.Until, k.Pass = max(k.From, is.From), earlier(k.Until, is.Until), earlier(k.Pass, is.Pass)
	k.Uses = int(earlier(int64(k.Uses), int64(is.Uses)))
	return k == is
}

func lessGroup(was *core.Group, is core.Group) bool {
	if was == nil || !part(is.Doors, was.Doors) {
		return false
	}
	g := *was
	g.Name, g.Doors = is.Name, is.Doors
	return reflect.DeepEqual(g, is)
}

func lessPod(was *core.Pod, is core.Pod) bool {
	if was == nil || !part(is.Doors, was.Doors) || is.Guests > was.Guests {
		return false
	}
	p := *was
	p.Name, p.Doors, p.Guests = is.Name, is.Doors, is.Guests
	return reflect.DeepEqual(p, is)
}

func lessBooking(was *core.Booking, is core.Booking) bool {
	if was == nil {
		return false
	}
	b := *was
	b.From, b.Until = max(b.From, is.From), earlier(b.Until, is.Until)
	return b == is
}

// part is true where every one of less is among all.
func part[T comparable](less, all []T) bool {
	return !slices.ContainsFunc(less, func(x T) bool { return !slices.Contains(all, x) })
}
