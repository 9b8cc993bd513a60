package stage

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

func groups(w core.ListGroups) *core.Listed {
	all := []core.GroupRow{{ID: "g2", Name: "Night shift", Doors: []string{"Server room"}, Schedule: "Nights", People: 1},
		{ID: "g1", Name: "Staff", Doors: []string{"Classroom 1", "Server room"}, Schedule: "Weekdays 8-17", People: 2}, {ID: "g3", Name: "Visitors", Doors: []string{"Office"}, People: 2}}
	all = slices.DeleteFunc(all, func(g core.GroupRow) bool { return !has(g.Name, w.Filter) })
	return &core.Listed{Of: len(all), Groups: all}
}

func has(text, filter string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(filter))
}

func bookings(w core.ListBookings) []core.BookingRow {
	all := []core.BookingRow{{Booking: core.Booking{ID: "b-1", Person: "p3", Door: "classroom", From: At(19 * time.Hour).Wall, Until: At(20 * time.Hour).Wall}, PersonName: "Marie Dlouhá", DoorName: "Classroom 1", Note: "choir"},
		{Booking: core.Booking{ID: "b-2", Person: "p5", Door: "office", From: At(24 * time.Hour).Wall, Until: At(50 * time.Hour).Wall}, PersonName: "Eva Host", DoorName: "Office", Pending: true}}
	return slices.DeleteFunc(all, func(b core.BookingRow) bool { return !has(b.PersonName+b.DoorName, w.Filter) })
}

func pods(w core.ListPods) []core.PodRow {
	all := []core.PodRow{{ID: "o1", Name: "Acme s.r.o.", Doors: []string{"Laboratory", "Office"}, Members: []string{"Jan Malý", "Marie Dlouhá"}, Guests: []string{"Eva Host"}, Limit: 5},
		{ID: "o2", Name: "Verein 倉庫", Doors: []string{"Sklad 倉庫"}, Members: []string{"Ana Nováková"}, Guests: []string{"Gil One", "Gil Two"}, Limit: 2}}
	return slices.DeleteFunc(all, func(p core.PodRow) bool { return !has(p.Name+strings.Join(p.Members, " "), w.Filter) })
}

func schedules(w core.ListSchedules) *core.Listed {
	night := core.Window{Days: core.EveryDay, Start: 22 * 60, End: 6*60 + 15}
	week := core.Window{Days: core.EveryDay &^ (1<<time.Saturday | 1<<time.Sunday), Start: 8 * 60, End: 17 * 60}
	sat := core.Window{Days: 1 << time.Saturday, Start: 9 * 60, End: 12*60 + 30}
	all := []core.ScheduleRow{
		{ID: "s2", Name: "Nights", Windows: []string{"Mon-Sun 22:00-06:15"}, Weekly: []core.Window{night}, Groups: []string{"Night shift"}},
		{ID: "s1", Name: "Weekdays 8-17", Windows: []string{"Mon-Fri 08:00-17:00", "Sat 09:00-12:30"}, Weekly: []core.Window{week, sat}, Groups: []string{"Staff"}, Doors: []string{"Hlavní vchod"},
			Exceptions: []string{"2026-11-27 closed"}, Calendars: []string{"Feasts"}, Holiday: []string{"10:00-12:00"}}}
	all = slices.DeleteFunc(all, func(s core.ScheduleRow) bool { return !has(s.Name, w.Filter) })
	return &core.Listed{Of: len(all), Schedules: all}
}

// preview is a fortnight of weekdays with an exception, a holiday, and a night in which the clock is set.
func preview(w core.PreviewSchedule) *core.Previewed {
	p := core.Preview{Schedule: w.Name}
	first := core.DateOf(At(0).In(time.UTC))
	for i := range 14 {
		d := core.PreviewDay{Date: first + core.Date(i)}
		if day := d.Date.Weekday(); day != time.Saturday && day != time.Sunday {
			d.Hours, d.Open = []core.Hours{{From: 8 * 60, To: 17 * 60}}, int64(9*time.Hour)
		}
		switch i {
		case 5:
			d.Hours, d.Instead = nil, true
		case 7:
			d.Jump, d.Open = core.Jump{From: 3 * 60, To: 2 * 60}, int64(time.Hour)
			d.Hours = []core.Hours{{From: 2 * 60, To: 2*60 + 30}}
		case 10:
			d.Hours, d.Holidays = []core.Hours{{From: 10 * 60, To: 12 * 60}}, "St. Nicholas"
		}
		p.Days = append(p.Days, d)
	}
	return &core.Previewed{Now: p}
}
