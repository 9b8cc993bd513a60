package rules

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// [lock.offline] [decide]: a row of a lock's table opens at an instant exactly when Access would
// grant that key a momentary opening there.
func TestTableOpensWhenAccessGrants(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	rapid.Check(t, func(t *rapid.T) {
		s := randomSite(t, zone)
		made := at("2026-11-23T09:00:00")
		for _, d := range s.Config.Doors {
			table := Table(s.Config, d.ID, 7, made)
			for range 8 {
				when := randomInstant(t, s)
				for _, k := range s.Config.Keys {
					v := Access(s, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: when})
					if got := tableOpens(table, zone, k.ID, when.Wall); got != (v.Granted && d.Table != core.TableNone) {
						t.Fatalf("at %s key %s at %s: the table says %v, Access %s\n%+v", when.In(zone), k.ID, d.ID, got, v.Reason, table)
					}
				}
			}
		}
	})
}

// tableOpens is how a lock reads its table while it meets its hub and has the zone's rules.
func tableOpens(t core.Table, z *time.Location, key core.KeyID, wall int64) bool {
	i := slices.IndexFunc(t.Rows, func(r core.Row) bool { return r.Key == key })
	if i < 0 || wall < t.Rows[i].From || t.Rows[i].Until != 0 && wall >= t.Rows[i].Until {
		return false
	}
	return len(t.Rows[i].Schedules) == 0 || slices.ContainsFunc(t.Rows[i].Schedules, func(at uint8) bool {
		return holds(&t.Schedules[at], z, wall)
	})
}

// The zone in a table says what the zone's own rules say, over its three years.
func TestTableCarriesTheZone(t *testing.T) {
	for _, name := range []string{"Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Chatham", "America/New_York", "UTC", "Asia/Kolkata"} {
		z := mustZone(t, name)
		made := at("2026-11-23T09:00:00")
		zone := zoneOffsets(z, made.Wall)
		if zone[0].From != 0 || !slices.IsSortedFunc(zone, func(a, b core.ZoneOffset) int { return int(a.From - b.From) }) {
			t.Fatalf("%s: %v", name, zone)
		}
		begin, end := yearBegins(z, made.Wall, 0), yearBegins(z, made.Wall, 3)
		if y := time.Unix(0, begin).In(z).Format("2006-01-02 15:04:05") + time.Unix(0, end).In(z).Format(", 2006-01-02 15:04:05"); y != "2026-01-01 00:00:00, 2029-01-01 00:00:00" {
			t.Errorf("%s: the years are %s", name, y)
		}
		for wall := begin; wall < end; wall += int64(7 * time.Minute) {
			i := len(zone) - 1
			for zone[i].From > wall {
				i--
			}
			if _, off := time.Unix(0, wall).In(z).Zone(); int32(off) != zone[i].East {
				t.Fatalf("%s at %s: %d s east, and the table says %d", name, time.Unix(0, wall).In(z), off, zone[i].East)
			}
		}
	}
}

// A lock with less room drops from the end: master, administrators, staff, guests, who has ended.
func TestTableOrder(t *testing.T) {
	zone := mustZone(t, "UTC")
	made := at("2026-11-23T09:00:00")
	edits := []core.Edit{core.Put(core.Settings{Name: "s", Zone: "UTC"}), core.Put(core.Door{ID: "d", OpenFor: 9}), core.Put(core.Group{ID: "g", Doors: []core.DoorID{"d"}})}
	for i, p := range []core.Person{{ID: "ended", Until: made.Wall}, {ID: "guest", Until: made.Wall + 1}, {ID: "staff"}, {ID: "also staff"},
		{ID: "admin", Role: core.RoleAdmin}, {ID: "owner", Role: core.RoleOwner}, {ID: "master", Master: true}} {
		p.Groups = []core.GroupID{"g"}
		kind := core.KeyTag
		if p.ID == "also staff" {
			kind = core.KeyPIN
		}
		edits = append(edits, core.Put(p), core.Put(core.Key{ID: core.KeyID(fmt.Sprint("k", i)), Person: p.ID, Kind: kind, Digest: digest(p.ID), State: core.KeyActive}))
	}
	cfg, err := core.NewConfig().With(1, edits, zone)
	if err != nil {
		t.Fatal(err)
	}
	var got string
	table := Table(cfg, "d", 5, made)
	for _, r := range table.Rows {
		got += fmt.Sprintf("%s %v, ", r.Person, r.Lease)
	}
	const tag, short = "720h0m0s", "72h0m0s"
	want := "master " + tag + ", admin " + tag + ", owner " + tag + ", staff " + tag + ", also staff " + short + ", guest " + short + ", ended " + short + ", "
	if got != want || table.Version != 5 || table.OpenFor != 9*time.Second {
		t.Errorf("got  %s (%d, %v)\nwant %s", got, table.Version, table.OpenFor, want)
	}
}

// The leases are the site's own; "for ever" is possible.
func TestLeasesOfTheSite(t *testing.T) {
	for set, want := range map[int64]time.Duration{0: core.DefaultTagLease, -1: 0, 60: time.Minute, math.MaxInt32: math.MaxInt32 * time.Second, math.MaxInt32 + 1: 0} {
		if got := leaseOf(&core.Settings{TagLease: set}, &core.Person{}, &core.Key{Kind: core.KeyDigital}); got != want {
			t.Errorf("tag lease %d s is %v, want %v", set, got, want)
		}
		if got := leaseOf(&core.Settings{PINLease: set}, &core.Person{Until: 1}, &core.Key{Kind: core.KeyTag}); set != 0 && got != want {
			t.Errorf("a guest's lease %d s is %v, want %v", set, got, want)
		}
	}
}

// A guest key's addition moves no other row's schedules: a lock gets the one part that differs.
func TestNewKeyMovesNoOtherRow(t *testing.T) {
	s := big(t)
	before := Table(s.Config, "door01", 1, at("2026-11-23T09:00:00"))
	cfg, err := s.Config.With(2, []core.Edit{core.Put(core.Key{ID: "a", Person: "p00003", Kind: core.KeyTag, Digest: digest("a"), State: core.KeyActive})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	after := Table(cfg, "door01", 1, at("2026-11-23T09:00:00"))
	after.Rows = slices.DeleteFunc(after.Rows, func(r core.Row) bool { return r.Key == "a" })
	if string(mustJSON(t, before)) != string(mustJSON(t, after)) {
		t.Error("other rows changed")
	}
}

func BenchmarkTable(b *testing.B) {
	s := big(b)
	b.ReportAllocs()
	for b.Loop() {
		if t := Table(s.Config, "door01", 1, at("2026-11-23T09:00:00")); len(t.Rows) < 1000 {
			b.Fatal(len(t.Rows))
		}
	}
}
