package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"
)

// TestDifferenceOfGuards: what a door asks for beyond a right, and how often a key opens, is said before
// it is saved; what stays as it was is not.
func TestDifferenceOfGuards(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	edits := []core.Edit{core.Put(core.Settings{Name: "s", Zone: zone.String()}), core.Put(core.Door{ID: "a", Name: "Server room"}),
		core.Put(core.Door{ID: "b", Name: "Vault", Guard: core.Guard{Pair: true, Area: "inside", Passback: core.PassbackHard}}),
		core.Put(core.Person{ID: "ana"}), core.Put(core.Person{ID: "ben"})}
	for i, id := range []core.PersonID{"ana", "ben"} {
		edits = append(edits, core.Put(core.Key{ID: core.KeyID(id), Person: id, Kind: core.KeyPIN, State: core.KeyActive, Digest: core.Digest{byte(i + 1)}}))
	}
	a, err := new(core.Config).With(1, edits, zone)
	if err != nil {
		t.Fatal(err)
	}
	ana := *a.Key("ana")
	ana.Uses = 5
	b, err := a.With(2, []core.Edit{core.Put(ana), core.Put(core.Door{ID: "a", Name: "Server room", Guard: core.Guard{Factors: core.TagAndPIN, First: true}}),
		core.Put(core.Door{ID: "b", Name: "Vault", Guard: core.Guard{Area: "inside", Passback: core.PassbackSoft}})}, zone)
	if err != nil {
		t.Fatal(err)
	}
	wall := time.Date(2026, 11, 23, 9, 0, 0, 0, zone).UnixNano()
	said := func(a, b *core.Config) (out []string) {
		for _, d := range Difference(a, b, wall) {
			out = append(out, d.Text)
		}
		return out
	}
	want := []string{"Server room now asks for tag and PIN", "Server room now asks for the first person of the day",
		"Vault no longer asks for two people", "Vault: passback soft instead of hard", "1 key opens 5 times instead of any number of times"}
	if got := said(a, b); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := said(a, a); got != nil {
		t.Errorf("the same is said to differ: %q", got)
	}
}

// TestExplainSaysWhyATableHasNoKey: a group that wants a clock that is trusted opens by the hub alone.
func TestExplainSaysWhyATableHasNoKey(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nschedule hours Mon-Fri 08:00-18:00\ndoor front\ngroup staff front hours trusted-clock\n"+
		"group shift front hours\nperson Ana staff\ntag Ana\nperson Ben shift\ntag Ben\n\n09:00:00 start\n")
	for id, want := range map[core.PersonID]string{"Ana": "without the hub it does not open: group staff counts its schedule by a clock that is trusted, and no lock can say that of its own", "Ben": ""} {
		x := Explain(st.s, core.Request{Door: "front", Person: id, At: st.now}, nil)
		if !x.Verdict.Granted || x.But != want {
			t.Errorf("%s: granted %v, but %q", id, x.Verdict.Granted, x.But)
		}
	}
}
