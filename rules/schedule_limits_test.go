package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestSteadyFromAnEdgeOn (OM-3): what stays open, or closed, for a week from a date on may still not be what
// it was the week before, and what it will be is known only after eight days.
func TestSteadyFromAnEdgeOn(t *testing.T) {
	from := func(w core.Window, day string) core.Window { w.From = date(t, day); return w }
	until := func(w core.Window, day string) core.Window { w.Until = date(t, day); return w }
	always := window(t, "Mon-Sun", "00:00", "24:00")
	morning := window(t, "Mon-Sun", "08:00", "12:00")
	for _, c := range []struct {
		name string
		sc   core.Schedule
		at   string
		want string // active, or next
	}{
		{"the old week's last night covers the first morning of the new one, and no other",
			core.Schedule{Windows: []core.Window{from(window(t, "Mon", "06:00", "24:00"), "2026-11-30"), from(window(t, "Tue-Sun", "00:00", "24:00"), "2026-11-30"),
				until(window(t, "Sun", "00:00", "22:00"), "2026-11-29"), until(window(t, "Sun", "22:00", "06:00"), "2026-11-29")}},
			"2026-12-01T12:00Z", "2026-11-29T00:00 to 2026-12-07T00:00Z"},
		{"a week that begins on a Tuesday and opens on Mondays",
			core.Schedule{Windows: []core.Window{from(window(t, "Mon", "08:00", "18:00"), "2026-11-24")}},
			"2026-11-17T12:00Z", "2026-11-30T08:00 to 2026-11-30T18:00Z"},
		{"open ever since a day that was closed", core.Schedule{Windows: []core.Window{always}, Exceptions: []core.Exception{exception(t, "2026-01-01", "2026-01-01")}},
			"2026-11-23T12:00Z", "2026-01-02T00:00 to no end"},
		{"a minute after midnight is not midnight", core.Schedule{Windows: []core.Window{window(t, "Mon", "22:00", "24:00"), window(t, "Tue", "00:01", "02:00")}},
			"2026-11-23T23:00Z", "2026-11-23T22:00 to 2026-11-24T00:00Z"},
		{"the morning after a closed fortnight", core.Schedule{Windows: []core.Window{morning}, Exceptions: []core.Exception{exception(t, "2026-12-01", "2026-12-14")}},
			"2026-12-01T12:00Z", "2026-12-15T08:00 to 2026-12-15T12:00Z"},
		{"the first day after the last of a week that is always open", core.Schedule{Windows: []core.Window{until(always, "2026-12-14"), morning}},
			"2026-12-01T12:00Z", "1970-01-02T00:00 to 2026-12-15T00:00Z"},
		{"open for a fortnight alone", core.Schedule{Exceptions: []core.Exception{exception(t, "2026-12-01", "2026-12-14", always)}},
			"2026-12-12T12:00Z", "2026-12-01T00:00 to 2026-12-15T00:00Z"},
		{"closed on the Monday before an edge, and on none after it",
			core.Schedule{Windows: []core.Window{until(window(t, "Tue-Sun", "00:00", "24:00"), "2026-11-28"), from(always, "2026-11-29")}},
			"2026-12-03T12:00Z", "2026-11-24T00:00 to no end"},
	} {
		h := HoursOf(calendarSite(t, "UTC", c.sc), "s", ForAccess)
		o, ok := h.Active(ns(c.at))
		if !ok {
			o, _ = h.Next(ns(c.at))
		}
		got := o.ID + " to no end"
		if o.End != Endless {
			got = o.ID + " to " + time.Unix(0, o.End).UTC().Format("2006-01-02T15:04Z")
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestNextAndBetweenAtTheirLimits (OM-1): the end of a run, and its beginning, are outside what comes before
// and after; one that a jump of the clock leaves empty does not come at all (facts/semantics section 3).
func TestNextAndBetweenAtTheirLimits(t *testing.T) {
	h := hoursIn(mustZone(t, "Europe/Amsterdam"), core.Schedule{Windows: []core.Window{window(t, "Sun", "02:15", "02:45")}})
	if o, ok := h.Next(ns("2026-03-28T12:00Z")); !ok || o.ID != "2026-04-05T02:15" {
		t.Errorf("after the night of the jump comes %+v", o)
	}
	h = hoursIn(mustZone(t, "UTC"), core.Schedule{Windows: []core.Window{window(t, "Mon-Sun", "08:00", "12:00")}})
	if got := h.Between(ns("2026-11-23T12:00Z"), ns("2026-11-24T08:00Z")); len(got) != 0 {
		t.Errorf("between an end and a beginning lies %+v", got)
	}
	if got := h.Between(ns("2026-11-23T11:59Z"), ns("2026-11-24T08:01Z")); len(got) != 2 {
		t.Errorf("there are two, and it says %+v", got)
	}
}

// TestPreviewOfADoor [decide.time]: a door is shown by its office mode's schedule; one that is not there by
// nothing.
func TestPreviewOfADoor(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nschedule hours Mon-Fri 08:00-18:00\ndoor front easy hours\n\n09:00:00 start\n")
	if p := PreviewDoor(st.s.Config, "front", st.now.Wall); p.Door != "Front" || len(p.Days) != PreviewDays {
		t.Errorf("the front is %+v", p)
	}
	if p := PreviewDoor(st.s.Config, "gone", st.now.Wall); p.Door != "" || len(p.Days) != 0 {
		t.Errorf("a door that is not there is %+v", p)
	}
}
