package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"localiq/core"
)

// previewSaid is a preview as a person would read it, a line a day.
func previewSaid(p core.Preview) (out []string) {
	for _, d := range p.Days {
		said := d.Date.Time().Format("Mon 2 Jan")
		for _, h := range d.Hours {
			said += fmt.Sprintf(" %s-%s", h.From, h.To)
		}
		said += fmt.Sprintf(" = %s", hoursSaid(d.Open/60e9))
		if d.Instead {
			said += " instead"
		}
		if d.Holidays != "" {
			said += ", " + d.Holidays
		}
		if d.Jump != (core.Jump{}) {
			said += fmt.Sprintf(", %s becomes %s", d.Jump.From, d.Jump.To)
		}
		out = append(out, said)
	}
	return out
}

// [decide.time]: the next 14 days as they will be, with the night in which a clock jumps, in hours that
// really pass, and with what an exception or a holiday makes of a day.
func TestPreviewMarksHolidaysAndJumps(t *testing.T) {
	cal := calendar(t, "nl", "2026-10-27")
	cal.Days = append(cal.Days, core.Holiday{From: date(t, "2026-10-28"), Name: "Founders' Day"})
	cfg := calendarSite(t, "Europe/Amsterdam", core.Schedule{Name: "Nights", Windows: []core.Window{window(t, "Sat-Tue", "22:00", "04:00")},
		Holiday: []core.Window{window(t, "Mon-Sun", "10:00", "12:00")}, Exceptions: []core.Exception{exception(t, "2026-11-01", "")}}, cal)
	got := previewSaid(Preview(cfg, "s", at("2026-10-24T09:00:00").Wall))
	want := []string{
		"Sat 24 Oct 22:00-24:00 = 2 h",
		"Sun 25 Oct 00:00-04:00 22:00-24:00 = 7 h, 03:00 becomes 02:00",
		"Mon 26 Oct 00:00-04:00 22:00-24:00 = 6 h",
		"Tue 27 Oct 10:00-12:00 = 2 h instead, nl",
		"Wed 28 Oct 10:00-12:00 = 2 h instead, Founders' Day",
		"Thu 29 Oct = 0 min",
		"Fri 30 Oct = 0 min",
		"Sat 31 Oct 22:00-24:00 = 2 h",
		"Sun 1 Nov = 0 min instead",
		"Mon 2 Nov 22:00-24:00 = 2 h",
		"Tue 3 Nov 00:00-04:00 22:00-24:00 = 6 h",
		"Wed 4 Nov 00:00-04:00 = 4 h",
		"Thu 5 Nov = 0 min",
		"Fri 6 Nov = 0 min",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for zone, c := range map[string]struct{ from, want string }{
		"Europe/Amsterdam":    {"2026-03-29", "02:00 becomes 03:00"},
		"Australia/Lord_Howe": {"2026-10-04", "02:00 becomes 02:30"},
		"Pacific/Chatham":     {"2026-04-05", "03:45 becomes 02:45"},
		"UTC":                 {"2026-03-29", "00:00 becomes 00:00"},
	} {
		if j := jumpOn(mustZone(t, zone), date(t, c.from)); fmt.Sprintf("%s becomes %s", j.From, j.To) != c.want {
			t.Errorf("%s: %s becomes %s, want %s", zone, j.From, j.To, c.want)
		}
	}
}

// A preview says what Holds says at every minute of its days.
func TestPreviewAgreesWithHolds(t *testing.T) {
	cfg := busyHours(t)
	h := HoursOf(cfg, "s", ForAccess)
	for _, d := range Preview(cfg, "s", at("2026-10-20T09:00:00").Wall).Days {
		from, to := boundary(h.zone, startOf(d.Date)), boundary(h.zone, startOf(d.Date+1))
		open := int64(0)
		for wall := from; wall < to; wall += 60e9 {
			if h.Holds(wall) {
				open += 60e9
			}
		}
		if open != d.Open {
			t.Errorf("%s: %s in the preview, %s by the minute", d.Date, hoursSaid(d.Open/60e9), hoursSaid(open/60e9))
		}
	}
}

// What another configuration comes to, in sentences.
func TestDifferenceInWords(t *testing.T) {
	st := setUp(t, "schedule hours Mon-Fri 08:00-18:00", "schedule night Mon-Sun 22:00-06:00",
		"calendar nl 2026-12-25 2026-12-28 2027-01-01 2027-04-05 2027-04-27", "door front easy hours", "door server", "door store easy hours",
		"group staff front,store hours", "group it server hours", "group watch front night",
		"person Ana staff", "person Ben staff", "person Cid staff", "person Dan it", "person Eve watch", "person Fay staff blocked")
	auto := *st.s.Config.Door("store")
	auto.Office = core.OfficeAuto
	st.apply(core.Put(auto))
	const three, rest = "Fri 25 Dec 2026, Mon 28 Dec 2026, Fri 1 Jan 2027", " and 2 more days"
	for edit, want := range map[string][]string{
		"person Ana staff until=2030-01-01": nil,
		"schedule hours Mon-Fri 08:00-18:36": {"Front can be unlocked 3 h longer per week (Mon-Fri 08:00-18:36 instead of 08:00-18:00)", "3 people gain Front (Mon-Fri 18:00-18:36)",
			"1 person gains Server (Mon-Fri 18:00-18:36)", "Store unlocked 3 h longer per week (Mon-Fri 08:00-18:36 instead of 08:00-18:00)", "3 people gain Store (Mon-Fri 18:00-18:36)"},
		"schedule hours Mon-Thu 08:00-18:00": {"Front can be unlocked 10 h shorter per week (Fri closed instead of 08:00-18:00)", "3 people lose Front (Fri 08:00-18:00)",
			"1 person loses Server (Fri 08:00-18:00)", "Store unlocked 10 h shorter per week (Fri closed instead of 08:00-18:00)", "3 people lose Store (Fri 08:00-18:00)"},
		"schedule hours Mon-Fri 07:30-17:30": {"Front can be unlocked at other hours, as long per week (Mon-Fri 07:30-17:30 instead of 08:00-18:00)",
			"3 people gain Front (Mon-Fri 07:30-08:00)", "3 people lose Front (Mon-Fri 17:30-18:00)", "1 person gains Server (Mon-Fri 07:30-08:00)", "1 person loses Server (Mon-Fri 17:30-18:00)",
			"Store unlocked at other hours, as long per week (Mon-Fri 07:30-17:30 instead of 08:00-18:00)", "3 people gain Store (Mon-Fri 07:30-08:00)", "3 people lose Store (Mon-Fri 17:30-18:00)"},
		"group it front,server hours":                        {"1 person gains Front (Mon-Fri 08:00-18:00)"},
		"group watch front,server night + person Ana staff":  {"1 person gains Server at night"},
		"group it store":                                     {"1 person loses Server", "1 person gains Store at all times"},
		"person Ana master + person Ben master":              {"2 people gain Front for 118 h a week", "2 people gain Server at all times", "2 people gain Store for 118 h a week"},
		"person Dan it blocked":                              {"1 person loses Server"},
		"schedule night Mon-Sun 22:00-06:00 Sat 06:00-12:00": {"1 person gains Front at weekends"},
		"door store off":                                     {"Store: office mode off instead of auto", "Store unlocked 50 h shorter per week (Mon-Fri closed instead of 08:00-18:00)"},
		"door yard":                                          {"Yard is new"},
		"group watch front night + group it server hours + person Eve it":                    {"1 person loses Front", "1 person gains Server (Mon-Fri 08:00-18:00)"},
		"schedule night Mon-Sun 20:00-06:00":                                                 {"1 person gains Front at night"},
		"schedule night Mon-Sun 22:00-06:00 Mon-Sun 19:59-20:01":                             {"1 person gains Front (Mon-Sun 19:59-20:01)"},
		"schedule night Mon-Sun 22:00-06:01":                                                 {"1 person gains Front (Mon-Sun 06:00-06:01)"},
		"schedule night Mon-Sun 22:00-06:00 Mon 07:00-08:00 Tue 09:00-10:00":                 {"1 person gains Front (Mon 07:00-08:00, Tue 09:00-10:00)"},
		"schedule night Mon-Sun 22:00-06:00 Mon 07:00-08:00 Tue 09:00-10:00 Wed 11:00-11:30": {"1 person gains Front for 2 h 30 min a week"},
		"schedule night Mon-Sun 22:00-06:00 Sun 00:00-24:00":                                 {"1 person gains Front at weekends"},
		"schedule night Mon-Sun 22:00-06:00 Fri 23:00-24:00 Mon 06:00-06:01":                 {"1 person gains Front (Mon 06:00-06:01)"},
		"schedule hours Sat-Sun 08:00-18:00": {"Front can be unlocked 30 h shorter per week (Mon-Fri closed instead of 08:00-18:00; Sat-Sun 08:00-18:00 instead of closed)",
			"3 people gain Front at weekends", "3 people lose Front (Mon-Fri 08:00-18:00)", "1 person gains Server at weekends", "1 person loses Server (Mon-Fri 08:00-18:00)",
			"Store unlocked 30 h shorter per week (Mon-Fri closed instead of 08:00-18:00; Sat-Sun 08:00-18:00 instead of closed)", "3 people gain Store at weekends", "3 people lose Store (Mon-Fri 08:00-18:00)"},
		"schedule hours Mon-Fri 08:00-18:01": {"Front can be unlocked 5 min longer per week (Mon-Fri 08:00-18:01 instead of 08:00-18:00)", "3 people gain Front (Mon-Fri 18:00-18:01)",
			"1 person gains Server (Mon-Fri 18:00-18:01)", "Store unlocked 5 min longer per week (Mon-Fri 08:00-18:01 instead of 08:00-18:00)", "3 people gain Store (Mon-Fri 18:00-18:01)"},
		"person Gil + person Aaa staff + person Zoe it": {"1 person gains Front (Mon-Fri 08:00-18:00)", "1 person gains Server (Mon-Fri 08:00-18:00)", "1 person gains Store (Mon-Fri 08:00-18:00)"},
		"schedule hours Mon-Fri 08:00-18:00 holidays nl closed": {"Front stays locked on " + three + rest, "3 people lose Front on " + three + rest,
			"1 person loses Server on " + three + rest, "Store stays locked on " + three + rest, "3 people lose Store on " + three + rest},
		"schedule hours Mon-Fri 08:00-18:00 except 2026-11-28 10:00-12:00": {"Front can be unlocked at other hours on Sat 28 Nov 2026 (10:00-12:00 instead of closed)", "3 people gain Front on Sat 28 Nov 2026",
			"1 person gains Server on Sat 28 Nov 2026", "Store unlocked at other hours on Sat 28 Nov 2026 (10:00-12:00 instead of closed)", "3 people gain Store on Sat 28 Nov 2026"},
	} {
		comesTo(t, st, edit, want)
	}
}

// setUp is a site of these lines on a Monday morning, of which nothing is told.
func setUp(t *testing.T, lines ...string) *story {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range append([]string{"site Europe/Amsterdam 2026-11-23 09:00:00"}, lines...) {
		st.setUp(line)
	}
	return st
}

// comesTo asks what edits come to: "person Ana it + drop person Ben + drop key Ben.pin".
func comesTo(t *testing.T, st *story, edit string, want []string) {
	t.Helper()
	var edits []core.Edit
	for one := range strings.SplitSeq(edit, " + ") {
		if f := strings.Fields(one); f[0] == "drop" {
			var k core.Kind
			st.word(&k, f[1])
			edits = append(edits, core.Drop(core.Ref{Kind: k, ID: f[2]}))
		} else {
			edits = append(edits, st.edits(one)...)
		}
	}
	next, err := st.s.Config.With(99, edits, nil)
	if err != nil {
		t.Fatal(edit, err)
	}
	var got []string
	for _, d := range Difference(st.s.Config, next, st.now.Wall) {
		got = append(got, d.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\n  got  %q\n  want %q", edit, got, want)
	}
}

// What differs by a minute, on one day of the week or of the year, on the first day or the last that is
// looked at, is said.
func TestDifferenceToTheMinute(t *testing.T) {
	st := setUp(t, "schedule hours Mon-Fri 08:00-18:00", "schedule visits except 2026-12-01 08:00-10:00", "schedule bell Mon 10:00-10:01", "calendar days 2026-12-25",
		"door front easy hours", "door store", "group staff front hours", "group guests store visits", "group ringers store bell",
		"person Ana staff", "person Gus guests", "person Hal ringers")
	const front = "Front can be unlocked "
	for edit, want := range map[string][]string{
		"schedule hours Mon 08:00-18:01 Tue-Fri 08:00-18:00": {front + "1 min longer per week (Mon 08:00-18:01 instead of 08:00-18:00)", "1 person gains Front (Mon 18:00-18:01)"},
		"schedule hours Mon 08:00-17:59 Tue-Fri 08:00-18:00": {front + "1 min shorter per week (Mon 08:00-17:59 instead of 08:00-18:00)", "1 person loses Front (Mon 17:59-18:00)"},
		"schedule hours Mon 09:00-18:00 Tue-Fri 08:00-18:00 Sat 10:00-11:00 Sun 10:00-12:00": {
			front + "2 h longer per week (Mon 09:00-18:00 instead of 08:00-18:00; Sat 10:00-11:00 instead of closed; Sun 10:00-12:00 instead of closed)",
			"1 person gains Front at weekends", "1 person loses Front (Mon 08:00-09:00)"},
		"schedule hours Mon-Fri 08:00-18:00 Sat 00:00-00:01": {front + "1 min longer per week (Sat 00:00-00:01 instead of closed)", "1 person gains Front at night"},
		"schedule bell": {"1 person loses Store"},
		"schedule visits except 2026-12-01 08:00-10:00 except 2026-12-02 08:00-10:00": {"1 person gains Store on Wed 2 Dec 2026"},
		"schedule hours Mon-Fri 08:00-18:00 Mon 18:00-19:00 from 2026-11-30 until 2026-12-14": {
			front + "at other hours on Mon 30 Nov 2026 (08:00-19:00 instead of 08:00-18:00), Mon 7 Dec 2026 (08:00-19:00 instead of 08:00-18:00), Mon 14 Dec 2026 (08:00-19:00 instead of 08:00-18:00)",
			"1 person gains Front on Mon 30 Nov 2026, Mon 7 Dec 2026, Mon 14 Dec 2026"},
		"schedule hours Mon-Fri 08:00-18:00 except 2027-11-23 closed":             {"Front stays locked on Tue 23 Nov 2027", "1 person loses Front on Tue 23 Nov 2027"},
		"schedule hours Mon-Fri 08:00-18:00 except 2027-11-24 closed":             nil,
		"schedule hours Mon-Fri 08:00-18:00 except 2026-11-23..2026-11-25 closed": {"Front stays locked on Mon 23 Nov 2026, Tue 24 Nov 2026, Wed 25 Nov 2026", "1 person loses Front on Mon 23 Nov 2026, Tue 24 Nov 2026, Wed 25 Nov 2026"},
		"schedule hours Mon-Fri 08:00-18:00 except 2026-11-23..2026-11-26 closed": {"Front stays locked on Mon 23 Nov 2026, Tue 24 Nov 2026, Wed 25 Nov 2026 and 1 more day", "1 person loses Front on Mon 23 Nov 2026, Tue 24 Nov 2026, Wed 25 Nov 2026 and 1 more day"},
	} {
		comesTo(t, st, edit, want)
	}
}

// Who had the same and gets the same is told together, whatever group or schedule it comes by; nobody
// else is.
func TestDifferenceOfPeople(t *testing.T) {
	st := setUp(t, "schedule hours Mon-Fri 08:00-18:00", "schedule copy Mon-Fri 08:00-18:00", "schedule night Mon-Sun 22:00-06:00", "door front", "door server",
		"group staff front hours", "group it server hours", "group copies server copy", "group watch front night",
		"person Ana staff", "person Ben staff", "person Dan it", "person Fay", "person Ida copies", "person Max master")
	for edit, want := range map[string][]string{
		"person Ana it + person Ben watch":                          {"1 person loses Front", "1 person gains Front at night", "1 person loses Front (Mon-Fri 08:00-18:00)", "1 person gains Server (Mon-Fri 08:00-18:00)"},
		"person Dan + person Ida":                                   {"2 people lose Server"},
		"person Dan it staff + person Fay watch + person Gil staff": {"1 person gains Front at night", "1 person gains Front (Mon-Fri 08:00-18:00)"},
		"person Max staff + person Aaa staff":                       {"1 person gains Front (Mon-Fri 08:00-18:00)", "1 person loses Front for 118 h a week", "1 person loses Server"},
		"person Max + person Gil master":                            {"1 person gains Front at all times", "1 person loses Front", "1 person gains Server at all times", "1 person loses Server"},
		"person Ana staff until=2026-11-23T09:00:00":                {"1 person loses Front"},
		"person Ana staff until=2026-11-23T09:00:01":                nil,
		"drop person Ana + drop person Max + person Zoe it":         {"2 people lose Front", "1 person loses Server", "1 person gains Server (Mon-Fri 08:00-18:00)"},
	} {
		comesTo(t, st, edit, want)
	}
}

// A site of 10,000 people is compared while somebody waits.
func BenchmarkDifference(b *testing.B) {
	s := big(b)
	hours := *s.Config.Schedule("s01")
	hours.Windows = slices.Clone(hours.Windows)
	hours.Windows[0].End += 30
	next, err := s.Config.With(2, []core.Edit{core.Put(hours)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if len(Difference(s.Config, next, at("2026-11-23T09:00:00").Wall)) == 0 {
			b.Fatal("no difference")
		}
	}
}
