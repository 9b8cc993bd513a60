package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestGuestsLeaveByThemselves [guest]: so many days after their end, with their keys, one after the
// other; not where the site does not say so, not by a clock that nobody believes, and nobody else.
func TestGuestsLeaveByThemselves(t *testing.T) {
	const day = int64(24 * time.Hour)
	for _, c := range []struct {
		days  int
		trust core.Trust
		left  int // of Ana and two guests
	}{{30, core.Trusted, 1}, {0, core.Trusted, 3}, {30, core.Untrusted, 3}, {32, core.Trusted, 3}} {
		edits := []core.Edit{core.Put(core.Settings{Name: "Office", Zone: "UTC", GuestDays: c.days}), core.Put(core.Person{ID: "ana", Until: 1})}
		for _, g := range []core.PersonID{"eva", "tom"} {
			edits = append(edits, core.Put(core.Person{ID: g, Until: 100 * day, Guest: core.GuestOf{Site: true}}),
				core.Put(core.Key{ID: core.KeyID(g), Person: g, Kind: core.KeyPIN, State: core.KeyActive, Digest: digest(string(g))}))
		}
		cfg, err := core.NewConfig().With(1, edits, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		at := core.Instant{Wall: 131*day + 1, Boot: "b", Up: time.Hour, Trust: c.trust}
		s := core.NewSite(core.HubState{}).Apply(1, at.Add(-time.Minute), []core.Change{core.ConfigBecame{Next: cfg}})
		for range 10 {
			at = at.Add(guestsPause)
			d := Decide(s, core.Input{ID: s.Seq + 1, At: at, Event: core.Ticked{}})
			if !d.Empty() {
				s = s.Apply(s.Seq+1, at, d.Changes)
			}
			if len(s.Config.People) < c.left {
				break
			}
		}
		if n := len(s.Config.People); n != c.left || s.Config.Person("ana") == nil || len(s.Config.Keys) != n-1 {
			t.Errorf("%+v: %d people, %d keys", c, n, len(s.Config.Keys))
		}
		if w := Next(s); (w != core.Wake{}) != (c.days == 32) {
			t.Errorf("%+v: wakes %+v", c, w)
		}
	}
}
