package oracle

import (
	"slices"
	"strconv"

	"localiq/core"
)

// schedules draws a few schedules and the calendars that they name.
func (c *chance) schedules() (edits []core.Edit, ids []core.ScheduleID) {
	var calendars []core.CalendarID
	for i := range c.IntN(3) {
		k := core.Calendar{ID: core.CalendarID("cal" + strconv.Itoa(i)), Name: "calendar"}
		for range 1 + c.IntN(3) {
			k.Days = append(k.Days, c.holiday())
		}
		edits, calendars = append(edits, core.Put(k)), append(calendars, k.ID)
	}
	for i := range 1 + c.IntN(3) {
		s := core.Schedule{ID: core.ScheduleID("sch" + strconv.Itoa(i)), Name: "schedule", Windows: c.windows(true)}
		s.Exceptions = c.exceptions()
		if s.Calendars = some(c, 2, calendars); len(s.Calendars) > 0 && c.odds(1, 2) {
			s.Holiday = c.windows(false)
		}
		edits, ids = append(edits, core.Put(s)), append(ids, s.ID)
	}
	return edits, ids
}

// holiday is of dates; or of every year, and then mostly by the anchor, over New Year or about a leap day.
func (c *chance) holiday() core.Holiday {
	from, to := c.run()
	if c.odds(1, 2) {
		return core.Holiday{From: from, To: to}
	}
	h := core.Holiday{Yearly: yearly(from)}
	if to != 0 {
		h.YearlyTo = yearly(to)
	}
	switch {
	case c.odds(1, 8):
		h = core.Holiday{Yearly: 229}
	case c.odds(1, 8):
		h.YearlyTo = pick[core.YearDay](c, 101, 228, 229, 301, 1231)
	}
	return h
}

func yearly(d core.Date) core.YearDay {
	_, month, day := d.Time().Date()
	return core.YearDay(int(month)*100 + day)
}

// run is a day or some days by the anchor.
func (c *chance) run() (from, to core.Date) {
	from = c.near()
	if c.odds(1, 2) {
		to = from + core.Date(c.IntN(4))
	}
	return from, to
}

func (c *chance) exceptions() (out []core.Exception) {
	for range c.IntN(4) {
		from, to := c.run()
		same := func(e core.Exception) bool { return e.From == from && e.Last() == max(from, to) }
		if slices.ContainsFunc(out, same) {
			continue // which is refused: they are one
		}
		e := core.Exception{From: from, To: to}
		if c.odds(2, 3) {
			e.Windows = c.windows(false)
		}
		out = append(out, e)
	}
	return out
}

// windows are mostly a few, and now and then as many as there may be.
func (c *chance) windows(dated bool) (out []core.Window) {
	n := 1 + c.IntN(4)
	if c.odds(1, 20) {
		n = core.MaxWindows
	}
	for range n {
		w := core.Window{Days: pick(c, core.EveryDay, core.EveryDay, c.weekdays()), Start: c.hour(), End: c.hour()}
		switch {
		case w.Start == core.EndOfDay:
			w.Start = 0
			fallthrough
		case w.Start == w.End, c.odds(1, 25):
			w.Start, w.End = 0, core.EndOfDay
		}
		if dated && c.odds(1, 5) {
			w.From = c.near()
		}
		if dated && c.odds(1, 5) {
			w.Until = max(w.From, c.near())
		}
		out = append(out, w)
	}
	return out
}

// weekdays are some, and those by the anchor more often.
func (c *chance) weekdays() core.Days {
	d := core.Days(c.IntN(int(core.EveryDay))) + 1
	if c.odds(1, 2) {
		d |= 1 << c.near().Weekday()
	}
	return d
}

// hour is a time of day, most often one at which clocks jump somewhere or a day ends.
func (c *chance) hour() core.Minute {
	if c.odds(1, 4) {
		return core.Minute(c.IntN(day + 1))
	}
	return pick[core.Minute](c, 0, 0, core.EndOfDay, 15, 30, 60, 90, 105, 120, 135, 150, 165, 180, 210, 225, 240, 360, 480, 720, 1080, 1320, 1380, 1410, 1439)
}
