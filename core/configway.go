package core

// Way is a group by which people reach a door, or a booking.
type Way struct {
	Group    *Group    // nil: of a booking
	Schedule *Schedule // nil: at all times; of a booking it opens never more than that
	Specials *Specials // of Schedule
	Booking  *Booking  // nil: of a group
	// First and Last are a booking's first and last day.
	First, Last Date
}

// Ways are the groups of a door, in the order of their ids. The caller changes nothing in it.
func (c *Config) Ways(d DoorID) []Way {
	if i, ok := c.byDoor[d]; ok {
		return c.ways[i]
	}
	return nil
}

// DoorAt is a door, its state and its Ways, found once; nil for one that is not there.
func (s *Site) DoorAt(id DoorID) (set *Door, st *DoorState, ways []Way) {
	c := s.Config
	if i, ok := c.byDoor[id]; ok {
		return &c.Doors[i], &s.Doors[i], c.ways[i]
	}
	return nil, nil, nil
}

// waysOf lists the ways of every door, in the order of the doors.
func waysOf(c *Config) [][]Way {
	out := make([][]Way, len(c.Doors))
	for i := range c.Groups {
		g := &c.Groups[i]
		w := Way{Group: g, Schedule: c.Schedule(g.Schedule), Specials: c.Specials(g.Schedule)}
		for _, d := range g.Doors {
			if at, ok := find(c.Doors, string(d)); ok {
				out[at] = append(out[at], w)
			}
		}
	}
	return out
}
