package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// calendarSite has one schedule, "s", and the calendars that it names.
func calendarSite(t testing.TB, zone string, sc core.Schedule, cals ...core.Calendar) *core.Config {
	t.Helper()
	sc.ID = "s"
	edits := []core.Edit{core.Put(core.Settings{Zone: zone})}
	for _, c := range cals {
		sc.Calendars = append(sc.Calendars, c.ID)
		edits = append(edits, core.Put(c))
	}
	cfg, err := core.NewConfig().With(1, append(edits, core.Put(sc)), mustZone(t, zone))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func date(t testing.TB, s string) (d core.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return d
}

func exception(t testing.TB, from, to string, ws ...core.Window) core.Exception {
	return core.Exception{From: date(t, from), To: date(t, to), Windows: ws}
}

func calendar(t testing.TB, id core.CalendarID, days ...string) (c core.Calendar) {
	c.ID, c.Name = id, string(id)
	for _, d := range days {
		c.Days = append(c.Days, core.Holiday{From: date(t, d)})
	}
	return c
}

func between(cfg *core.Config, use Use, from, to string) (out []string) {
	for _, o := range HoursOf(cfg, "s", use).Between(ns(from), ns(to)) {
		out = append(out, time.Unix(0, o.Start).UTC().Format(utc)+" "+time.Unix(0, o.End).UTC().Format(utc))
	}
	return out
}

// OM-2: an exception replaces the whole date, and what runs on from the night before it ends at 00:00.
func TestExceptionReplacesTheDate(t *testing.T) {
	work, night, all := window(t, "Mon-Fri", "08:00", "18:00"), window(t, "Mon-Sun", "22:00", "06:00"), window(t, "Mon-Sun", "00:00", "24:00")
	short := window(t, "Mon-Sun", "10:00", "12:00")
	late := window(t, "Mon-Sun", "20:00", "02:00")
	for name, c := range map[string]struct {
		weekly     []core.Window
		exceptions []core.Exception
		want       []string // from Thu 24 to Mon 28 December 2026, UTC
	}{
		"closed": {[]core.Window{work}, []core.Exception{exception(t, "2026-12-25", "")},
			[]string{"2026-12-24T08:00Z 2026-12-24T18:00Z"}},
		"other hours": {[]core.Window{work}, []core.Exception{exception(t, "2026-12-25", "", short)},
			[]string{"2026-12-24T08:00Z 2026-12-24T18:00Z", "2026-12-25T10:00Z 2026-12-25T12:00Z"}},
		"a range, and a day that is closed otherwise": {[]core.Window{work}, []core.Exception{exception(t, "2026-12-25", "2026-12-26", short)},
			[]string{"2026-12-24T08:00Z 2026-12-24T18:00Z", "2026-12-25T10:00Z 2026-12-25T12:00Z", "2026-12-26T10:00Z 2026-12-26T12:00Z"}},
		"weekdays within a range": {[]core.Window{work}, []core.Exception{exception(t, "2026-12-24", "2026-12-27", window(t, "Sat", "10:00", "12:00"))},
			[]string{"2026-12-26T10:00Z 2026-12-26T12:00Z"}},
		"the night before is cut": {[]core.Window{night}, []core.Exception{exception(t, "2026-12-25", "")},
			[]string{"2026-12-23T22:00Z 2026-12-24T06:00Z", "2026-12-24T22:00Z 2026-12-25T00:00Z", "2026-12-26T22:00Z 2026-12-27T06:00Z", "2026-12-27T22:00Z 2026-12-28T06:00Z"}},
		"until 24:00, then closed": {[]core.Window{window(t, "Thu", "22:00", "24:00"), window(t, "Fri", "00:00", "02:00")}, []core.Exception{exception(t, "2026-12-25", "")},
			[]string{"2026-12-24T22:00Z 2026-12-25T00:00Z"}},
		"a night of its own runs on": {[]core.Window{work}, []core.Exception{exception(t, "2026-12-25", "", late)},
			[]string{"2026-12-24T08:00Z 2026-12-24T18:00Z", "2026-12-25T20:00Z 2026-12-26T02:00Z"}},
		"and is cut by the next exception": {nil, []core.Exception{exception(t, "2026-12-25", "", late), exception(t, "2026-12-26", "")},
			[]string{"2026-12-25T20:00Z 2026-12-26T00:00Z"}},
		"each date of a range is one": {nil, []core.Exception{exception(t, "2026-12-25", "2026-12-26", late)},
			[]string{"2026-12-25T20:00Z 2026-12-26T00:00Z", "2026-12-26T20:00Z 2026-12-27T02:00Z"}},
		"always, but for a day": {[]core.Window{all}, []core.Exception{exception(t, "2026-12-25", "")},
			[]string{"1970-01-01T00:00Z 2026-12-25T00:00Z", "2026-12-26T00:00Z " + time.Unix(0, Endless).UTC().Format(utc)}},
	} {
		cfg := calendarSite(t, "UTC", core.Schedule{Windows: c.weekly, Exceptions: c.exceptions})
		for use := range ForUnlocking + 1 {
			if got := between(cfg, use, "2026-12-24T00:00Z", "2026-12-28T00:00Z"); !slices.Equal(got, c.want) {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	}
}

// OM-2: of several exceptions for one date closed wins for unlocking, at every minute of it; for
// access what any of them opens is open. A holiday is an exception like any other.
func TestSeveralExceptionsOfADate(t *testing.T) {
	whole := window(t, "Mon-Fri", "08:00", "18:00")
	morning, noon := window(t, "Mon-Sun", "08:00", "13:00"), window(t, "Mon-Sun", "12:00", "18:00")
	const eight, twelve, one, six = "2026-12-25T08:00Z", "2026-12-25T12:00Z", "2026-12-25T13:00Z", "2026-12-25T18:00Z"
	for name, c := range map[string]struct {
		exceptions      []core.Exception
		holiday         []core.Window
		days            []string
		access, unlocks []string
	}{
		"one is closed": {[]core.Exception{exception(t, "2026-12-25", "", morning), exception(t, "2026-12-20", "2026-12-31")}, nil, nil,
			[]string{eight + " " + one}, nil},
		"two that overlap": {[]core.Exception{exception(t, "2026-12-25", "", morning), exception(t, "2026-12-20", "2026-12-31", noon)}, nil, nil,
			[]string{eight + " " + six}, []string{twelve + " " + one}},
		"a holiday, closed": {[]core.Exception{exception(t, "2026-12-25", "", morning)}, nil, []string{"2026-12-25"},
			[]string{eight + " " + one}, nil},
		"a holiday with hours": {nil, []core.Window{noon}, []string{"2026-12-25"},
			[]string{twelve + " " + six}, []string{twelve + " " + six}},
		"a holiday elsewhere": {nil, []core.Window{noon}, []string{"2026-12-24"},
			[]string{eight + " " + six}, []string{eight + " " + six}},
	} {
		// Two calendars that agree are one holiday.
		cfg := calendarSite(t, "UTC", core.Schedule{Windows: []core.Window{whole}, Exceptions: c.exceptions, Holiday: c.holiday}, calendar(t, "a", c.days...), calendar(t, "b", c.days...))
		if got := between(cfg, ForAccess, "2026-12-25T00:00Z", "2026-12-26T00:00Z"); !slices.Equal(got, c.access) {
			t.Errorf("%s, access: got %q, want %q", name, got, c.access)
		}
		if got := between(cfg, ForUnlocking, "2026-12-25T00:00Z", "2026-12-26T00:00Z"); !slices.Equal(got, c.unlocks) {
			t.Errorf("%s, unlocking: got %q, want %q", name, got, c.unlocks)
		}
	}
}

// Section 3 with holidays: on the nights in which a clock jumps, in zones that do it their own way.
func TestExceptionsOverJumpsOfTheClock(t *testing.T) {
	night, all := window(t, "Mon-Sun", "22:00", "06:00"), window(t, "Mon-Sun", "00:00", "24:00")
	for _, c := range []struct {
		zone   string
		weekly core.Window
		date   string
		hours  []core.Window
		want   []string
	}{
		// The holiday's own hours in the night that loses one, and in the night that gains one.
		{"Europe/Amsterdam", night, "2026-03-29", []core.Window{window(t, "Sun", "02:30", "03:30")}, []string{"2026-03-28T21:00Z 2026-03-28T23:00Z", "2026-03-29T01:00Z 2026-03-29T01:30Z"}},
		{"Europe/Amsterdam", night, "2026-03-29", []core.Window{window(t, "Sun", "02:15", "02:45")}, []string{"2026-03-28T21:00Z 2026-03-28T23:00Z"}},
		{"Europe/Amsterdam", night, "2026-10-25", []core.Window{window(t, "Sun", "01:30", "02:30")}, []string{"2026-10-24T20:00Z 2026-10-24T22:00Z", "2026-10-24T23:30Z 2026-10-25T00:30Z"}},
		{"Europe/Amsterdam", all, "2026-10-25", nil, []string{"1970-01-01T00:00Z 2026-10-24T22:00Z"}},
		{"Australia/Lord_Howe", night, "2026-10-04", []core.Window{window(t, "Sun", "02:00", "03:00")}, []string{"2026-10-03T11:30Z 2026-10-03T13:30Z", "2026-10-03T15:30Z 2026-10-03T16:00Z"}},
		{"Australia/Lord_Howe", night, "2026-04-05", []core.Window{window(t, "Sun", "01:45", "02:15")}, []string{"2026-04-04T11:00Z 2026-04-04T13:00Z", "2026-04-04T14:45Z 2026-04-04T15:45Z"}},
		{"Pacific/Chatham", night, "2026-09-27", []core.Window{window(t, "Sun", "02:45", "04:00")}, []string{"2026-09-26T09:15Z 2026-09-26T11:15Z", "2026-09-26T14:00Z 2026-09-26T14:15Z"}},
		{"Europe/Amsterdam", night, "2028-02-29", []core.Window{window(t, "Tue", "08:00", "18:00")}, []string{"2028-02-28T21:00Z 2028-02-28T23:00Z", "2028-02-29T07:00Z 2028-02-29T17:00Z"}},
	} {
		cfg := calendarSite(t, c.zone, core.Schedule{Windows: []core.Window{c.weekly}, Holiday: c.hours}, calendar(t, "c", c.date))
		z := mustZone(t, c.zone)
		d := date(t, c.date)
		from, to := boundary(z, startOf(d))-int64(3*time.Hour), boundary(z, startOf(d+1))-1
		got := between(cfg, ForUnlocking, time.Unix(0, from).UTC().Format(utc), time.Unix(0, to).UTC().Format(utc))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %s: got %q, want %q", c.zone, c.date, got, c.want)
		}
	}
}

// A whole day that a zone skipped, 30 December 2011 in Samoa, closes nothing for any time; and yet what
// was open before it is over.
func TestExceptionOnADayThatNeverWas(t *testing.T) {
	all := window(t, "Mon-Sun", "00:00", "24:00")
	h := HoursOf(calendarSite(t, "Pacific/Apia", core.Schedule{Windows: []core.Window{all}}, calendar(t, "c", "2011-12-30")), "s", ForUnlocking)
	jump := ns("2011-12-30T10:00Z")
	was, ok1 := h.Active(jump - 1)
	is, ok2 := h.Active(jump)
	if !ok1 || !ok2 || was.End != jump || is.Start != jump || is.ID != "2011-12-31T00:00" {
		t.Errorf("before the jump %+v %v, after it %+v %v", was, ok1, is, ok2)
	}
}

// A window with dates: its first day and its last are both in it, and a night that begins on the last
// runs on.
func TestDatedWindows(t *testing.T) {
	w := window(t, "Mon-Sun", "22:00", "06:00")
	w.From, w.Until = date(t, "2026-12-24"), date(t, "2026-12-25")
	cfg := calendarSite(t, "UTC", core.Schedule{Windows: []core.Window{w}})
	want := []string{"2026-12-24T22:00Z 2026-12-25T06:00Z", "2026-12-25T22:00Z 2026-12-26T06:00Z"}
	if got := between(cfg, ForAccess, "2026-01-01T00:00Z", "2028-01-01T00:00Z"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	h := HoursOf(cfg, "s", ForAccess)
	for when, want := range map[string]bool{"2026-12-23T23:00Z": false, "2026-12-24T05:00Z": false, "2026-12-24T23:00Z": true, "2026-12-25T05:00Z": true,
		"2026-12-25T23:00Z": true, "2026-12-26T05:00Z": true, "2026-12-26T23:00Z": false, "2026-12-27T05:00Z": false} {
		if h.Holds(ns(when)) != want {
			t.Errorf("at %s it is open: %v", when, !want)
		}
	}
	// However far the next one is, it is found, and after the last there is none.
	if o, ok := h.Next(ns("1990-01-01T00:00Z")); !ok || o.ID != "2026-12-24T22:00" {
		t.Errorf("the next is %+v", o)
	}
	if o, ok := h.Next(ns("2026-12-25T22:00Z")); ok {
		t.Errorf("after the last comes %+v", o)
	}
}

// Holds says what the occurrences say, at every minute about every edge, whatever a schedule is made
// of; ids are unique and in order; and what has ended begins no second time (OM-3).
func TestHoldsAgreesWithOccurrencesOnAllDates(t *testing.T) {
	open := 0
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", "UTC"}).Draw(t, "zone")
		cfg := randomHours(t, zone)
		h := HoursOf(cfg, "s", Use(rapid.IntRange(0, 1).Draw(t, "use")))
		from := ns("2026-10-20T00:00Z") + rapid.Int64Range(0, 40*24*60).Draw(t, "from")*int64(time.Minute)
		to := from + rapid.Int64Range(1, 5*24*60).Draw(t, "minutes")*int64(time.Minute)
		os := h.Between(from, to)
		for i, o := range os {
			if i > 0 && (o.Start <= os[i-1].End || o.ID <= os[i-1].ID) || o.Start >= o.End {
				t.Fatalf("%+v after %+v", o, os[i-1])
			}
			whole := h.Between(o.Start, o.Start+1)
			if len(whole) != 1 || whole[0] != o {
				t.Fatalf("%+v is %+v at its start", o, whole)
			}
		}
		for at := from; at < to; at += int64(7*time.Minute) + 1 {
			i := 0
			for i < len(os) && os[i].End <= at {
				i++
			}
			in := i < len(os) && os[i].Holds(at)
			if in {
				open++
			}
			a, active := h.Active(at)
			if h.Holds(at) != in || active != in || in && a != os[i] {
				t.Fatalf("at %s Holds says %v, Active %+v, the occurrences %v", time.Unix(0, at).In(cfg.Zone), h.Holds(at), a, os)
			}
			if in {
				i++
			}
			if i < len(os) {
				if n, ok := h.Next(at); !ok || n != os[i] {
					t.Fatalf("at %s the next is %+v, not %+v", time.Unix(0, at).In(cfg.Zone), n, os[i])
				}
			}
		}
	})
	if open == 0 {
		t.Error("never open: this proves nothing")
	}
}

// randomHours has one schedule with everything that one can have, about the end of October 2026.
func randomHours(t *rapid.T, zone string) *core.Config {
	sc, cals := randomDated(t, "s")
	edits := []core.Edit{core.Put(core.Settings{Zone: zone})}
	for _, c := range cals {
		edits = append(edits, core.Put(c))
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := core.NewConfig().With(1, append(edits, core.Put(sc)), z)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}
