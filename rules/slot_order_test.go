package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"
)

// TestWhoGoesFirst [sub.slots]: of people who are equal but for one thing, who goes when there is a slot
// too few. The name of who stays comes later, because of equals the last by name goes.
func TestWhoGoesFirst(t *testing.T) {
	type who = core.Person
	for name, c := range map[string]struct{ before, added []who }{
		"who had none before":          {[]who{{ID: "zoe"}}, []who{{ID: "ana"}}},
		"others before the owner":      {[]who{{ID: "ana", Role: core.RoleAdmin, Master: true}, {ID: "zoe", Role: core.RoleOwner}}, nil},
		"others before an admin":       {[]who{{ID: "ana", Master: true}, {ID: "zoe", Role: core.RoleAdmin}}, nil},
		"others before a master key":   {[]who{{ID: "ana"}, {ID: "zoe", Master: true}}, nil},
		"who ends before who does not": {[]who{{ID: "ana", Until: at("2027-01-01T00:00:00").Wall}, {ID: "zoe"}}, nil},
		"of equals the last by name":   {[]who{{ID: "zoe"}, {ID: "ana"}}, nil},
	} {
		first := slotSite(t, core.Subscription{}, c.before)
		next := slotSite(t, core.Subscription{Users: 1}, slices.Concat(c.before, c.added))
		want := []core.PersonID{"ana"}
		if name == "of equals the last by name" {
			want[0] = "zoe"
		}
		if got := WithoutSlot(first, next); !slices.Equal(got, want) {
			t.Errorf("%s: %v goes, want %v", name, got, want)
		}
	}
	two := []who{{ID: "ana"}, {ID: "ben"}}
	for users, lost := range map[int][]core.PersonID{0: nil, 1: {"ben"}, 2: nil, 3: nil} {
		if got := Losing(slotSite(t, core.Subscription{}, two), core.Subscription{Users: users}); !slices.Equal(got, lost) {
			t.Errorf("%d slots for two: %v would lose theirs, want %v", users, got, lost)
		}
	}
	// Somebody new who sorts last, where all slots are taken.
	if got := WithoutSlot(slotSite(t, core.Subscription{Users: 2}, two), slotSite(t, core.Subscription{Users: 2}, append(two, who{ID: "zoe"}))); !slices.Equal(got, []core.PersonID{"zoe"}) {
		t.Errorf("of three for two slots %v has none, want zoe, who came last", got)
	}
}

// TestMayHold [sub.slots] [keys.many]: who takes a slot for what.
func TestMayHold(t *testing.T) {
	c := slotSite(t, core.Subscription{}, []core.Person{{ID: "ana"}, {ID: "far", Remote: true}, {ID: "fitter", Role: core.RoleInstaller}, {ID: "program", Role: core.RoleIntegration}})
	c, err := c.With(9, []core.Edit{core.Put(core.Person{ID: "lost"}), core.Put(core.Person{ID: "none"}), core.Put(core.Person{ID: "bare", Role: core.RoleIntegration, Remote: true}), core.Put(core.Person{ID: "far2", Remote: true}),
		core.Put(core.Key{ID: "lost.tag", Person: "lost", Kind: core.KeyTag, Digest: digest("lost"), State: core.KeyLost})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[core.PersonID]bool{"ana": true, "far": true, "far2": true, "fitter": false, "program": true, "bare": false, "lost": false, "none": false, "nobody": false} {
		if got := MayHold(c, who); got != want {
			t.Errorf("%s: %v, want %v", who, got, want)
		}
	}
	if got := Slots(c); got != 4 {
		t.Errorf("%d slots are taken, want 4", got)
	}
}

// slotSite has people with a tag each.
func slotSite(t *testing.T, sub core.Subscription, people []core.Person) *core.Config {
	t.Helper()
	edits := []core.Edit{core.Put(core.Settings{Name: "slots", Zone: "UTC", Subscription: sub})}
	for _, p := range people {
		k := core.KeyID(p.ID + ".tag")
		edits = append(edits, core.Put(p), core.Put(core.Key{ID: k, Person: p.ID, Kind: core.KeyTag, Digest: digest(k), State: core.KeyActive}))
	}
	c, err := core.NewConfig().With(1, edits, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
