package core

import (
	"strings"
	"testing"
	"time"
)

// OM-1 OM-2: what no schedule can be is refused, and named, whoever made it.
func TestScheduleIsWholeOrRefused(t *testing.T) {
	all := Window{Days: EveryDay, Start: 0, End: EndOfDay}
	var many, most []Window
	for i := range MaxWindows + 1 {
		many = append(many, Window{Days: 1 << 3, Start: Minute(i * 60), End: Minute(i*60 + 30)})
	}
	most = append(most, many[:MaxWindows]...)
	cal := Put(Calendar{ID: "c", Name: "C", Days: []Holiday{{From: 20000, To: 20001}}})
	for name, c := range map[string]struct {
		is   Schedule
		want string
	}{
		"20 windows a day":            {Schedule{Windows: append([]Window{{Days: 1 << 4, Start: 0, End: 60}}, most...)}, ""},
		"21 windows a day":            {Schedule{Windows: many}, "more than 20 windows on one day"},
		"21 windows of an exception":  {Schedule{Exceptions: []Exception{{From: 1, Windows: many}}}, "more than 20 windows on one day"},
		"over before it begins":       {Schedule{Windows: []Window{{Days: 1, Start: 0, End: 60, From: 20001, Until: 20000}}}, "over before it begins"},
		"its last day is its first":   {Schedule{Windows: []Window{{Days: 1, Start: 0, End: 60, From: 20000, Until: 20000}}}, ""},
		"before all dates":            {Schedule{Windows: []Window{{Days: 1, Start: 0, End: 60, From: -1}}}, "over before it begins"},
		"after all dates":             {Schedule{Exceptions: []Exception{{From: LastDate + 1}}}, "an exception on no day"},
		"an exception of no day":      {Schedule{Exceptions: []Exception{{}}}, "an exception on no day"},
		"an exception backwards":      {Schedule{Exceptions: []Exception{{From: 20001, To: 20000}}}, "an exception on no day"},
		"two for the same days":       {Schedule{Exceptions: []Exception{{From: 20000}, {From: 20000, To: 20000, Windows: []Window{all}}}}, "two exceptions for the same days from 2024-10-04 on"},
		"two that overlap":            {Schedule{Exceptions: []Exception{{From: 20000}, {From: 20000, To: 20001}}}, ""},
		"dates within an exception":   {Schedule{Exceptions: []Exception{{From: 20000, Windows: []Window{{Days: 1, Start: 0, End: 60, From: 20000}}}}}, "no dates of its own"},
		"an empty window on holidays": {Schedule{Calendars: []CalendarID{"c"}, Holiday: []Window{{Days: 1, Start: 60, End: 60}}}, "01:00-01:00 is empty"},
		"holidays of no calendar":     {Schedule{Holiday: []Window{all}}, "no calendar says which days"},
		"a calendar that is not here": {Schedule{Calendars: []CalendarID{"d"}}, "calendar d"},
		"one calendar twice":          {Schedule{Calendars: []CalendarID{"c", "c"}}, "calendars are not sorted"},
	} {
		c.is.ID = "s"
		_, err := NewConfig().With(1, []Edit{cal, Put(c.is)}, time.UTC)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	cfg, err := NewConfig().With(1, []Edit{cal, Put(Schedule{ID: "s", Calendars: []CalendarID{"c"}})}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.With(2, []Edit{Drop(Ref{KindCalendar, "c"})}, nil); err == nil {
		t.Error("a calendar went that a schedule names")
	}
	// An edit of a calendar alone moves the days of the schedules that name it.
	cfg, err = cfg.With(2, []Edit{Put(Calendar{ID: "c", Days: []Holiday{{From: 30000}}})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if days := cfg.Specials("s").Runs; len(days) != 1 || days[0].From != 30000 || !days[0].Holiday || len(days[0].Each) != 1 {
		t.Errorf("special days %+v", days)
	}
}

// FuzzDate: a date that is read is written as it was; and its weekday is the calendar's.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"", "2026-12-25", "1970-01-01", "1970-01-02", "2199-12-31", "2200-01-01", "2028-02-29", "2027-02-29", "2026-1-5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d Date
		if err := d.UnmarshalText([]byte(s)); err != nil {
			if d != 0 {
				t.Fatalf("%q is refused, and yet %s", s, d)
			}
			return
		}
		if d.String() != s || d < 0 || d > LastDate || d != 0 && (DateOf(d.Time()) != d || d.Weekday() != d.Time().Weekday()) {
			t.Fatalf("%q reads as %s, a %s", s, d, d.Weekday())
		}
	})
}
