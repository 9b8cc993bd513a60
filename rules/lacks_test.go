package rules

import (
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// shop is what a lock from a shop lacks: facts/locks 2A.10.
const shop = core.LackRequests | core.LackTags | core.LackLease | core.LackHold | core.LackRelock | core.LackLongPINs |
	core.LackManySchedules | core.LackUpdate | core.LackIdentify | core.LackTimes

func lacking(t *rapid.T, s *core.Site, l core.Lack) *core.Config {
	var edits []core.Edit
	for _, k := range s.Config.Locks {
		k.Lacks = l
		edits = append(edits, core.Put(k))
	}
	cfg, err := s.Config.With(2, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// [decide] deny is the default: a row of a lock from a shop opens, by the plain clock on its wall,
// only when Access would grant that key a momentary opening there. Never a wider one; and the test
// is none where no row ever opens, or all of them always do.
func TestNarrowTableIsNeverWider(t *testing.T) {
	windowed, always, opened, left := 0, 0, 0, 0
	for _, name := range []string{"Europe/Amsterdam", "Australia/Lord_Howe", "Atlantic/Azores"} {
		zone := mustZone(t, name)
		rapid.Check(t, func(t *rapid.T) {
			s := randomSite(t, zone)
			cfg := lacking(t, s, shop)
			for _, d := range cfg.Doors {
				table := Table(cfg, d.ID, 7, at("2026-11-23T09:00:00"))
				left += unfitAt(cfg, &d, 0)
				for _, r := range table.Rows {
					if len(r.Schedules) > 0 {
						windowed++
					} else {
						always++
					}
					for range 8 {
						when := randomInstant(t, s)
						k := cfg.Key(r.Key)
						v := Access(s, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: when})
						opens := plainlyOpens(t, table, r, when.In(zone))
						if opens && !v.Granted {
							t.Fatalf("at %s the lock of %s opens for %s, Access says %s\n%+v", when.In(zone), d.ID, k.ID, v.Reason, table)
						}
						if opens {
							opened++
						}
					}
				}
			}
		})
	}
	if windowed == 0 || always == 0 || opened == 0 || left == 0 {
		t.Errorf("%d rows with a window, %d without, %d openings, %d rights that do not fit: this proves nothing", windowed, always, opened, left)
	}
}

// plainlyOpens is how such a lock reads a code: from, until, a set of weekdays, from a minute of the
// day to another, by the clock that hangs on the wall.
func plainlyOpens(t *rapid.T, table core.Table, r core.Row, wall time.Time) bool {
	if r.Kind != core.KeyPIN || r.Ask || r.Lease != 0 || len(r.Schedules) > 1 {
		t.Fatalf("no such lock can hold %+v", r)
	}
	if ns := wall.UnixNano(); ns < r.From || r.Until != 0 && ns >= r.Until {
		return false
	}
	if len(r.Schedules) == 0 {
		return true
	}
	ws := table.Schedules[r.Schedules[0]].Windows
	if len(ws) != 1 || ws[0].Start >= ws[0].End {
		t.Fatalf("no such lock can hold %+v", ws)
	}
	minute := core.Minute(wall.Hour()*60 + wall.Minute())
	return ws[0].Days.Has(wall.Weekday()) && ws[0].Start <= minute && minute < ws[0].End
}

// A window is found exactly where there is one, whatever the schedules are made of, and it opens in
// the same minutes of the week.
func TestOneWindowIsTheSame(t *testing.T) {
	found, missed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var schedules []*core.Schedule
		for i := range rapid.IntRange(1, 3).Draw(t, "schedules") {
			s := randomSchedule(t, i)
			schedules = append(schedules, &s)
		}
		got, ok := oneWindow(schedules)
		if ok {
			found++
		} else {
			missed++
		}
		var days core.Days
		var from, to core.Minute
		same := true
		for d := range core.Days(7) {
			a, b, n := core.Minute(-1), core.Minute(0), 0
			for m := range core.EndOfDay {
				if inAny(schedules, core.Date(3+d), m) {
					if a < 0 {
						a = m
					}
					b = m + 1
					n++
				}
			}
			if n == 0 {
				continue
			}
			same = same && n == int(b-a) && (days == 0 || a == from && b == to)
			days, from, to = days|1<<d, a, b
		}
		if want := same && days != 0; ok != want || ok && (got != core.Window{Days: days, Start: from, End: to}) {
			t.Fatalf("%v: got %v %v, want %v of %v %s-%s", schedules, got, ok, want, days, from, to)
		}
	})
	if found == 0 || missed == 0 {
		t.Errorf("%d found, %d not: this proves nothing", found, missed)
	}
}

// What everyday schedules come to: two halves of a day that touch are one window; a lunch break,
// and a night, are none.
func TestOneWindowOfEverydaySchedules(t *testing.T) {
	for want, ws := range map[string][]core.Window{
		"Mon,Tue,Wed,Thu,Fri 08:00-18:00":         {{Days: 0b0111110, Start: 480, End: 1080}},
		"Mon,Tue,Wed,Thu,Fri 08:00-17:00":         {{Days: 0b0111110, Start: 480, End: 720}, {Days: 0b0111110, Start: 720, End: 1020}},
		"Mon,Sat 08:00-17:00":                     {{Days: 0b0000010, Start: 480, End: 1020}, {Days: 0b1000000, Start: 480, End: 1020}},
		"Mon,Tue,Wed,Thu,Fri,Sat,Sun 00:00-24:00": {{Days: core.EveryDay, Start: 0, End: core.EndOfDay}},
		"no":                        {{Days: 0b0111110, Start: 480, End: 720}, {Days: 0b0111110, Start: 780, End: 1020}},
		"no, a night":               {{Days: 0b0100000, Start: 1320, End: 360}},
		"no, Saturdays are shorter": {{Days: 0b0111110, Start: 480, End: 1080}, {Days: 0b1000000, Start: 480, End: 720}},
	} {
		w, ok := oneWindow([]*core.Schedule{{Windows: ws}})
		if got := w.Days.String() + " " + w.Start.String() + "-" + w.End.String(); ok != (want[:2] != "no") || ok && got != want {
			t.Errorf("got %s %v, want %s", got, ok, want)
		}
	}
}

// [explain]: whom the rules let in and whose key no lock of that door can hold is told so, and a key
// that works is enough.
func TestExplainSaysWhatTheLockLacks(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 09:00:00", "schedule hours Mon-Fri 08:00-18:00", "schedule lunch Mon-Fri 08:00-12:00 Mon-Fri 13:00-18:00",
		"door front lacks shop", "door side lacks shop,keypad", "door back lacks shop,admin", "door yard", "door shed lacks shop table none",
		"group staff back,front,shed,side,yard hours", "group shift front,yard lunch",
		"person Ana staff", "pin Ana", "tag Ana", "person Ben shift", "pin Ben", "person Cid staff", "tag Cid", "person Dan staff", "person Eve", "pin Eve"} {
		st.setUp(line)
	}
	for _, c := range []struct {
		door core.DoorID
		who  core.PersonID
		kind core.KeyKind
		want string
	}{
		{"front", "Ana", core.KeyNone, ""}, {"front", "Ana", core.KeyPIN, ""}, {"front", "Ana", core.KeyTag, "its lock reads neither tags nor phones"},
		{"front", "Ben", core.KeyNone, "its lock cannot hold this right: it knows one set of weekdays and one daily window for each code"},
		{"yard", "Ben", core.KeyNone, ""}, {"front", "Cid", core.KeyNone, "its lock reads neither tags nor phones"},
		{"side", "Ana", core.KeyPIN, "its lock has no keypad"}, {"back", "Ana", core.KeyPIN, "its lock gets no codes, because its admin PIN is not known here"},
		{"shed", "Ana", core.KeyPIN, "nobody opens it with a key: its lock never asks the hub, and is given no table"},
		{"front", "Dan", core.KeyNone, "they have no key that counts now"}, {"front", "Eve", core.KeyPIN, ""}, {"side", "Ana", core.KeyOperator, ""},
	} {
		x := Explain(st.s, core.Request{Door: c.door, Person: c.who, Kind: c.kind, At: st.now}, nil)
		if x.But != c.want || x.Verdict.Granted != (c.who != "Eve" && c.kind != core.KeyOperator) {
			t.Errorf("%s at %s with %s: %q, want %q (%s)", c.who, c.door, c.kind, x.But, c.want, x.Verdict.Reason)
		}
	}
	got := NotHeld(st.s.Config, "Ben.pin", st.now)
	if len(got) != 1 || got[0] != "it does not open Front: its lock cannot hold this right: it knows one set of weekdays and one daily window for each code" {
		t.Errorf("%q", got)
	}
}

// A window that ends in the hour which comes twice is not given to a clock that shows it twice: it
// would open again, and we do not. Any other is as we read it, in that night too.
func TestEndInTheHourThatComesTwice(t *testing.T) {
	for name, night := range map[string]string{"Europe/Amsterdam": "2026-10-25T00:00:00", "Atlantic/Azores": "2026-10-25T00:00:00",
		"Australia/Lord_Howe": "2026-04-04T14:00:00", "Asia/Kolkata": "2026-10-25T00:00:00",
		"Europe/Moscow": "2014-10-25T20:00:00"} { // the last time there
		z, begin, twice := mustZone(t, name), at(night), 0
		for end := core.Minute(1); end <= core.EndOfDay; end++ {
			sc := &core.Schedule{Windows: []core.Window{{Days: core.EveryDay, Start: 0, End: end}}}
			wider := false
			for i := begin; i.Wall < begin.Add(4*time.Hour).Wall; i = i.Add(5 * time.Minute) {
				w := i.In(z)
				wider = wider || core.Minute(w.Hour()*60+w.Minute()) < end && !holds(sc, z, i.Wall)
			}
			if got := endsTwice(end, z, begin.Wall); got != wider {
				t.Errorf("%s until %s: %v, want %v", name, end, got, wider)
			}
			if wider {
				twice++
			}
		}
		if (twice == 0) != (name == "Asia/Kolkata") {
			t.Errorf("%s: %d ends come twice", name, twice)
		}
	}
}
