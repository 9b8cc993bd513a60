package rules

import (
	"fmt"
	"testing"

	"localiq/core"
)

// busyHours: 20 windows a day, 60 holidays and 20 exceptions about the winter of 2026.
func busyHours(t testing.TB) *core.Config {
	var sc core.Schedule
	for i := range core.MaxWindows {
		sc.Windows = append(sc.Windows, core.Window{Days: core.EveryDay, Start: core.Minute(i * 70), End: core.Minute(i*70 + 60)})
	}
	var cal core.Calendar
	for i := range 60 {
		cal.Days = append(cal.Days, core.Holiday{From: date(t, "2026-01-01") + core.Date(i*17)})
	}
	for i := range 20 {
		from := date(t, "2026-02-05") + core.Date(i*23)
		sc.Exceptions = append(sc.Exceptions, core.Exception{From: from, To: from + 2, Windows: sc.Windows[:3]})
	}
	cal.ID = "c"
	return calendarSite(t, "Europe/Amsterdam", sc, cal)
}

// Figures: "is it on" under 100 ns; the zone's rules are looked up faster for the half-year that the
// process started in.
func BenchmarkHolds(b *testing.B) {
	cfg := busyHours(b)
	for _, when := range []string{"2026-11-23T21:59:00", "2026-07-05T09:00:01", "2026-12-25T12:00:00"} {
		b.Run(when, func(b *testing.B) {
			wall := at(when).Wall
			b.ReportAllocs()
			for b.Loop() {
				HoursOf(cfg, "s", ForUnlocking).Holds(wall)
			}
		})
	}
}

// Figures: a year of minutes for 16 doors under 1 s.
func BenchmarkYearOfMinutes(b *testing.B) {
	cfg := busyHours(b)
	from := at("2026-01-01T00:00:00").Wall
	for b.Loop() {
		open := 0
		for range 16 {
			h := HoursOf(cfg, "s", ForUnlocking)
			for m := range int64(365 * 24 * 60) {
				if h.Holds(from + m*60e9) {
					open++
				}
			}
		}
		if open == 0 {
			b.Fatal("never open")
		}
	}
}

// What a screen asks for at every change.
func BenchmarkOccurrence(b *testing.B) {
	cfg := busyHours(b)
	wall := at("2026-11-23T09:00:00").Wall
	for name, f := range map[string]func(Hours){"active": func(h Hours) { h.Active(wall) }, "next": func(h Hours) { h.Next(wall) },
		"14 days": func(h Hours) { h.Between(wall, wall+14*24*3600e9) }} {
		b.Run(fmt.Sprint(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f(HoursOf(cfg, "s", ForUnlocking))
			}
		})
	}
}
