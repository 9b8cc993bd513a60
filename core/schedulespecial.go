package core

import (
	"cmp"
	"slices"
)

// Special is a run of days, From to To, both included, on which a schedule's weekly windows do not
// hold. Each has the windows of every exception that replaces these days, and those for holidays
// where they are such; one that closes them is empty.
type Special struct {
	From, To Date
	Holiday  bool
	Each     [][]Window
}

// Specials are the days on which a schedule's weekly windows do not hold, in order, no day twice.
// The caller changes nothing in them.
func (c *Config) Specials(id ScheduleID) []Special {
	_, specials := c.ScheduleDays(id)
	return specials
}

// ScheduleDays is a schedule with its Specials, found once: it is asked at every minute of a year. nil
// for one that is not there.
func (c *Config) ScheduleDays(id ScheduleID) (*Schedule, []Special) {
	low, high := 0, len(c.Schedules)
	for low < high {
		if middle := int(uint(low+high) >> 1); c.Schedules[middle].ID < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(c.Schedules) && c.Schedules[low].ID == id {
		return &c.Schedules[low], c.specials[low]
	}
	return nil, nil
}

// specialsOf are those of every schedule, in the order of the schedules.
func specialsOf(c *Config) [][]Special {
	out := make([][]Special, len(c.Schedules))
	for i := range c.Schedules {
		out[i] = c.specialsIn(&c.Schedules[i])
	}
	return out
}

// replaced is one reason why days are special.
type replaced struct {
	from, to Date
	holiday  bool
	windows  []Window
}

func (c *Config) specialsIn(s *Schedule) (out []Special) {
	var all []replaced
	for _, e := range s.Exceptions {
		all = append(all, replaced{e.From, e.Last(), false, e.Windows})
	}
	for _, id := range s.Calendars {
		if cal := c.Calendar(id); cal != nil {
			for _, h := range cal.Days {
				all = append(all, replaced{h.From, h.Last(), true, s.Holiday})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b replaced) int { return cmp.Compare(a.from, b.from) })
	edges := edgesOf(all)
	var here []replaced // that have begun and are not over
	for i, from := range edges {
		for len(all) > 0 && all[0].from <= from {
			here, all = append(here, all[0]), all[1:]
		}
		here = slices.DeleteFunc(here, func(r replaced) bool { return r.to < from })
		if len(here) > 0 {
			out = append(out, special(from, edges[i+1]-1, here))
		}
	}
	return out
}

// edgesOf are the days on which something begins or is over.
func edgesOf(all []replaced) (out []Date) {
	for _, r := range all {
		out = append(out, r.from, r.to+1)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// special: however many calendars have a day, it is one holiday.
func special(from, to Date, here []replaced) Special {
	s := Special{From: from, To: to}
	for _, r := range here {
		if !r.holiday || !s.Holiday {
			s.Each = append(s.Each, r.windows)
		}
		s.Holiday = s.Holiday || r.holiday
	}
	return s
}
