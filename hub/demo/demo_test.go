package demo

import (
	"crypto/sha256"
	"reflect"
	"slices"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
)

func digest(k core.KeyKind, b []byte) core.Digest {
	return sha256.Sum256(append([]byte(k.String()), b...))
}

func locks(n int) (ls []core.Lock) {
	for i := range n {
		ls = append(ls, core.Lock{ID: core.LockID("l-" + string(rune('a'+i))), Family: "localiq", Serial: string(rune('A' + i)), PublicKey: []byte{1}})
	}
	return ls
}

func at(t time.Time) core.Instant {
	return core.Instant{Wall: t.UnixNano(), Boot: "b", Up: time.Hour, Trust: core.Trusted}
}

var noon = time.Date(2026, 11, 22, 12, 10, 0, 0, time.UTC)

func town(t *testing.T, doors, people int, seed uint64, now time.Time) (Town, *core.Site) {
	t.Helper()
	w := Wanted{Doors: doors, People: people, Locks: locks(doors), Seed: seed, Now: at(now), Digest: digest}
	tn, err := Site(w)
	if err != nil {
		t.Fatal(err)
	}
	s := core.NewSite(core.HubState{})
	cfg, err := s.Config.With(1, tn.Edits, tn.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return tn, s.Apply(1, w.Now, []core.Change{core.ConfigBecame{Edits: tn.Edits, Next: cfg}})
}

// Every size is a site that the configuration's own checks accept, with all its people known
// by different names and tags.
func TestEverySizeIsASite(t *testing.T) {
	for _, c := range [][2]int{{1, 1}, {1, 2}, {4, 40}, {16, 300}, {16, 5000}} {
		tn, s := town(t, c[0], c[1], 7, noon)
		if len(s.Config.Doors) != c[0] || len(s.Config.People) != c[1] || len(s.Config.Keys) != c[1] || len(tn.Private) != c[1] || len(s.Config.Locks) != c[0] {
			t.Errorf("%v: %d doors, %d people, %d keys", c, len(s.Config.Doors), len(s.Config.People), len(s.Config.Keys))
		}
		names := map[core.Name]bool{}
		for _, p := range tn.Private {
			names[*p.Name] = true
		}
		if len(names) != c[1] {
			t.Errorf("%d names for %d people", len(names), c[1])
		}
	}
	for _, w := range []Wanted{{Doors: 0, People: 1}, {Doors: 17, People: 1}, {Doors: 1, People: 0}, {Doors: 1, People: 1, Locks: locks(2)}} {
		if _, err := Site(w); err == nil {
			t.Errorf("%+v is a site", w)
		}
	}
}

func TestSameSeedSameOffice(t *testing.T) {
	a, _ := town(t, 8, 100, 7, noon)
	b, _ := town(t, 8, 100, 7, noon)
	c, _ := town(t, 8, 100, 8, noon)
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave two offices")
	}
	if reflect.DeepEqual(a.cast, c.cast) {
		t.Error("two seeds gave one office")
	}
}

// At whatever hour the demo starts there is somebody who may come in, somebody who comes at
// the wrong hour, one whose key is lost, and an office mode to be switched on.
func TestEveryHourHasSomethingToSee(t *testing.T) {
	for h := range 24 {
		now := noon.Add(time.Duration(h) * time.Hour)
		tn, s := town(t, 4, 40, 1, now)
		var got []core.Reason
		for _, a := range tn.cast {
			b, err := core.ParseTag(a.tag)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rules.Access(s, core.Request{Door: tn.Doors[1].ID, Kind: core.KeyTag, Digest: digest(core.KeyTag, b), At: at(now)}).Reason)
		}
		for _, want := range []core.Reason{core.Granted, core.OutsideSchedule, core.CredentialDisabled, core.UserBlocked} {
			if !slices.Contains(got, want) {
				t.Errorf("at %d h nobody is %s", h, want)
			}
		}
		if got[0] != core.Granted || !tn.cast[0].eom {
			t.Errorf("at %d h the owner is %s", h, got[0])
		}
		o, open := rules.HoursOf(s.Config, "s-open", rules.ForUnlocking).Active(now.UnixNano())
		if left := time.Duration(o.End - now.UnixNano()); !open || left < time.Hour || left > 2*time.Hour {
			t.Errorf("at %d h the opening hours end in %v", h, left)
		}
	}
}
