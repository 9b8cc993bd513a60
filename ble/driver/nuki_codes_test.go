package driver_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core"
)

// lockCode is one code as it is in a lock.
type lockCode struct {
	ID      uint16
	Digits  string
	Name    string
	Enabled bool
	Limited bool
	Limits  nuki.Limits
}

// codes are what is in the lock's own memory, by name.
func (d *nukiDoor) codes() map[string]lockCode {
	d.site.t.Helper()
	m := map[string]lockCode{}
	for _, c := range d.memory() {
		m[c.Name+" "+c.Digits] = c
	}
	return m
}

func (d *nukiDoor) memory() []lockCode {
	d.site.t.Helper()
	b, err := d.cfg.Memory.Load()
	var rec struct{ Codes []lockCode }
	if err == nil {
		err = json.Unmarshal(b, &rec)
	}
	if err != nil {
		d.site.t.Fatal(err)
	}
	return rec.Codes
}

// own puts codes into the lock that its owner has made with the app.
func (d *nukiDoor) own(codes ...lockCode) {
	d.site.t.Helper()
	d.Close()
	b, err := d.cfg.Memory.Load()
	rec := map[string]any{}
	if err == nil {
		err = json.Unmarshal(b, &rec)
	}
	all := []any{}
	for _, c := range d.memory() {
		all = append(all, c)
	}
	for i, c := range codes {
		c.ID, c.Enabled = uint16(5000+i), true
		all = append(all, c)
	}
	rec["Codes"] = all
	if err == nil {
		b, err = json.Marshal(rec)
	}
	if err == nil {
		err = d.cfg.Memory.Save(b)
	}
	if err != nil {
		d.site.t.Fatal(err)
	}
	d.start()
}

// pinRow is a key of somebody's, good at all times.
func pinRow(key, digits string) core.Row {
	return core.Row{Key: core.KeyID(key), Person: "p", Kind: core.KeyPIN, Credential: core.NewSecret(digits)}
}

// pins are so many of them, all good for a keypad.
func pins(n int) (rows []core.Row) {
	for i := range n {
		rows = append(rows, pinRow(fmt.Sprintf("k-%d", i), fmt.Sprintf("3%d%d%d45", 1+i/81%9, 1+i/9%9, 1+i%9)))
	}
	return rows
}

// wants gives the lock another table, and reads up to its word on it.
func (d *nukiDoor) wants(version core.Seq, rows ...core.Row) core.TableReported {
	d.site.t.Helper()
	d.site.tables.want(d.core.ID, core.Table{Version: version, Rows: rows})
	d.do(core.SyncTable{Version: version, Revokes: true}, 0)
	for {
		if r, _ := next[core.TableReported](d); r.Version == version {
			return r
		}
	}
}

// Codes are added, changed and taken away; what is said to be held is what a listing has shown.
func TestNukiCodes(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		a, b := pinRow("k-a", "345678"), pinRow("k-b", "456789")
		if r := d.wants(2, a, b); r.Rows != 2 || r.Left != 0 {
			t.Errorf("%+v", r)
		}
		if m := d.codes(); len(m) != 2 || m["LIQ k-a 345678"].Limited || !m["LIQ k-b 456789"].Enabled {
			t.Errorf("%+v", m)
		}
		d.hands("code 345678")
		if e, _ := next[core.KeyAdmitted](d); e != (core.KeyAdmitted{Lock: d.core.ID, Key: "k-a", Kind: core.KeyPIN}) {
			t.Errorf("%+v", e)
		}
		kept := d.codes()["LIQ k-b 456789"].ID
		a.Credential = core.NewSecret("987654")
		if r := d.wants(3, b, a); r.Rows != 2 {
			t.Errorf("%+v", r)
		}
		if m := d.codes(); len(m) != 2 || m["LIQ k-a 987654"].ID == 0 || m["LIQ k-b 456789"].ID != kept {
			t.Errorf("%+v", m)
		}
		if r := d.wants(4, b); r.Rows != 1 || len(d.codes()) != 1 {
			t.Errorf("%+v, %+v", r, d.codes())
		}
		d.hands("code 987654") // taken away: refused
		if e, _ := next[core.KeyRefusedAway](d); e.Key != "" {
			t.Errorf("%+v", e)
		}
		if r := d.wants(5); r.Rows != 0 || len(d.codes()) != 0 {
			t.Errorf("%+v, %+v", r, d.codes())
		}
	})
}

// Two keys exchange their codes: each is in the way of the other.
func TestNukiCodesChangePlaces(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.wants(2, pinRow("k-a", "345678"), pinRow("k-b", "456789"))
		if r := d.wants(3, pinRow("k-a", "456789"), pinRow("k-b", "345678")); r.Rows != 2 || r.Left != 0 {
			t.Errorf("%+v", r)
		}
		if m := d.codes(); len(m) != 2 || m["LIQ k-a 456789"].ID == 0 || m["LIQ k-b 345678"].ID == 0 {
			t.Errorf("%+v", m)
		}
	})
}

// More codes than an answer holds, some of them the owner's own: those are never touched. One that is
// the same as the owner's own is left out, and so are those for which there is no room.
func TestNukiCodesBesideTheOwners(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.pairedNuki(softnuki.Config{Room: 30})
		var own []lockCode
		for i := range 11 {
			own = append(own, lockCode{Digits: fmt.Sprintf("88888%d", 1+i%9), Name: fmt.Sprint("guest ", i)})
			if i >= 9 {
				own[i].Digits = fmt.Sprintf("88889%d", i-8)
			}
		}
		own[3].Digits = "777777"
		d.own(own...)
		d.begin(core.Cursor{})
		rows := append(pins(18), pinRow("k-same", "777777"))
		if r := d.wants(2, rows...); r.Rows != 18 || r.Left != 1 || r.LeftFor != core.LeftTaken {
			t.Errorf("%+v", r)
		}
		if r := d.wants(3, append(pins(25), pinRow("k-same", "777777"))...); r.Rows != 19 || r.Left != 7 || r.LeftFor != core.LeftTaken|core.LeftRoom {
			t.Errorf("%+v: no room", r)
		}
		m := d.codes()
		for _, c := range own {
			if got := m[c.Name+" "+c.Digits]; got.Name == "" || !got.Enabled {
				t.Errorf("the owner's own %q is gone", c.Name)
			}
		}
		if r := d.wants(4); r.Rows != 0 || len(d.codes()) != len(own) {
			t.Errorf("%+v, %d codes", r, len(d.codes()))
		}
		d.rest()
		d.hands("code 777777") // the owner's own
		if e, _ := next[core.BoltTurned](d); e.By != core.ByKey {
			t.Errorf("%+v", e)
		}
		if strings.Contains(s.story(), "guest") {
			t.Error("a name of the owner's app is told")
		}
	})
}

// A code has the limits of its right, on the clock on the wall; what does not fit gives no code, never
// a wider one [decide].
func TestNukiCodesHaveTheirLimits(t *testing.T) {
	east := []core.ZoneOffset{{East: 3600}}
	office := core.Schedule{Windows: []core.Window{{Days: 1<<time.Monday | 1<<time.Friday, Start: 8 * 60, End: 17 * 60}}}
	night := core.Schedule{Windows: []core.Window{{Days: core.EveryDay, Start: 22 * 60, End: 6 * 60}}}
	minute := core.Schedule{Windows: []core.Window{{Days: core.EveryDay, Start: 8 * 60, End: 8*60 + 1}}}
	weekend := core.Schedule{Windows: []core.Window{{Days: 1 << time.Sunday, Start: 0, End: core.EndOfDay}}}
	from, until := time.Date(2026, 11, 23, 8, 0, 0, 1, time.UTC), time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	row := func(key string, digits string, places ...uint8) core.Row {
		r := pinRow(key, digits)
		r.Schedules = places
		return r
	}
	guest := row("k-guest", "345671")
	guest.From, guest.Until = from.UnixNano(), until.UnixNano()
	table := core.Table{Version: 7, Zone: east, Schedules: []core.Schedule{office, night, minute, weekend}, Rows: []core.Row{
		guest, row("k-office", "345672", 0), row("k-night", "345673", 1), row("k-minute", "345674", 2), row("k-sunday", "345675", 3),
		row("k-both", "345676", 0, 3), pinRow("k-short", "123456"), pinRow("k-zero", "345607"), pinRow("k-long", "34567891")}}
	im := nukiFamily().Image(core.Lock{}, table, 200)
	if im.Skipped() != nil || !im.Whole() || im.Slim().Whole() {
		t.Errorf("%+v", im)
	}
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{ZoneID: 37})
		s.tables.want(d.core.ID, table)
		d.do(core.SyncTable{Version: 7}, 0)
		for r, _ := next[core.TableReported](d); r.Version != 7 || r.Rows != 3 || r.Left != 6 || r.LeftFor != core.LeftForm; r, _ = next[core.TableReported](d) {
			t.Errorf("%+v", r)
		}
		want := map[string]nuki.Limits{
			"LIQ k-guest 345671":  {From: nuki.Time{Year: 2026, Month: 11, Day: 23, Hour: 9, Second: 1}, Until: nuki.Time{Year: 2026, Month: 11, Day: 24, Hour: 10, Minute: 29, Second: 59}},
			"LIQ k-office 345672": {Days: nuki.Monday | nuki.Friday, FromClock: nuki.Clock{Hour: 8}, UntilClock: nuki.Clock{Hour: 16, Minute: 59}},
			"LIQ k-sunday 345675": {Days: nuki.Sunday},
		}
		got := d.codes()
		for name, limits := range want {
			if c := got[name]; !c.Limited || c.Limits != limits {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%+v", got)
		}
	})
}

// The codes are compared when they are owed, after a restart, and once a day; not in every session.
func TestNukiCodesAreComparedOnceADay(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.wants(2, pins(3)...)
		d.rest()
		before := s.tables.count()
		for range 20 {
			d.hands("open")
			next[core.DoorOpened](d)
			d.hands("close")
			next[core.DoorClosed](d)
			d.rest()
		}
		if n := s.tables.count() - before; n != 0 {
			t.Errorf("made %d times in 20 sessions", n)
		}
		d.own(lockCode{Digits: "888888", Name: "LIQ k-stranger"}) // somebody has put one there
		s.quiet(25 * time.Hour)
		if n := s.tables.count() - before; n != 1 || len(d.codes()) != 3 {
			t.Errorf("made %d times in a day, %d codes", n, len(d.codes()))
		}
		s.end()
		s.end = s.start()
		d.begin(d.cursor())
		if n := s.tables.count() - before; n != 2 {
			t.Errorf("made %d times after a restart", n)
		}
	})
}

// Codes come to be what they should be, whatever happens to the link.
func TestNukiCodesOverABadAir(t *testing.T) {
	c := &cutting{}
	inNukiSetup(t, setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }}, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		for i := range 12 {
			c.arm(20 + 23*i)
			rows := pins(5 + i)[i%3:]
			if r := d.wants(core.Seq(10+i), rows...); r.Rows != len(rows) || len(d.codes()) != len(rows) {
				t.Errorf("%d: %+v, %d codes", i, r, len(d.codes()))
			}
		}
	})
}

// Whoever stands at the door goes before codes that are brought.
func TestNukiTurnGoesBeforeCodes(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		s.air.SetWeather(virtual.Weather{Delay: 10 * time.Millisecond})
		s.tables.want(d.core.ID, core.Table{Version: 2, Rows: pins(60)})
		d.do(core.SyncTable{Version: 2}, 0)
		for len(d.memory()) < 5 {
			s.quiet(10 * time.Millisecond)
		}
		d.answered(d.do(unlock, 5*time.Second))
		if n := len(d.memory()); n > 7 {
			t.Errorf("%d codes went first", n)
		}
		if r, _ := next[core.TableReported](d); r.Version != 2 || r.Rows != 60 {
			t.Errorf("%+v", r)
		}
	})
}

// A lock without a keypad takes no codes, and nobody is told that it holds any.
func TestNukiWithoutKeypad(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{NoKeypad: true})
		if r := d.wants(2, pins(3)...); r.Rows != 0 || r.Left != 3 || r.LeftFor != core.LeftKeypad {
			t.Errorf("%+v", r)
		}
	})
}

// A lock that is given up loses the codes that are ours, and keeps the others.
func TestReleasedNukiKeepsNoCode(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.pairedNuki(softnuki.Config{})
		d.own(lockCode{Digits: "888888", Name: "grandma"})
		d.begin(core.Cursor{})
		d.wants(2, pins(12)...)
		if a := d.answered(d.do(core.Release{}, 30*time.Second)); a.Result != core.ResultDone || a.Detail == "" {
			t.Errorf("%+v", a)
		}
		if m := d.memory(); len(m) != 1 || m[0].Name != "grandma" {
			t.Errorf("%+v", m)
		}
		if d.Paired() {
			t.Error("our authorization stays in it")
		}
		d.rest()
		if n := count[core.LockRefuses](d); n != 0 {
			t.Error("it was asked for more")
		}
	})
}

// No name of a person, and no code, is in what is kept or told of a key: a name leads back to its key
// alone, and two keys never have the same.
func TestCodeName(t *testing.T) {
	long := core.KeyID(strings.Repeat("very long ", 5))
	ids := []core.KeyID{"k-0123456789ab", "k", long, long + "!", "with blank", "~tilde", "", "ä", "k-0123456789abcdef"}
	var names []string
	for _, id := range ids {
		name := driver.CodeName(id)
		if len(name) > 20 || !strings.HasPrefix(name, "LIQ ") || slices.Contains(names, name) {
			t.Errorf("%q: %q", id, name)
		}
		names = append(names, name)
	}
}
