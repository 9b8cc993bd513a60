package core

import (
	"cmp"
	"slices"
)

// Special is a run of days, From to To, both included, on which a schedule's weekly windows do not
// hold. Each has the windows of every exception that replaces these days, and those for holidays
// where they are such; one that closes them is empty. From and To of days that come every year are 0.
type Special struct {
	From, To Date
	Holiday  bool
	Each     [][]Window
}

// Specials are the days on which a schedule's weekly windows do not hold. The caller changes nothing
// in them. The zero value has none.
type Specials struct {
	Runs   []Special // of dates: in order, no day twice; what comes every year is in them, too, where it meets them
	Yearly YearDays  // that are holidays; those of Runs say all of their days
	yearly Special   // what all of Yearly are
}

// Specials of a schedule.
func (c *Config) Specials(id ScheduleID) *Specials {
	_, specials := c.ScheduleDays(id)
	return specials
}

// ScheduleDays is a schedule with its Specials, found once: it is asked at every minute of a year. nil
// for one that is not there.
func (c *Config) ScheduleDays(id ScheduleID) (*Schedule, *Specials) {
	low, high := 0, len(c.Schedules)
	for low < high {
		if middle := int(uint(low+high) >> 1); c.Schedules[middle].ID < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(c.Schedules) && c.Schedules[low].ID == id {
		return &c.Schedules[low], &c.specials[low]
	}
	return nil, nil
}

// On is what a date is, nil: an ordinary day. It allocates nothing. A schedule that is not there (nil)
// has ordinary days alone.
func (s *Specials) On(d Date) *Special {
	if s == nil {
		return nil
	}
	if i := s.notBefore(d); i < len(s.Runs) && s.Runs[i].From <= d {
		return &s.Runs[i]
	}
	if s.Yearly.Has(d) {
		return &s.yearly
	}
	return nil
}

// notBefore is the first run that is not over before d.
func (s *Specials) notBefore(d Date) int {
	low, high := 0, len(s.Runs)
	for low < high {
		if middle := int(uint(low+high) >> 1); s.Runs[middle].To < d {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// Any is true where there is such a day.
func (s *Specials) Any() bool { return s != nil && (len(s.Runs) > 0 || s.Yearly != YearDays{}) }

// Same is true where the same holds on the same days.
func (s *Specials) Same(o *Specials) bool {
	if !s.Any() || !o.Any() {
		return s.Any() == o.Any()
	}
	same := func(x, y Special) bool {
		return x.From == y.From && x.To == y.To && slices.EqualFunc(x.Each, y.Each, slices.Equal)
	}
	return s.Yearly == o.Yearly && same(s.yearly, o.yearly) && slices.EqualFunc(s.Runs, o.Runs, same)
}

// specialsOf are those of every schedule, in the order of the schedules.
func specialsOf(c *Config) []Specials {
	out := make([]Specials, len(c.Schedules))
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

func (c *Config) specialsIn(s *Schedule) (out Specials) {
	var all []replaced
	for _, e := range s.Exceptions {
		all = append(all, replaced{e.From, e.Last(), false, e.Windows})
	}
	for _, id := range s.Calendars {
		if cal := c.Calendar(id); cal != nil {
			for _, h := range cal.Days {
				if h.Yearly != 0 {
					out.Yearly.add(h.Yearly, h.YearlyLast())
					out.yearly = Special{Holiday: true, Each: [][]Window{s.Holiday}}
					continue
				}
				all = append(all, replaced{h.From, h.Last(), true, s.Holiday})
			}
		}
	}
	if out.Runs = runsOf(all); out.Yearly != (YearDays{}) {
		out.Runs = runsOf(append(all, out.within(s.Holiday)...))
	}
	return out
}

// within are the days of every year that lie in what has dates, as dates.
func (s *Specials) within(holiday []Window) (out []replaced) {
	for _, r := range s.Runs {
		for d := r.From; d <= r.To && !r.Holiday; d++ {
			if s.Yearly.Has(d) {
				out = append(out, replaced{d, d, true, holiday})
			}
		}
	}
	return out
}

// runsOf cuts at every day on which something begins or is over.
func runsOf(all []replaced) (out []Special) {
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
