package core

import "cmp"

// Window is open on some weekdays from Start to End, half-open [Start, End), on the site's
// wall clock. End < Start crosses midnight and belongs to the day of Start (OM-1). From and Until
// are the first and the last day on which it begins; 0: no such limit.
type Window struct {
	Days  Days   `json:"days"`
	Start Minute `json:"start"`
	End   Minute `json:"end"`
	From  Date   `json:"from,omitempty"`
	Until Date   `json:"until,omitempty"`
}

// On is true where the window begins on that day.
func (w *Window) On(d Date) bool {
	return w.Days.Has(d.Weekday()) && w.From <= d && (w.Until == 0 || d <= w.Until)
}

// Schedule is a set of weekly windows; overlapping and touching ones are one (OM-1). On the dates
// of its exceptions, and of its calendars, other windows hold in their place (OM-2).
type Schedule struct {
	ID      ScheduleID `json:"id"`
	Name    string     `json:"name"`
	Windows []Window   `json:"windows,omitempty"`
	// Exceptions are in any order; no two have the same dates, though they may overlap.
	Exceptions []Exception  `json:"exceptions,omitempty"`
	Calendars  []CalendarID `json:"calendars,omitempty"` // sorted
	Holiday    []Window     `json:"holiday,omitempty"`   // what holds on the days of Calendars; none: closed
}

// Exception replaces whole days, From to To, both of them included; To 0: the one day. Without
// windows they are closed. A window's Days count; dates of its own it has none.
type Exception struct {
	From    Date     `json:"from"`
	To      Date     `json:"to,omitempty"`
	Windows []Window `json:"windows,omitempty"`
}

// Calendar is a named set of days that schedules refer to.
type Calendar struct {
	ID   CalendarID `json:"id"`
	Name string     `json:"name"`
	Days []Holiday  `json:"days,omitempty"`
}

// Holiday is one day of a calendar, or From to To, both of them included; or the same of every year:
// then From and To are 0.
type Holiday struct {
	From     Date    `json:"from,omitempty"`
	To       Date    `json:"to,omitempty"` // 0: the one day
	Yearly   YearDay `json:"yearly,omitempty"`
	YearlyTo YearDay `json:"yearlyTo,omitempty"` // 0: the one day; before Yearly: of the year after
	Name     string  `json:"name,omitempty"`
}

func (s Schedule) Ref() Ref { return Ref{KindSchedule, string(s.ID)} }
func (c Calendar) Ref() Ref { return Ref{KindCalendar, string(c.ID)} }

// Last is the last day of it.
func (e Exception) Last() Date { return max(e.From, e.To) }

// Last is the last day of it; 0 where it comes every year.
func (h Holiday) Last() Date { return max(h.From, h.To) }

// YearlyLast is the last day of one that comes every year.
func (h Holiday) YearlyLast() YearDay { return cmp.Or(h.YearlyTo, h.Yearly) }

// Has is true on a day of it.
func (h Holiday) Has(d Date) bool {
	if h.Yearly == 0 {
		return h.From <= d && d <= h.Last()
	}
	var days YearDays
	days.add(h.Yearly, h.YearlyLast())
	return days.Has(d)
}

// sound: it is of dates or of every year, never of both or of neither.
func (h Holiday) sound() bool {
	if h.Yearly == 0 {
		return h.From != 0 && validDate(h.From, h.To) && (h.To == 0 || h.To >= h.From) && h.YearlyTo == 0
	}
	return h.From == 0 && h.To == 0 && h.Yearly.valid() && h.YearlyTo.valid()
}

const (
	MaxWindows = 20   // that begin on one day, in one list of windows
	MaxDays    = 1000 // exceptions of a schedule, days of a calendar
)
