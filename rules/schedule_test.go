package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"
)

const utc = "2006-01-02T15:04Z"

// runs lists the occurrences of one window that touch [from, to), as "start end".
func runs(t *testing.T, zone string, sc core.Schedule, from, to string) (out []string) {
	t.Helper()
	for _, o := range hoursIn(mustZone(t, zone), sc).Between(ns(from), ns(to)) {
		out = append(out, time.Unix(0, o.Start).UTC().Format(utc)+" "+time.Unix(0, o.End).UTC().Format(utc))
	}
	return out
}

// hoursIn are those of a schedule without exceptions.
func hoursIn(z *time.Location, sc core.Schedule) Hours { return Hours{zone: z, weekly: sc.Windows} }

func holds(sc *core.Schedule, z *time.Location, wall int64) bool { return hoursIn(z, *sc).Holds(wall) }

func inAny(of []*core.Schedule, d core.Date, minute core.Minute) bool {
	return slices.ContainsFunc(of, func(sc *core.Schedule) bool {
		return hoursIn(time.UTC, *sc).Holds(int64(startOf(d)) + int64(minute)*int64(time.Minute))
	})
}

func ns(s string) int64 {
	t, err := time.Parse(utc, s)
	if err != nil {
		panic(err)
	}
	return t.UnixNano()
}

func window(t testing.TB, days, from, to string) (w core.Window) {
	t.Helper()
	for _, err := range []error{w.Days.UnmarshalText([]byte(days)), w.Start.UnmarshalText([]byte(from)), w.End.UnmarshalText([]byte(to))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// [decide.time] facts/semantics section 3: one documented meaning for a local time that does
// not exist or exists twice. An empty want is a night without the window.
func TestWindowsOverJumpsOfTheClock(t *testing.T) {
	const spring, autumn = "2026-03-29", "2026-10-25"
	for _, c := range []struct{ zone, days, from, to, date, want string }{
		{"Europe/Amsterdam", "Sun", "08:00", "18:00", spring, "2026-03-29T06:00Z 2026-03-29T16:00Z"},
		{"Europe/Amsterdam", "Sun", "08:00", "18:00", autumn, "2026-10-25T07:00Z 2026-10-25T17:00Z"},
		{"Europe/Amsterdam", "Sat", "22:00", "06:00", spring, "2026-03-28T21:00Z 2026-03-29T04:00Z"},
		{"Europe/Amsterdam", "Sat", "22:00", "06:00", autumn, "2026-10-24T20:00Z 2026-10-25T05:00Z"},
		{"Europe/Amsterdam", "Sun", "01:30", "02:30", spring, "2026-03-29T00:30Z 2026-03-29T01:00Z"},
		{"Europe/Amsterdam", "Sun", "01:30", "02:30", autumn, "2026-10-24T23:30Z 2026-10-25T00:30Z"},
		{"Europe/Amsterdam", "Sun", "02:15", "02:45", spring, ""},
		{"Europe/Amsterdam", "Sun", "02:15", "02:45", autumn, "2026-10-25T00:15Z 2026-10-25T00:45Z"},
		{"Europe/Amsterdam", "Sun", "02:30", "03:30", spring, "2026-03-29T01:00Z 2026-03-29T01:30Z"},
		{"Europe/Amsterdam", "Sun", "02:30", "03:30", autumn, "2026-10-25T00:30Z 2026-10-25T02:30Z"},
		{"Europe/Amsterdam", "Sun", "02:00", "03:00", spring, ""},
		{"Europe/Amsterdam", "Sun", "02:00", "03:00", autumn, "2026-10-25T00:00Z 2026-10-25T02:00Z"},
		{"Europe/Amsterdam", "Sun", "00:00", "24:00", spring, "2026-03-28T23:00Z 2026-03-29T22:00Z"},
		{"Europe/Amsterdam", "Sun", "00:00", "24:00", autumn, "2026-10-24T22:00Z 2026-10-25T23:00Z"},
		// Half an hour of summer time: 4 Oct 02:00 becomes 02:30, 5 Apr 02:00 becomes 01:30.
		{"Australia/Lord_Howe", "Sun", "02:00", "03:00", "2026-10-04", "2026-10-03T15:30Z 2026-10-03T16:00Z"},
		{"Australia/Lord_Howe", "Sun", "01:45", "02:15", "2026-04-05", "2026-04-04T14:45Z 2026-04-04T15:45Z"},
		// +12:45 and +13:45: the jump is at 02:45 local.
		{"Pacific/Chatham", "Sun", "02:45", "03:45", "2026-09-27", ""},
		{"Pacific/Chatham", "Sun", "08:00", "18:00", "2026-07-05", "2026-07-04T19:15Z 2026-07-05T05:15Z"},
		{"Asia/Kolkata", "Sun", "02:15", "02:45", spring, "2026-03-28T20:45Z 2026-03-28T21:15Z"},
		{"UTC", "Sun", "02:15", "02:45", spring, "2026-03-29T02:15Z 2026-03-29T02:45Z"},
		{"Europe/Amsterdam", "Sat", "22:00", "24:00", "2028-02-26", "2028-02-26T21:00Z 2028-02-26T23:00Z"},
		{"Europe/Amsterdam", "Sun", "08:00", "18:00", "2028-12-31", "2028-12-31T07:00Z 2028-12-31T17:00Z"}, // ZoneBounds ends a leap year early
		{"Europe/Amsterdam", "Mon", "00:30", "18:00", "2040-12-31", "2040-12-30T23:30Z 2040-12-31T17:00Z"},
		{"Pacific/Chatham", "Mon", "23:30", "02:00", "2040-12-31", "2040-12-31T09:45Z 2040-12-31T12:15Z"},
		{"Europe/Amsterdam", "Tue", "08:00", "18:00", "2028-02-29", "2028-02-29T07:00Z 2028-02-29T17:00Z"}, // a leap day
	} {
		sc := core.Schedule{Windows: []core.Window{window(t, c.days, c.from, c.to)}}
		noon := c.date + "T12:00Z"
		got := runs(t, c.zone, sc, time.Unix(0, ns(noon)-int64(26*time.Hour)).UTC().Format(utc), time.Unix(0, ns(noon)+int64(14*time.Hour)).UTC().Format(utc))
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0] != c.want) {
			t.Errorf("%s %s %s-%s near %s: got %q, want %q", c.zone, c.days, c.from, c.to, c.date, got, c.want)
		}
	}
}

// OM-1: touching and overlapping windows are one, also over midnight and the week's end.
func TestWindowsMerge(t *testing.T) {
	for name, c := range map[string]struct {
		windows []core.Window
		want    []string
	}{
		"touching":       {[]core.Window{window(t, "Mon", "08:00", "12:00"), window(t, "Mon", "12:00", "18:00")}, []string{"2026-11-23T08:00Z 2026-11-23T18:00Z"}},
		"overlapping":    {[]core.Window{window(t, "Mon", "08:00", "13:00"), window(t, "Mon", "12:00", "18:00")}, []string{"2026-11-23T08:00Z 2026-11-23T18:00Z"}},
		"apart":          {[]core.Window{window(t, "Mon", "13:00", "18:00"), window(t, "Mon", "08:00", "12:00")}, []string{"2026-11-23T08:00Z 2026-11-23T12:00Z", "2026-11-23T13:00Z 2026-11-23T18:00Z"}},
		"over midnight":  {[]core.Window{window(t, "Mon", "22:00", "24:00"), window(t, "Tue", "00:00", "06:00")}, []string{"2026-11-23T22:00Z 2026-11-24T06:00Z"}},
		"week's end":     {[]core.Window{window(t, "Sat", "22:00", "06:00"), window(t, "Sun", "06:00", "08:00")}, []string{"2026-11-21T22:00Z 2026-11-22T08:00Z", "2026-11-28T22:00Z 2026-11-29T08:00Z"}},
		"inside another": {[]core.Window{window(t, "Mon", "08:00", "18:00"), window(t, "Mon", "09:00", "10:00")}, []string{"2026-11-23T08:00Z 2026-11-23T18:00Z"}},
	} {
		got := runs(t, "UTC", core.Schedule{Windows: c.windows}, "2026-11-22T00:00Z", "2026-11-29T00:00Z")
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	}
}

// A schedule that covers the week has one occurrence, without an end.
func TestAlwaysOpenHasNoEnd(t *testing.T) {
	sc := core.Schedule{Windows: []core.Window{window(t, "Mon-Sun", "22:00", "06:00"), window(t, "Mon-Sun", "06:00", "22:00")}}
	o, ok := hoursIn(time.UTC, sc).Active(ns("2026-11-23T22:00Z"))
	if !ok || o.End != Endless || o.ID != "always" {
		t.Fatalf("got %+v, %v", o, ok)
	}
	if o, ok := hoursIn(time.UTC, sc).Next(ns("2026-11-23T22:00Z")); ok {
		t.Fatalf("always open, and next opens again: %+v", o)
	}
}

// OM-1: the end belongs to the outside, the start to the inside; OM-3: the id is the local start.
func TestWindowsAreHalfOpen(t *testing.T) {
	z, sc := mustZone(t, "Europe/Amsterdam"), core.Schedule{Windows: []core.Window{window(t, "Mon", "08:00", "18:00")}}
	start, end := ns("2026-11-23T07:00Z"), ns("2026-11-23T17:00Z")
	for at, want := range map[int64]bool{start - 1: false, start: true, end - 1: true, end: false} {
		o, ok := hoursIn(z, sc).Active(at)
		if ok != want || ok && o != (core.Occurrence{ID: "2026-11-23T08:00", Start: start, End: end}) {
			t.Errorf("%s: %v %+v", time.Unix(0, at).In(z), ok, o)
		}
	}
	next, ok := hoursIn(z, sc).Next(start)
	if !ok || next.ID != "2026-11-30T08:00" {
		t.Errorf("the next after the start is %+v", next)
	}
	if _, ok := HoursOf(core.NewConfig(), "none", ForAccess).Active(start); ok {
		t.Error("no schedule is open")
	}
}

// A leap second is no time of its own: 23:59:60 reads as 23:59:59 or 00:00:00, never as a gap.
func TestHoldsAgreesWithOccurrences(t *testing.T) {
	sc := core.Schedule{Windows: []core.Window{window(t, "Sun", "02:30", "03:30"), window(t, "Sat-Sun", "23:00", "01:15"), window(t, "Mon-Fri", "08:00", "18:00")}}
	for _, zone := range []string{"Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", "Asia/Kolkata"} {
		z := mustZone(t, zone)
		for _, day := range []string{"2026-03-28", "2026-04-04", "2026-09-26", "2026-10-03", "2026-10-24", "2026-10-31"} {
			from := ns(day + "T00:00Z")
			to := from + int64(60*time.Hour)
			occurrences := hoursIn(z, sc).Between(from, to)
			for at := from; at < to; at += int64(time.Minute) {
				in := false
				for _, o := range occurrences {
					in = in || o.Holds(at)
				}
				if hoursIn(z, sc).Holds(at) != in {
					t.Fatalf("%s: at %s Holds says %v, the occurrences say %v", zone, time.Unix(0, at).In(z), !in, in)
				}
			}
		}
	}
}

// The fingerprint tells zones apart, and is the same for two names of one zone.
func TestZoneFingerprint(t *testing.T) {
	print := func(name string) string { return ZoneFingerprint(mustZone(t, name)) }
	if print("Europe/Amsterdam") == print("Europe/London") {
		t.Error("two zones, one fingerprint")
	}
	if print("Asia/Kolkata") != print("Asia/Calcutta") {
		t.Error("one zone under two names has two fingerprints")
	}
	if got := ZoneFingerprint(time.UTC); len(got) != 16 {
		t.Errorf("fingerprint %q", got)
	}
}
