package rules

import (
	"slices"

	"localiq/core"
)

// concern is what an edit can change in the tables of locks.
type concern struct {
	before, next *core.Config
	settings     bool          // the zone or the leases: every table is another
	everywhere   bool          // the keys matter at every door, else at these
	doors        []core.DoorID // where groups or their schedules changed
	keys         []keyPair     // of people and keys that were edited, and of those groups' people

	people []core.PersonID // sorted
	edited []core.KeyID    // sorted
	groups []core.GroupID  // sorted

	pairs []wayPair // that were compared
}

type keyPair struct{ was, is *core.Key } // nil: there is none

func concerns(before, next *core.Config, edits []core.Edit) *concern {
	c := &concern{before: before, next: next}
	for _, e := range edits {
		c.edit(e)
	}
	slices.Sort(c.groups)
	c.members()
	slices.Sort(c.people)
	slices.Sort(c.edited)
	switch {
	case len(c.people)+len(c.edited) == 0:
	case len(c.edited) == 0: // the keys are the same
		for i := range next.Keys {
			if k := &next.Keys[i]; c.ofPeople(k.Person) {
				c.keys = append(c.keys, keyPair{k, k})
			}
		}
	default:
		eachKey(before, next, c.take)
	}
	return c
}

func (c *concern) edit(e core.Edit) {
	switch e.Kind {
	case core.KindSettings:
		a, b := c.before.Settings, c.next.Settings
		c.settings = c.settings || a.Zone != b.Zone || a.TagLease != b.TagLease || a.PINLease != b.PINLease
	case core.KindPerson:
		c.people, c.everywhere = append(c.people, core.PersonID(e.ID)), true
	case core.KindKey:
		c.edited, c.everywhere = append(c.edited, core.KeyID(e.ID)), true
	case core.KindGroup:
		c.group(c.before.Group(core.GroupID(e.ID)), c.next.Group(core.GroupID(e.ID)))
	case core.KindSchedule:
		c.schedule(core.ScheduleID(e.ID))
	case core.KindBooking:
		id := core.BookingID(e.ID)
		c.booking(c.before.Booking(id), c.next.Booking(id))
	case core.KindCalendar:
		for i := range c.next.Schedules {
			if sc := &c.next.Schedules[i]; slices.Contains(sc.Calendars, core.CalendarID(e.ID)) {
				c.schedule(sc.ID)
			}
		}
	}
}

// group concerns the doors that it gained or lost; those that it keeps only with another schedule.
func (c *concern) group(was, is *core.Group) {
	if was == nil {
		was = &core.Group{}
	}
	if is == nil {
		is = &core.Group{}
	}
	all := was.Schedule != is.Schedule || was.Clock != is.Clock
	for _, d := range slices.Concat(was.Doors, is.Doors) {
		_, had := slices.BinarySearch(was.Doors, d)
		_, has := slices.BinarySearch(is.Doors, d)
		if all || had != has {
			c.groups, c.doors = append(c.groups, was.ID, is.ID), append(c.doors, d)
		}
	}
}

func (c *concern) schedule(id core.ScheduleID) {
	was, is := c.before.Schedule(id), c.next.Schedule(id)
	if was == nil || is == nil || slices.Equal(was.Windows, is.Windows) && c.before.Specials(id).Same(c.next.Specials(id)) {
		return // no group of both configurations has it, or it opens as it did
	}
	for i := range c.next.Groups {
		if g := &c.next.Groups[i]; g.Schedule == id {
			c.groups, c.doors = append(c.groups, g.ID), append(c.doors, g.Doors...)
		}
	}
}

// members are the people of the groups.
func (c *concern) members() {
	for i := range c.next.People {
		p := &c.next.People[i]
		if len(c.groups) > 0 && slices.ContainsFunc(p.Groups, c.has) {
			c.people = append(c.people, p.ID)
		}
	}
}

func (c *concern) has(g core.GroupID) bool {
	_, has := slices.BinarySearch(c.groups, g)
	return has
}

// ofPeople: mostly it is about one person, and about 30,000 keys that are not theirs.
func (c *concern) ofPeople(p core.PersonID) bool {
	if len(c.people) == 1 {
		return c.people[0] == p
	}
	_, is := slices.BinarySearch(c.people, p)
	return is
}

func (c *concern) take(was, is *core.Key) {
	k := is
	if k == nil {
		k = was
	}
	mine := c.ofPeople(k.Person)
	if !mine {
		_, mine = slices.BinarySearch(c.edited, k.ID)
	}
	if mine {
		c.keys = append(c.keys, keyPair{was, is})
	}
}
