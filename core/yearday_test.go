package core

import (
	"testing"
	"time"
)

// [decide.time] OM-2: what has no year is a holiday in every year; 29 February in leap years alone.
func TestHolidaysOfEveryYear(t *testing.T) {
	on := func(s string) (d Date) {
		if err := d.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		is     Holiday
		on, no []string
	}{
		{Holiday{Yearly: 1225}, []string{"1970-12-25", "2026-12-25", "2199-12-25"}, []string{"2026-12-24", "2026-12-26", "2026-11-25"}},
		{Holiday{Yearly: 1224, YearlyTo: 1226}, []string{"2026-12-24", "2027-12-25", "2028-12-26"}, []string{"2026-12-23", "2028-12-27"}},
		{Holiday{Yearly: 1230, YearlyTo: 102}, []string{"2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"}, []string{"2026-12-29", "2027-01-03", "2027-06-15"}},
		{Holiday{Yearly: 229}, []string{"2028-02-29", "2000-02-29"}, []string{"2027-02-28", "2027-03-01", "2100-03-01", "2028-02-28"}},
		{Holiday{Yearly: 228, YearlyTo: 301}, []string{"2027-02-28", "2027-03-01", "2028-02-29"}, []string{"2027-02-27", "2027-03-02"}},
		{Holiday{From: 20000, To: 20001}, []string{"2024-10-04", "2024-10-05"}, []string{"2025-10-04"}},
	} {
		cfg, err := NewConfig().With(1, []Edit{Put(Calendar{ID: "c", Days: []Holiday{c.is}}), Put(Schedule{ID: "s", Calendars: []CalendarID{"c"}})}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		for want, dates := range map[bool][]string{true: c.on, false: c.no} {
			for _, d := range dates {
				if s := cfg.Specials("s").On(on(d)); c.is.Has(on(d)) != want || (s != nil) != want || want && (!s.Holiday || len(s.Each) != 1) {
					t.Errorf("%v on %s: %v, special %v; want %v", c.is, d, c.is.Has(on(d)), s, want)
				}
			}
		}
	}
}

// An exception and a day of every year that meet both count, on that day alone.
func TestHolidayOfEveryYearMeetsAnException(t *testing.T) {
	cfg, err := NewConfig().With(1, []Edit{Put(Calendar{ID: "c", Days: []Holiday{{Yearly: 1225}, {Yearly: 1225, YearlyTo: 1226}}}),
		Put(Schedule{ID: "s", Calendars: []CalendarID{"c"}, Exceptions: []Exception{{From: 20811, To: 20813}}})}, time.UTC) // 2026-12-24 to 26
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[Date]int{20810: 0, 20811: 1, 20812: 2, 20813: 2, 20814: 0, 20812 + 365: 1} {
		got := 0
		if s := cfg.Specials("s").On(d); s != nil {
			got = len(s.Each)
		}
		if got != want {
			t.Errorf("%s: %d lists of windows, want %d", d, got, want)
		}
	}
}

// A holiday is of dates or of every year, and of one of them.
func TestHolidayIsOfDatesOrOfEveryYear(t *testing.T) {
	for _, h := range []Holiday{{}, {YearlyTo: 1225}, {Yearly: 1232}, {Yearly: 230}, {Yearly: -101}, {Yearly: 1301}, {Yearly: 1225, YearlyTo: 1300}, {From: 20000, Yearly: 1225}, {From: 20000, YearlyTo: 1225}, {To: 20000, Yearly: 1225}} {
		if _, err := NewConfig().With(1, []Edit{Put(Calendar{ID: "c", Days: []Holiday{h}})}, time.UTC); err == nil {
			t.Errorf("%+v is taken", h)
		}
	}
}

// FuzzYearDay: a day that is read is written as it was, and 2000 has it.
func FuzzYearDay(f *testing.F) {
	for _, s := range []string{"", "12-25", "02-29", "02-30", "00-00", "1-1", "13-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var y YearDay
		if err := y.UnmarshalText([]byte(s)); err != nil {
			if y != 0 {
				t.Fatalf("%q is refused, and yet %s", s, y)
			}
			return
		}
		if _, err := time.Parse(time.DateOnly, "2000-"+s); y.String() != s || s != "" && err != nil {
			t.Fatalf("%q reads as %s", s, y)
		}
	})
}
