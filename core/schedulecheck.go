package core

import "slices"

func (c *Config) checkSchedules() error {
	for i := range c.Schedules {
		s := &c.Schedules[i]
		if err := checkWindows(s.Ref(), s.Windows, true); err != nil {
			return err
		}
		if err := checkWindows(s.Ref(), s.Holiday, false); err != nil {
			return err
		}
		if err := s.checkExceptions(); err != nil {
			return err
		}
		if err := c.checkHolidays(s); err != nil {
			return err
		}
	}
	return nil
}

func checkWindows(of Ref, ws []Window, dated bool) error {
	var on [7]int
	for _, w := range ws {
		whole := w.Start == 0 && w.End == EndOfDay
		switch {
		case w.Days == 0 || w.Days > EveryDay:
			return Errorf(CodeInvalid, "%s has a window on no day", of)
		case w.Start < 0 || w.Start >= EndOfDay || w.End < 0 || w.End > EndOfDay:
			return Errorf(CodeInvalid, "%s: %s-%s is not within a day", of, w.Start, w.End)
		case w.Start == w.End && !whole:
			return Errorf(CodeInvalid, "%s: %s-%s is empty; the whole day is 00:00-24:00", of, w.Start, w.End)
		case !dated && (w.From != 0 || w.Until != 0):
			return Errorf(CodeInvalid, "%s: a window of an exception or a holiday has no dates of its own", of)
		case !validDate(w.From, w.Until) || w.Until != 0 && w.Until < w.From:
			return Errorf(CodeInvalid, "%s has a window that is over before it begins", of)
		}
		for d := range on {
			if on[d] += int(w.Days >> d & 1); on[d] > MaxWindows {
				return Errorf(CodeInvalid, "%s has more than %d windows on one day", of, MaxWindows)
			}
		}
	}
	return nil
}

func validDate(ds ...Date) bool {
	return !slices.ContainsFunc(ds, func(d Date) bool { return d < 0 || d > LastDate })
}

func (s *Schedule) checkExceptions() error {
	if len(s.Exceptions) > MaxDays {
		return Errorf(CodeInvalid, "%s has more than %d exceptions", s.Ref(), MaxDays)
	}
	seen := make(map[[2]Date]bool, len(s.Exceptions))
	for _, e := range s.Exceptions {
		both := [2]Date{e.From, e.Last()}
		switch {
		case e.From == 0 || !validDate(e.From, e.To) || e.To != 0 && e.To < e.From:
			return Errorf(CodeInvalid, "%s has an exception on no day", s.Ref())
		case seen[both]:
			return Errorf(CodeInvalid, "%s has two exceptions for the same days from %s on; they are one", s.Ref(), e.From)
		}
		seen[both] = true
		if err := checkWindows(s.Ref(), e.Windows, false); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) checkHolidays(s *Schedule) error {
	for i, id := range s.Calendars {
		switch {
		case c.Calendar(id) == nil:
			return KindCalendar.missing(string(id), s.Ref())
		case i > 0 && s.Calendars[i-1] >= id:
			return Errorf(CodeInvalid, "%s: calendars are not sorted", s.Ref())
		}
	}
	if len(s.Holiday) > 0 && len(s.Calendars) == 0 {
		return Errorf(CodeInvalid, "%s has windows for holidays, and no calendar says which days these are", s.Ref())
	}
	return nil
}

func (c *Config) checkCalendars() error {
	for i := range c.Calendars {
		k := &c.Calendars[i]
		if len(k.Days) > MaxDays {
			return Errorf(CodeInvalid, "%s has more than %d days", k.Ref(), MaxDays)
		}
		for _, h := range k.Days {
			if !h.sound() {
				return Errorf(CodeInvalid, "%s has a holiday on no day", k.Ref())
			}
		}
	}
	return nil
}
