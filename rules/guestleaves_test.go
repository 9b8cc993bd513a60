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

// TestGuestsLeaveInTime [guest]: the first at the very instant, the next ten seconds later, one that falls
// due in between at once; with what was booked for them, and with nobody else's.
func TestGuestsLeaveInTime(t *testing.T) {
	const day, second = int64(24 * time.Hour), int64(time.Second)
	ends := map[core.PersonID]int64{"eva": 100 * day, "fay": 100 * day, "gil": 100*day + 60*second}
	edits := []core.Edit{core.Put(core.Settings{Name: "Office", Zone: "UTC", GuestDays: 1}), core.Put(core.Door{ID: "front"}), core.Put(core.Person{ID: "ana"}),
		core.Put(core.Booking{ID: "a", Person: "ana", Door: "front", From: 99*day + 60*second, Until: 99*day + 120*second, Share: true})}
	for _, id := range []core.PersonID{"eva", "fay", "gil"} {
		edits = append(edits, core.Put(core.Person{ID: id, Until: ends[id], Guest: core.GuestOf{Site: true}}),
			core.Put(core.Booking{ID: core.BookingID(id), Person: id, Door: "front", From: 99*day + 60*second, Until: 99*day + 120*second, Share: true}))
	}
	cfg, err := core.NewConfig().With(1, edits, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	began := core.Instant{Wall: 101*day - 60*second, Boot: "b", Up: time.Hour, Trust: core.Trusted}
	s := core.NewSite(core.HubState{}).Apply(1, began, []core.Change{core.ConfigBecame{Next: cfg}})
	for _, c := range []struct {
		after time.Duration // of began
		left  int           // of the guests
		wake  core.Wake     // for the next
	}{
		{59 * time.Second, 3, core.Wake{Wall: 101 * day}},
		{60 * time.Second, 2, core.Wake{Up: time.Hour + 70*time.Second}},
		{70*time.Second - 1, 2, core.Wake{Up: time.Hour + 70*time.Second}},
		{70 * time.Second, 1, core.Wake{Wall: 101*day + 60*second}},
		{115 * time.Second, 1, core.Wake{Wall: 101*day + 60*second}},
		{121 * time.Second, 0, core.Wake{}},
	} {
		at := began.Add(c.after)
		if d := Decide(s, core.Input{ID: s.Seq + 1, At: at, Event: core.Ticked{}}); !d.Empty() {
			s = s.Apply(s.Seq+1, at, d.Changes)
		}
		if len(s.Config.People) != 1+c.left || len(s.Config.Bookings) != 1+c.left || s.Config.Booking("a") == nil {
			t.Errorf("after %s: %d people, %d bookings", c.after, len(s.Config.People), len(s.Config.Bookings))
		}
		if w := Next(s); c.left > 0 && (w.Up != c.wake.Up || w.Up == 0 && w != c.wake) {
			t.Errorf("after %s it wakes %+v, want %+v", c.after, w, c.wake)
		}
	}
}
