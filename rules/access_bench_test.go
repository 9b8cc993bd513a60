package rules

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// The figures of the product: under 5 µs at 16 doors, 10,000 people, 200 groups.
func BenchmarkAccess(b *testing.B) {
	s := big(b)
	for name, q := range bigRequests {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var v core.Verdict
			for b.Loop() {
				v = Access(s, q)
			}
			if v.Granted == strings.HasPrefix(name, "refused") {
				b.Fatal(v.Reason)
			}
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	s := big(b)
	in := core.Input{ID: 2, At: at("2026-11-23T09:00:01"), Event: core.AccessRequested{Lock: "lock01", Kind: core.KeyTag, Digest: digest("p04003")}}
	b.ReportAllocs()
	for b.Loop() {
		Decide(s, in)
	}
}

// The zone's rules are looked up faster for the half-year that the process started in, so two
// half-years are measured; "200 groups" is somebody who is in every one.
var bigRequests = map[string]core.Request{
	"granted in summer":   {Door: "door01", Kind: core.KeyTag, Digest: digest("p04003"), At: at("2027-07-05T09:00:01")},
	"granted, 200 groups": {Door: "door01", Kind: core.KeyTag, Digest: digest("everywhere"), At: at("2026-11-23T09:00:01")},
	"granted":             {Door: "door01", Kind: core.KeyTag, Digest: digest("p04003"), At: at("2026-11-23T09:00:01")},
	"refused, 200 groups": {Door: "door01", Kind: core.KeyTag, Digest: digest("everywhere"), At: at("2026-11-23T21:00:01")},
	"refused":             {Door: "door01", Kind: core.KeyTag, Digest: digest("p04003"), At: at("2026-11-23T21:00:01")},
}

// [decide]: the granted path leaves nothing for the collector.
func TestAccessAllocatesNothing(t *testing.T) {
	s := big(t)
	for name, q := range bigRequests {
		if v := Access(s, q); v.Granted == strings.HasPrefix(name, "refused") {
			t.Fatalf("%s: %s", name, v.Reason)
		}
		if n := testing.AllocsPerRun(200, func() { Access(s, q) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

// guarded is big where every door asks for all that there is, and everybody has been somewhere and
// has used something up.
func guarded(t testing.TB) *core.Site {
	s := big(t)
	var edits []core.Edit
	for _, d := range s.Config.Doors {
		d.Guard = core.Guard{First: true, Pair: true, Factors: core.TagAndPIN, Area: "inside", Passback: core.PassbackHard}
		edits = append(edits, core.Put(d))
	}
	for _, k := range s.Config.Keys {
		k.Uses = 1000
		edits = append(edits, core.Put(k), core.Put(core.Key{ID: "pin " + k.ID, Person: k.Person, Kind: core.KeyPIN, State: core.KeyActive, Uses: 1000,
			Digest: digest("pin " + k.ID), Duress: digest("duress " + k.ID)}))
	}
	now := at("2026-11-23T09:00:00")
	cfg, err := s.Config.With(2, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	cs := []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}}
	for _, p := range cfg.People {
		c := core.Count{Person: p.ID, Area: "outside", Since: now}
		cs = append(cs, core.CountBecame{Count: c.WithKey(core.KeyCount{Key: core.KeyID("k" + string(p.ID[1:])), Uses: 7})})
	}
	for _, st := range s.Doors {
		st.Reader = core.Reader{Half: core.Waiting{Person: "p04003", Key: "k04003", At: now, Config: 2}, One: core.Waiting{Person: "p00001", Key: "k00001", At: now, Config: 2},
			First: core.Waiting{Person: "p00002", Key: "k00002", At: now}, Asked: []core.RequestID{"1", "2", "3", "4", "5", "6", "7", "8"},
			PINs: core.Tries{At: []core.Instant{now, now, now, now}, Until: now.Add(-time.Hour), Runs: 3}}
		st.Grant = core.Grant{Person: "p04003", Key: "k04003", Until: now.Add(time.Minute)}
		cs = append(cs, core.DoorBecame{State: st})
	}
	return s.Apply(2, now, cs)
}

var guardedRequests = map[string]core.Request{
	"granted":       {Door: "door01", Kind: core.KeyPIN, Digest: digest("pin k04003"), At: at("2026-11-23T09:00:01"), ID: "9"},
	"refused, all":  {Door: "door01", Kind: core.KeyPIN, Digest: digest("pin k04004"), At: at("2026-11-23T21:00:01"), ID: "9"},
	"refused, half": {Door: "door01", Kind: core.KeyTag, Digest: digest("p04003"), At: at("2026-11-23T09:00:01"), ID: "9"},
}

// The same figure with every guard on, the full trail, and 10,000 people who have been somewhere.
func BenchmarkAccessGuarded(b *testing.B) {
	s := guarded(b)
	for name, q := range guardedRequests {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var v core.Verdict
			for b.Loop() {
				v = Access(s, q)
			}
			if v.Granted == strings.HasPrefix(name, "refused") {
				b.Fatal(v.Reason)
			}
		})
	}
}

// What moves with 10,000 people: one of them goes through a door.
func BenchmarkCount(b *testing.B) {
	s := guarded(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Counts.With(core.Count{Person: "p04003", Area: "inside"})
	}
}

// [decide]: no guard costs the collector anything.
func TestGuardsAllocateNothing(t *testing.T) {
	s := guarded(t)
	for name, q := range guardedRequests {
		if v := Access(s, q); v.Granted == strings.HasPrefix(name, "refused") {
			t.Fatalf("%s: %s %v", name, v.Reason, v.Trail.Steps())
		}
		if n := testing.AllocsPerRun(200, func() { Access(s, q) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}
