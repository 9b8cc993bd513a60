package rules

import (
	"testing"

	"localiq/core"
)

// TestYearlyBesideDated (OM-2): days that come every year, and days of one year alone, are found in the
// order in which they come, however far they are: of leap days there is none from 2096 to 2104.
func TestYearlyBesideDated(t *testing.T) {
	yearly := func(day string) core.Calendar {
		c := core.Calendar{ID: "c", Name: "c", Days: make([]core.Holiday, 1)}
		if err := c.Days[0].Yearly.UnmarshalText([]byte(day)); err != nil {
			t.Fatal(err)
		}
		return c
	}
	fortnight := yearly("12-20")
	fortnight.Days[0].YearlyTo = 102
	morning := window(t, "Mon-Sun", "08:00", "12:00")
	opens := func(holiday string, es ...core.Exception) Hours {
		return HoursOf(calendarSite(t, "UTC", core.Schedule{Holiday: []core.Window{morning}, Exceptions: es}, yearly(holiday)), "s", ForAccess)
	}
	closes := func(holiday string, es ...core.Exception) Hours {
		return HoursOf(calendarSite(t, "UTC", core.Schedule{Windows: []core.Window{window(t, "Mon-Sun", "00:00", "24:00")}, Exceptions: es}, yearly(holiday)), "s", ForAccess)
	}
	for _, c := range []struct {
		name string
		h    Hours
		at   string
		next string
	}{
		{"a leap day after eight years", opens("02-29"), "2096-02-29T13:00Z", "2104-02-29T08:00"},
		{"every year's comes first", opens("12-20", exception(t, "2026-12-24", "2026-12-24", morning)), "2026-12-01T00:00Z", "2026-12-20T08:00"},
		{"then that of one year", opens("12-20", exception(t, "2026-12-24", "2026-12-24", morning)), "2026-12-20T13:00Z", "2026-12-24T08:00"},
		{"then the next year's", opens("12-20", exception(t, "2026-12-24", "2026-12-24", morning)), "2026-12-24T13:00Z", "2027-12-20T08:00"},
		{"that of one year comes first", opens("12-28", exception(t, "2026-12-24", "2026-12-24", morning)), "2026-12-01T00:00Z", "2026-12-24T08:00"},
		{"the day after a closed fortnight", HoursOf(calendarSite(t, "UTC", core.Schedule{Windows: []core.Window{morning}}, fortnight), "s", ForAccess), "2026-12-20T13:00Z", "2027-01-03T08:00"},
	} {
		if o, ok := c.h.Next(ns(c.at)); !ok || o.ID != c.next {
			t.Errorf("%s: %+v, want %s", c.name, o, c.next)
		}
	}
	night := core.Schedule{Holiday: []core.Window{window(t, "Mon-Sun", "00:00", "22:00"), window(t, "Mon-Sun", "22:00", "06:00")},
		Windows: []core.Window{window(t, "Fri", "06:00", "24:00"), window(t, "Sat-Thu", "00:00", "24:00")}}
	for _, c := range []struct {
		name       string
		h          Hours
		at         string
		start, end string
	}{
		{"since a leap day eight years ago", closes("02-29"), "2104-02-27T12:00Z", "2096-03-01T00:00", "2104-02-29T00:00Z"},
		{"since this year's", closes("11-15", exception(t, "2026-11-10", "2026-11-10")), "2026-11-27T12:00Z", "2026-11-16T00:00", "2027-11-15T00:00Z"},
		{"since that of one year", closes("11-05", exception(t, "2026-11-10", "2026-11-10")), "2026-11-27T12:00Z", "2026-11-11T00:00", "2027-11-05T00:00Z"},
		{"from this year's to that of one", closes("11-05", exception(t, "2026-12-10", "2026-12-10")), "2026-11-27T12:00Z", "2026-11-06T00:00", "2026-12-10T00:00Z"},
		{"open for a month, once", HoursOf(calendarSite(t, "UTC", core.Schedule{Exceptions: []core.Exception{exception(t, "2026-11-01", "2026-11-30", window(t, "Mon-Sun", "00:00", "24:00"))}}), "s", ForAccess),
			"2026-11-27T12:00Z", "2026-11-01T00:00", "2026-12-01T00:00Z"},
		{"open in a fortnight of every year, and on a day to come", HoursOf(calendarSite(t, "UTC", core.Schedule{Holiday: []core.Window{window(t, "Mon-Sun", "00:00", "24:00")},
			Exceptions: []core.Exception{exception(t, "2027-03-01", "2027-03-01", morning)}}, fortnight), "s", ForAccess), "2027-01-01T12:00Z", "2026-12-20T00:00", "2027-01-03T00:00Z"},
		{"a holiday's night covers the Friday after it, and no other", HoursOf(calendarSite(t, "UTC", night, yearly("12-24")), "s", ForAccess), "2026-12-24T12:00Z", "2026-12-18T06:00", "2027-01-01T00:00Z"},
	} {
		if o, ok := c.h.Active(ns(c.at)); !ok || o.ID != c.start || o.End != ns(c.end) {
			t.Errorf("%s: %+v, want %s to %s", c.name, o, c.start, c.end)
		}
	}
}
