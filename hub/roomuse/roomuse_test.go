package roomuse

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

var amsterdam = func() *time.Location {
	z, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return z
}()

func wall(text string) int64 {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return t.UnixNano()
}

// at is a time of the one day of a story.
func at(clock string) int64 { return wall("2026-11-23 " + clock) }

func site(t *testing.T, bookings ...core.Booking) *core.Config {
	t.Helper()
	edits := []core.Edit{core.Put(core.Settings{Name: "s", Zone: amsterdam.String()}), core.Put(core.Door{ID: "room", Name: "Room"}), core.Put(core.Door{ID: "lab", Name: "Lab"}),
		core.Put(core.Person{ID: "ana"}), core.Put(core.Person{ID: "bo"})}
	for _, b := range bookings {
		edits = append(edits, core.Put(b))
	}
	cfg, err := core.NewConfig().With(1, edits, amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func booked(id core.BookingID, p core.PersonID, from, until string) core.Booking {
	return core.Booking{ID: id, Person: p, Door: "room", From: at(from), Until: at(until), Share: true}
}

var names = Names{Person: func(p core.PersonID) string { return strings.ToUpper(string(p)) }, Note: func(*core.Booking) string { return "" }}

// told are lines of a ledger: "10:02:00 in ana", "10:40:00 opened", "held", "let go", "from afar ana",
// "through ana" (the door opened for whom it let in).
func told(lines ...string) (es []core.Entry) {
	for _, l := range lines {
		n := core.Notice{Door: "room", At: core.Instant{Wall: at(l[:8])}}
		what, who, _ := strings.Cut(l[9:], " ")
		switch n.Person = core.PersonID(who); what {
		case "in":
			n.What, n.KeyKind = core.AccessGranted, core.KeyTag
		case "afar":
			n.What, n.KeyKind = core.AccessGranted, core.KeyOperator
		case "opened":
			n.What = core.DoorWasOpened
		case "held":
			n.What = core.OfficeStarted
		case "let":
			n.What = core.OfficeEnded
		default:
			panic(l)
		}
		es = append(es, core.Entry{Decision: core.Decision{Notices: []core.Notice{n}}})
	}
	return es
}

var today = core.ReportBookings{From: at("00:00:00"), Until: at("23:59:00") + int64(time.Minute)}

// [booking]: who came, when, and whether they were gone by the end, each by what a door can tell.
func TestStays(t *testing.T) {
	one := booked("b1", "ana", "10:00:00", "11:00:00")
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"nobody came", nil, "no-show"},
		{"came and left", []string{"10:02:00 in ana", "10:02:03 opened ana", "10:55:00 opened"}, "left, came 10:02:00, left 10:55:00"},
		{"came early", []string{"09:50:00 in ana", "10:58:00 opened"}, "left, came 09:50:00, left 10:58:00"},
		{"came long before, for something else", []string{"09:00:00 in ana", "09:10:00 opened"}, "no-show"},
		{"stayed", []string{"10:00:00 in ana", "11:25:00 opened"}, "stayed 25m0s, came 10:00:00, left 11:25:00"},
		{"went out and came back, and left in time", []string{"10:00:00 in ana", "10:20:00 opened", "10:25:00 in ana", "10:59:00 opened"}, "left, came 10:00:00, left 10:59:00"},
		{"went out, came back, and is not seen again", []string{"10:00:00 in ana", "10:20:00 opened", "10:25:00 in ana"}, "not seen leaving, came 10:00:00"},
		{"let in again after the end", []string{"10:00:00 in ana", "10:50:00 opened", "11:30:00 in ana", "11:31:00 opened"}, "stayed 31m0s, came 10:00:00, left 11:31:00, again 11:30:00"},
		{"a door that tells nothing", []string{"10:00:00 in ana"}, "not seen leaving, came 10:00:00"},
		{"the opening right after a key is no leaving", []string{"10:00:00 in ana", "10:00:05 opened"}, "not seen leaving, came 10:00:00"},
		{"from afar is not there", []string{"10:00:00 afar ana"}, "no-show"},
		{"somebody else's key", []string{"10:00:00 in bo", "10:30:00 opened"}, "no-show"},
		{"with somebody, of whom nobody knows who left", []string{"10:00:00 in ana", "10:05:00 in bo", "10:40:00 opened"}, "not seen leaving, came 10:00:00"},
		{"after them the room is another's", []string{"10:00:00 in ana", "10:50:00 opened", "11:20:00 in bo", "11:40:00 opened"}, "left, came 10:00:00, left 10:50:00"},
		{"a door that stood open shows no key", []string{"09:00:00 held", "12:00:00 let"}, "not seen leaving"},
		{"a door that stood open before", []string{"08:00:00 held", "09:00:00 let"}, "no-show"},
		{"found the next day", []string{"10:00:00 in ana", "23:30:00 opened"}, "not seen leaving, came 10:00:00"},
	} {
		u := Of(site(t, one), names, slices.Values(told(c.lines...)), today, at("23:59:00"))
		if got := said(u.Stays); got != "ANA "+c.want {
			t.Errorf("%s: %q, want %q", c.name, got, "ANA "+c.want)
		}
	}
}

func said(stays []core.Stay) string {
	var out []string
	for _, s := range stays {
		line := s.PersonName + " " + s.End.String()
		if s.Over > 0 {
			line += " " + time.Duration(s.Over).String()
		}
		for _, p := range []struct {
			what string
			at   int64
		}{{"came", s.Came}, {"left", s.Left}, {"again", s.Again}} {
			if p.at != 0 {
				line += ", " + p.what + " " + time.Unix(0, p.at).In(amsterdam).Format("15:04:05")
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// Whose booking comes next has the room from then on, and one that goes on is no news of an end.
func TestNextBookingEndsTheLast(t *testing.T) {
	cfg := site(t, booked("b1", "ana", "10:00:00", "11:00:00"), booked("b2", "ana", "11:00:00", "12:00:00"), booked("b3", "bo", "12:00:00", "13:00:00"))
	u := Of(cfg, names, slices.Values(told("10:00:00 in ana", "11:05:00 in ana", "11:50:00 opened")), today, at("12:30:00"))
	want := "ANA not seen leaving, came 10:00:00; ANA left, came 11:05:00, left 11:50:00; BO running"
	if got := said(u.Stays); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A booking that has left the configuration is in the report by what was told when it did; one that is
// still there is there once.
func TestReportOutlivesTheConfiguration(t *testing.T) {
	gone := booked("b1", "ana", "10:00:00", "11:00:00")
	lines := told("10:00:00 in ana", "10:30:00 opened")
	for range 2 {
		lines = append(lines, core.Entry{Decision: core.Decision{Notices: []core.Notice{{What: core.BookingLeft, At: core.Instant{Wall: at("10:00:00") + int64(core.BookingsKept)},
			Door: gone.Door, Person: gone.Person, Until: gone.Until, For: gone.Until - gone.From, Detail: string(gone.ID)}}}})
	}
	now := at("12:00:00") + 2*int64(core.BookingsKept)
	if got := said(Of(site(t), names, slices.Values(lines), today, now).Stays); got != "ANA left, came 10:00:00, left 10:30:00" {
		t.Errorf("got %s", got)
	}
	if got := Of(site(t, gone), names, slices.Values(lines), today, now).Stays; len(got) != 1 {
		t.Errorf("it is there %d times", len(got))
	}
}

// [booking]: room use by day and by hour of the day on the site's clock; what two have at once counts
// once, and the night in which 02:00 comes twice has an hour more.
func TestRoomUse(t *testing.T) {
	night := core.Booking{ID: "n", Person: "bo", Door: "lab", From: wall("2026-10-24 23:30:00"), Until: wall("2026-10-25 04:00:00"), Share: true}
	cfg := site(t, booked("b1", "ana", "10:30:00", "12:00:00"), booked("b2", "bo", "11:00:00", "12:15:00"), night)
	u := Of(cfg, names, slices.Values([]core.Entry(nil)), core.ReportBookings{From: wall("2026-10-01 00:00:00"), Until: wall("2026-12-01 00:00:00")}, wall("2026-12-01 00:00:00"))
	var days []string
	for _, d := range u.Days {
		days = append(days, fmt.Sprintf("%s %s %d %v %d", d.DoorName, d.Date, d.Bookings, time.Duration(d.Booked), d.NoShows))
	}
	if got, want := strings.Join(days, "; "), "Lab 2026-10-24 1 30m0s 1; Lab 2026-10-25 1 5h0m0s 0; Room 2026-11-23 2 1h45m0s 2"; got != want {
		t.Errorf("days\n%s\nwant\n%s", got, want)
	}
	hours := func(h core.RoomHours) (out string) {
		for i, n := range h.Booked {
			if n != 0 {
				out += fmt.Sprintf(" %d:%v", i, time.Duration(n))
			}
		}
		return h.DoorName + out
	}
	if got, want := hours(u.Hours[0])+"; "+hours(u.Hours[1]), "Lab 0:1h0m0s 1:1h0m0s 2:2h0m0s 3:1h0m0s 23:30m0s; Room 10:30m0s 11:1h0m0s 12:15m0s"; got != want {
		t.Errorf("hours\n%s\nwant\n%s", got, want)
	}
	cut := Of(cfg, names, slices.Values([]core.Entry(nil)), core.ReportBookings{From: at("11:30:00"), Until: at("12:05:00")}, wall("2026-12-01 00:00:00"))
	if len(cut.Stays) != 2 || time.Duration(cut.Days[0].Booked) != 35*time.Minute {
		t.Errorf("of half an hour and five minutes: %+v", cut.Days)
	}
}
