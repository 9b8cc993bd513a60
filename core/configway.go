package core

// Way is a group by which people reach a door.
type Way struct {
	Group    *Group
	Schedule *Schedule // nil: at all times
	Specials []Special // of Schedule
}

// Ways are the groups of a door, in the order of their ids. The caller changes nothing in it.
func (c *Config) Ways(d DoorID) []Way {
	if i, ok := place(c.Doors, d, func(d *Door) DoorID { return d.ID }); ok {
		return c.ways[i]
	}
	return nil
}

// waysOf lists the ways of every door, in the order of the doors.
func waysOf(c *Config) [][]Way {
	out := make([][]Way, len(c.Doors))
	for i := range c.Groups {
		g := &c.Groups[i]
		w := Way{g, c.Schedule(g.Schedule), c.Specials(g.Schedule)}
		for _, d := range g.Doors {
			if at, ok := find(c.Doors, string(d)); ok {
				out[at] = append(out[at], w)
			}
		}
	}
	return out
}
