package sitefile

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"localiq/core"
)

// dated is the smallest file with everything that a schedule can have.
const dated = `version: 1
site: {name: S, zone: Europe/Vienna}
calendars:
  - name: Austria
    days:
      - 2026-12-25 Christmas Day
      - 2027-01-01
      - 2026-12-26..2026-12-27 St. Stephen's Day
schedules:
  - name: Day
    windows:
      - Mon-Fri 08:00-18:00
      - Sat 10:00-14:00 from 2026-12-01 until 2026-12-24
      - Sun 10:00-12:00 until 2026-12-31
    exceptions:
      - 2026-12-31 08:00-12:00, 13:00-15:00
      - 2027-08-01..2027-08-31 Mon-Fri 10:00-12:00, 22:00-06:00, Sat 10:00-11:00
      - 2026-12-24 closed
    calendars: [Austria]
    holiday:
      - 10:00-12:00
      - Sat,Sun 14:00-15:00
doors: []
groups: []
people: []
`

// [decide.time] OM-2: what a file says of dates is what the schedule becomes; its export says the
// same, in the order of the dates, and imports as nothing.
func TestDatesGoInAndOut(t *testing.T) {
	o := newOffice(t)
	o.load(dated)
	sc, cal := o.site.Config.Schedules[0], o.site.Config.Calendars[0]
	if len(sc.Windows) != 3 || sc.Windows[1].From.String() != "2026-12-01" || sc.Windows[1].Until.String() != "2026-12-24" || sc.Windows[2].From != 0 {
		t.Errorf("windows %+v", sc.Windows)
	}
	if es := sc.Exceptions; len(es) != 3 || es[0].From.String() != "2026-12-24" || es[0].Windows != nil || len(es[1].Windows) != 2 || es[2].To.String() != "2027-08-31" {
		t.Errorf("exceptions %+v", sc.Exceptions)
	}
	if w := sc.Exceptions[2].Windows; w[1].Days != w[0].Days || w[1].End != 6*60 || w[2].Days != 1<<6 {
		t.Errorf("days do not hold for the times after them: %+v", w)
	}
	if cal.Days[0].Name != "Christmas Day" || len(sc.Holiday) != 2 || sc.Holiday[0].Days != core.EveryDay {
		t.Errorf("calendar %+v, holiday %+v", cal, sc.Holiday)
	}
	y := o.export()
	for _, want := range []string{"      - 2026-12-25 Christmas Day\n      - \"2026-12-26..2026-12-27 St. Stephen's Day\"\n      - 2027-01-01\n",
		"      - Sat 10:00-14:00 from 2026-12-01 until 2026-12-24\n",
		"    exceptions:\n      - 2026-12-24 closed\n      - 2026-12-31 08:00-12:00, 13:00-15:00\n      - 2027-08-01..2027-08-31 Mon-Fri 10:00-12:00, 22:00-06:00, Sat 10:00-11:00\n",
		"    calendars: [Austria]\n    holiday:\n      - 10:00-12:00\n      - Sat-Sun 14:00-15:00\n"} {
		if !strings.Contains(y, want) {
			t.Errorf("no %q in\n%s", want, y)
		}
	}
	if p := o.mustPlan(y); len(p.Edits) > 0 {
		t.Errorf("its own export changes something: %q", p.Report)
	}
}

// [decide.time] OM-2: a day without a year is one of every year; of 29 February it is said which.
func TestDaysOfEveryYearGoInAndOut(t *testing.T) {
	o := newOffice(t)
	yearly := strings.Replace(dated, "      - 2027-01-01\n", "      - 12-24..01-06 Winter\n      - 02-29..02-29\n      - 01-01\n", 1)
	p := o.load(yearly)
	if want := "calendar Austria: 02-29 is in leap years alone"; !slices.Contains(p.Report, want) {
		t.Errorf("no %q in %q", want, p.Report)
	}
	days := o.site.Config.Calendars[0].Days
	if len(days) != 5 || days[0].Yearly != 101 || days[1].Yearly != 229 || days[1].YearlyTo != 0 || days[2].Yearly != 1224 || days[2].YearlyTo != 106 || days[2].Name != "Winter" {
		t.Errorf("days %+v", days)
	}
	y := o.export()
	if want := "      - 01-01\n      - 02-29\n      - 12-24..01-06 Winter\n      - 2026-12-25 Christmas Day\n"; !strings.Contains(y, want) {
		t.Errorf("no %q in\n%s", want, y)
	}
	if p := o.mustPlan(y); len(p.Edits) > 0 || !slices.Equal(p.Report, []string{"nothing to change"}) {
		t.Errorf("its own export changes something: %q", p.Report)
	}
	p = o.load(strings.Replace(y, "      - 01-01\n", "      - 01-01..01-02\n", 1))
	if want := "change calendar Austria: days 01-01, 02-29,"; len(p.Report) != 2 || !strings.HasPrefix(p.Report[0], want) {
		t.Errorf("no %q in %q", want, p.Report)
	}
}

// The report says what becomes of dates, and a calendar that nothing names any more is dropped.
func TestDatesAreReported(t *testing.T) {
	o := newOffice(t)
	o.load(dated)
	y := strings.NewReplacer("2026-12-24 closed", "2026-12-24 08:00-12:00", "    calendars: [Austria]\n", "").Replace(dated)
	i, j := strings.Index(y, "calendars:\n"), strings.Index(y, "schedules:\n")
	y = y[:i] + y[j:]
	i, j = strings.Index(y, "    holiday:\n"), strings.Index(y, "doors:")
	p := o.load(y[:i] + y[j:])
	want := []string{"change schedule Day: exceptions 2026-12-24 closed, 2026-12-31 08:00-12:00, 13:00-15:00, 2027-08-01..2027-08-31 Mon-Fri 10:00-12:00, 22:00-06:00, Sat 10:00-11:00" +
		" → 2026-12-24 08:00-12:00, 2026-12-31 08:00-12:00, 13:00-15:00, 2027-08-01..2027-08-31 Mon-Fri 10:00-12:00, 22:00-06:00, Sat 10:00-11:00, calendars Austria → none, holiday 10:00-12:00, Sat-Sun 14:00-15:00 → none",
		"drop calendar Austria"}
	if !slices.Equal(p.Report, want) {
		t.Errorf("report %q", p.Report)
	}
}

// A fault names its line and column, and what to write instead.
func TestFaultsOfDates(t *testing.T) {
	many := strings.Repeat("      - Mon 08:00-09:00\n", core.MaxWindows)
	for _, c := range []struct{ what, old, new, want string }{
		{"no date", "2026-12-24 closed", "Christmas closed", "18:9: this does not begin with a date: write 2026-12-25, or 2026-12-24..2026-12-26"},
		{"a day that is none", "2026-12-24 closed", "2026-02-29 closed", "18:9: this does not begin with a date"},
		{"a range backwards", "2026-12-24 closed", "2026-12-24..2026-12-23 closed", "18:9: these days end before they begin"},
		{"half a range", "2026-12-24 closed", "2026-12-24.. closed", "18:9: this does not begin with a date"},
		{"neither open nor closed", "2026-12-24 closed", "2026-12-24", "18:9: this exception has no hours: write `closed` if it is"},
		{"shut", "2026-12-24 closed", "2026-12-24 shut", "18:9: not the hours of an exception: write `closed`, or times"},
		{"empty hours", "2026-12-24 closed", "2026-12-24 08:00-08:00", "18:9: this window is empty"},
		{"the same days twice", "2026-12-24 closed", "2026-12-31..2026-12-31 closed", "18:9: these days are already at line 16: write all their hours in one line, with commas"},
		{"a window over before it begins", "from 2026-12-01 until 2026-12-24", "from 2026-12-25 until 2026-12-24", "13:9: this window is over before it begins"},
		{"a window's date", "from 2026-12-01", "from 1.12.2026", "13:9: not a window: write days and times, like Mon-Fri 08:00-18:00"},
		{"a window's date twice", "until 2026-12-24", "from 2026-12-24", "13:9: not a window"},
		{"a window's word", "from 2026-12-01", "since 2026-12-01", "13:9: not a window"},
		{"a window of a holiday with a date", "      - 10:00-12:00\n", "      - 10:00-12:00 from 2026-12-01\n", "21:9: not a window of a holiday"},
		{"unknown calendar", "[Austria]", "[Tyrol]", `19:17: the file has no calendar "Tyrol": it has Austria`},
		{"holidays of no calendar", "    calendars: [Austria]\n", "", "19:5: which days are holidays, calendars say"},
		{"a calendar without a name", "  - name: Austria\n    days", "  - days", "4:5: a calendar has no name"},
		{"a holiday's name", "2026-12-25 Christmas Day", `"2026-12-25 Christ\u001bmas"`, "6:9: the name of a holiday holds a character that cannot be shown"},
		{"a holiday's date", "2026-12-25 Christmas Day", "25 December", "6:9: this does not begin with a date"},
		{"no day of a year", "2026-12-25 Christmas Day", "02-30 Never", "6:9: not a day of every year: write 12-25, or 12-24..12-26 with the last day"},
		{"a year that ends in a date", "2026-12-25 Christmas Day", "12-24..2026-12-26", "6:9: not a day of every year"},
		{"a date that ends in a year", "2026-12-25 Christmas Day", "2026-12-24..12-26", "6:9: this does not begin with a date"},
		{"half a range of a year", "2026-12-25 Christmas Day", "12-24..", "6:9: not a day of every year"},
		{"an exception of every year", "2026-12-24 closed", "12-24 closed", "18:9: this does not begin with a date"},
		{"21 windows on a day", "      - Mon-Fri 08:00-18:00\n", many + "      - Mon-Fri 08:00-18:00\n", "32:9: this is more than 20 windows on one day"},
		{"too far", "2026-12-24 closed", "2200-01-01 closed", "18:9: this does not begin with a date: write 2026-12-25, or 2026-12-24..2026-12-26 with the last day, up to 2199-12-31"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if !strings.Contains(dated, c.old) {
				t.Fatalf("no %q", c.old)
			}
			p, err := newOffice(t).plan(strings.Replace(dated, c.old, c.new, 1))
			if _, ok := errors.AsType[*core.Error](err); !ok || len(p.Edits) > 0 || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}
