package profile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same rules wherever the test runs
)

// offsetsOf are a zone's offsets, found by asking minute by minute: for the years that start with from.
func offsetsOf(t *testing.T, zone string, from, to time.Time) (out []TableOffset) {
	t.Helper()
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	if is := knownZones[zone+from.String()]; is != nil {
		return is
	}
	last := 0
	for at := from; at.Before(to); at = at.Add(15 * time.Minute) {
		_, east := at.In(z).Zone()
		if len(out) == 0 {
			out = append(out, TableOffset{0, int32(east)})
		} else if east != last {
			out = append(out, TableOffset{at.UnixMilli(), int32(east)})
		}
		last = east
	}
	knownZones[zone+from.String()] = out
	return out
}

var knownZones = map[string][]TableOffset{}

func year(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

func ms(t *testing.T, s string) int64 {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04Z", s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixMilli()
}

// windowOf reads "Sat-Sun 22:00-06:00"; days are Sun, Mon and so on.
func windowOf(t *testing.T, text string) (w TableWindow) {
	t.Helper()
	days, times, _ := strings.Cut(text, " ")
	names := []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	for i, n := range names {
		if n == days {
			w.Days = 1 << i
		}
	}
	var h1, m1, h2, m2 uint16
	if _, err := fmt.Sscanf(times, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); err != nil || w.Days == 0 {
		t.Fatalf("%q: %v", text, err)
	}
	w.Start, w.End = h1*60+m1, h2*60+m2
	return w
}

// [decide.time] facts/semantics.md section 3: what a window on the site's wall clock means on the
// nights when the clock jumps, in a lock as in the hub. An empty want is a night without it.
func TestWindowsOverJumpsInALock(t *testing.T) {
	const spring, autumn = "2026-03-29", "2026-10-25"
	for _, c := range []struct{ zone, window, date, want string }{
		{"Europe/Amsterdam", "Sun 08:00-18:00", spring, "2026-03-29T06:00Z 2026-03-29T16:00Z"},
		{"Europe/Amsterdam", "Sun 08:00-18:00", autumn, "2026-10-25T07:00Z 2026-10-25T17:00Z"},
		{"Europe/Amsterdam", "Sat 22:00-06:00", spring, "2026-03-28T21:00Z 2026-03-29T04:00Z"},
		{"Europe/Amsterdam", "Sat 22:00-06:00", autumn, "2026-10-24T20:00Z 2026-10-25T05:00Z"},
		{"Europe/Amsterdam", "Sun 01:30-02:30", spring, "2026-03-29T00:30Z 2026-03-29T01:00Z"},
		{"Europe/Amsterdam", "Sun 01:30-02:30", autumn, "2026-10-24T23:30Z 2026-10-25T00:30Z"},
		{"Europe/Amsterdam", "Sun 02:15-02:45", spring, ""},
		{"Europe/Amsterdam", "Sun 02:15-02:45", autumn, "2026-10-25T00:15Z 2026-10-25T00:45Z"},
		{"Europe/Amsterdam", "Sun 02:30-03:30", spring, "2026-03-29T01:00Z 2026-03-29T01:30Z"},
		{"Europe/Amsterdam", "Sun 02:30-03:30", autumn, "2026-10-25T00:30Z 2026-10-25T02:30Z"},
		{"Europe/Amsterdam", "Sun 02:00-03:00", spring, ""},
		{"Europe/Amsterdam", "Sun 02:00-03:00", autumn, "2026-10-25T00:00Z 2026-10-25T02:00Z"},
		{"Europe/Amsterdam", "Sun 00:00-24:00", spring, "2026-03-28T23:00Z 2026-03-29T22:00Z"},
		{"Europe/Amsterdam", "Sun 00:00-24:00", autumn, "2026-10-24T22:00Z 2026-10-25T23:00Z"},
		{"Australia/Lord_Howe", "Sun 02:00-03:00", "2026-10-04", "2026-10-03T15:30Z 2026-10-03T16:00Z"},
		{"Australia/Lord_Howe", "Sun 01:45-02:15", "2026-04-05", "2026-04-04T14:45Z 2026-04-04T15:45Z"},
		{"Pacific/Chatham", "Sun 02:45-03:45", "2026-09-27", ""},
		{"Pacific/Chatham", "Sun 08:00-18:00", "2026-07-05", "2026-07-04T19:15Z 2026-07-05T05:15Z"},
		{"Asia/Kolkata", "Sun 02:15-02:45", spring, "2026-03-28T20:45Z 2026-03-28T21:15Z"},
		{"America/St_Johns", "Sun 23:30-00:30", "2026-03-08", "2026-03-09T02:00Z 2026-03-09T03:00Z"},
		{"UTC", "Sun 02:15-02:45", spring, "2026-03-29T02:15Z 2026-03-29T02:45Z"},
	} {
		image := &TableImage{Zone: offsetsOf(t, c.zone, year(2026), year(2029)), Schedules: []TableSchedule{{Windows: []TableWindow{windowOf(t, c.window)}}}}
		var runs []string
		open, noon := false, ms(t, c.date+"T12:00Z")
		for minute := noon - 38*3600_000; minute < noon+38*3600_000; minute += 60_000 {
			for _, at := range []int64{minute, minute + 1, minute + 59_999} {
				if now := image.Opens(TableRow{Schedules: []uint64{0}}, at, true, 0); now != open {
					open = now
					text := time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z")
					runs = append(runs, strings.Replace(text, ":00.000Z", "Z", 1))
				}
			}
		}
		if got := strings.Join(runs, " "); got != c.want {
			t.Errorf("%s %s on %s: %q, want %q", c.zone, c.window, c.date, got, c.want)
		}
	}
}

// [decide.time] Whatever the windows and the zone: a lock is open from the first instant whose
// wall clock shows the start or later, to the first that shows the end or later, and at no other
// instant. The other side is that sentence, tried minute by minute with Go's own zones.
func TestWindowsAgainstAWalkOverMinutes(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 20261122))
	for _, c := range []struct{ zone, around string }{
		{"Europe/Amsterdam", "2026-03-29"}, {"Europe/Amsterdam", "2026-10-25"}, {"Europe/Amsterdam", "2026-12-31"},
		{"Australia/Lord_Howe", "2026-04-04"}, {"Australia/Lord_Howe", "2026-10-03"}, {"Pacific/Chatham", "2026-04-04"}, {"Pacific/Chatham", "2026-09-26"},
		{"America/St_Johns", "2026-11-01"}, {"Africa/Casablanca", "2026-02-15"}, {"Asia/Kolkata", "2026-06-01"}, {"Europe/Dublin", "2027-10-31"},
		{"Pacific/Apia", "2011-12-30"}, // a whole day is left out
	} {
		z, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		mid := time.UnixMilli(ms(t, c.around+"T00:00Z"))
		offsets := offsetsOf(t, c.zone, year(mid.Year()), year(mid.Year()+3))
		w := walkAround(mid, z)
		for range 12 {
			s := randomSchedule(random)
			image := &TableImage{Zone: offsets, Schedules: []TableSchedule{s}}
			open := w.open(s)
			for i := margin; i < minutes-margin; i++ {
				at := w.from.Add(time.Duration(i) * time.Minute).UnixMilli()
				for _, in := range []int64{at, at + 59_999} {
					if got := image.Opens(TableRow{Schedules: []uint64{0}}, in, true, 0); got != open[i] {
						t.Fatalf("%s, %+v at %s: %t", c.zone, s, time.UnixMilli(in).In(z), got)
					}
				}
			}
		}
	}
}

// [lock.offline] From is inside, until is not; a lease counts from the hub's last word; and who
// has a time opens for nobody's guess of it.
func TestRowsOpenInTheirTime(t *testing.T) {
	image := testImage()
	monday := ms(t, "2026-11-23T09:00Z") // 10:00 in Amsterdam
	for name, c := range map[string]struct {
		row   TableRow
		utc   int64
		clock bool
		since time.Duration
		want  bool
	}{
		"no bound at all":             {TableRow{}, monday, true, 0, true},
		"no bound, no clock":          {TableRow{}, 0, false, 1 << 62, true},
		"at from":                     {TableRow{From: monday}, monday, true, 0, true},
		"before from":                 {TableRow{From: monday}, monday - 1, true, 0, false},
		"from, no clock":              {TableRow{From: 1}, monday, false, 0, false},
		"before until":                {TableRow{Until: monday}, monday - 1, true, 0, true},
		"at until":                    {TableRow{Until: monday}, monday, true, 0, false},
		"until, no clock":             {TableRow{Until: monday + 1}, monday, false, 0, false},
		"within its lease":            {TableRow{Lease: 1000}, monday, true, 999 * time.Millisecond, true},
		"at its lease's end":          {TableRow{Lease: 1000}, monday, true, time.Second, false},
		"a lease needs no clock":      {TableRow{Lease: 1000}, 0, false, 999 * time.Millisecond, true},
		"a lease that is over":        {TableRow{Lease: 1000}, 0, false, time.Hour, false},
		"in its schedule":             {TableRow{Schedules: []uint64{0}}, monday, true, 0, true},
		"outside it":                  {TableRow{Schedules: []uint64{0}}, ms(t, "2026-11-22T09:00Z"), true, 0, false},
		"in the other of two":         {TableRow{Schedules: []uint64{0, 1}}, ms(t, "2026-11-22T23:00Z"), true, 0, true},
		"a schedule, no clock":        {TableRow{Schedules: []uint64{0}}, monday, false, 0, false},
		"a schedule that is none":     {TableRow{Schedules: []uint64{9}}, monday, true, 0, false},
		"in its schedule, not yet":    {TableRow{Schedules: []uint64{0}, From: monday + 1}, monday, true, 0, false},
		"in its schedule, lease over": {TableRow{Schedules: []uint64{0}, Lease: 1}, monday, true, time.Second, false},
	} {
		if got := image.Opens(c.row, c.utc, c.clock, c.since); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if (&TableImage{Schedules: image.Schedules}).Opens(TableRow{Schedules: []uint64{0}}, monday, true, 0) {
		t.Error("it opens without knowing the zone")
	}
}
