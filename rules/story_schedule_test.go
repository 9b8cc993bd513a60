package rules

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// A story's schedule is "Mon-Fri 08:00-18:00 Sat 10:00-14:00", then "from DATE" or "until DATE" of the
// window before it, "except DATE closed", "except DATE..DATE 08:00-12:00,13:00-15:00", and "holidays
// CALENDAR closed" or with hours. A calendar is "calendar nl 2026-12-25 2026-12-26..2026-12-28 12-25
// 12-24..01-06"; what has no year comes every year.
func (st *story) scheduleEdits(id string, f []string) []core.Edit {
	st.t.Helper()
	sc := core.Schedule{ID: core.ScheduleID(id), Name: id}
	for ; len(f) > 1; f = f[2:] {
		switch f[0] {
		case "from":
			sc.Windows[len(sc.Windows)-1].From = date(st.t, f[1])
		case "until":
			sc.Windows[len(sc.Windows)-1].Until = date(st.t, f[1])
		case "except":
			from, to := st.dates(f[1])
			sc.Exceptions = append(sc.Exceptions, core.Exception{From: from, To: to, Windows: st.hours(f[2])})
			f = f[1:]
		case "holidays":
			sc.Calendars, sc.Holiday = append(sc.Calendars, core.CalendarID(f[1])), st.hours(f[2])
			f = f[1:]
		default:
			from, to, _ := strings.Cut(f[1], "-")
			sc.Windows = append(sc.Windows, window(st.t, f[0], from, to))
		}
	}
	return []core.Edit{core.Put(sc)}
}

func (st *story) calendarEdits(id string, f []string) []core.Edit {
	c := core.Calendar{ID: core.CalendarID(id), Name: id}
	for _, d := range f {
		c.Days = append(c.Days, st.holiday(d))
	}
	return []core.Edit{core.Put(c)}
}

func (st *story) holiday(s string) (h core.Holiday) {
	a, b, _ := strings.Cut(s, "..")
	if len(a) > len("12-25") {
		h.From, h.To = st.dates(s)
	} else if h.Yearly.UnmarshalText([]byte(a)) != nil || h.YearlyTo.UnmarshalText([]byte(b)) != nil {
		st.t.Fatalf("%q are no days of every year", s)
	}
	return h
}

func (st *story) dates(s string) (from, to core.Date) {
	a, b, _ := strings.Cut(s, "..")
	return date(st.t, a), date(st.t, b)
}

func (st *story) hours(s string) (out []core.Window) {
	if s == "closed" {
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		from, to, _ := strings.Cut(part, "-")
		out = append(out, window(st.t, "Mon-Sun", from, to))
	}
	return out
}

// showTable prints what the door's lock would be brought now.
func (st *story) showTable(door core.DoorID) {
	for _, r := range Table(st.s.Config, door, 0, st.now).Rows {
		said := "at all times"
		if len(r.Schedules) > 0 {
			said = ""
		}
		for _, p := range r.Schedules {
			for _, w := range Table(st.s.Config, door, 0, st.now).Schedules[p].Windows {
				said += fmt.Sprintf("%s %s-%s, ", w.Days, w.Start, w.End)
			}
		}
		if said == "" {
			said = "never"
		}
		if r.From != 0 {
			said = strings.TrimSuffix(said, ", ") + " from " + time.Unix(0, r.From).In(st.zone).Format("Mon 2 Jan 15:04")
		}
		if r.Until != 0 {
			said = strings.TrimSuffix(said, ", ") + " until " + time.Unix(0, r.Until).In(st.zone).Format("Mon 2 Jan 15:04")
		}
		if said = strings.TrimSuffix(said, ", "); r.Ask {
			said += ", asks the hub first"
		}
		st.printf("holds %s: %s", r.Key, said)
	}
}

// showWindows prints the occurrences that begin on a date, by name, in UTC, and how long they last.
func (st *story) showWindows(id core.ScheduleID, on string) {
	d := int64(date(st.t, on)) * day
	said := ""
	for _, o := range HoursOf(st.s.Config, id, ForUnlocking).Between(boundary(st.zone, minutes(d)), boundary(st.zone, minutes(d+day))) {
		if !strings.HasPrefix(o.ID, on) {
			continue // it began the night before
		}
		utc := func(ns int64) string { return time.Unix(0, ns).UTC().Format("2 Jan 15:04Z") }
		said += fmt.Sprintf("; %s is %s to %s, %s", o.ID[len(on)+1:], utc(o.Start), utc(o.End), core.SayDuration(time.Duration(o.End-o.Start)))
	}
	if said == "" {
		said = "; nothing"
	}
	st.printf("opens%s", said[1:])
}
