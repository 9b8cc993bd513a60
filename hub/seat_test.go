package hub

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// staffed is the office with somebody of each role and a tag each, Bo's own door, and an hour for Ivo.
// What was awaited, opened and taken away left somebody's id in the state of the door.
func (r *rig) staffed() {
	set := r.Site().Config.Settings
	set.InstallerUntil = r.c.Clock.Now().Wall + 3600e9
	people := []core.Person{{ID: "p-olga", Role: core.RoleOwner}, {ID: "p-adam", Role: core.RoleAdmin}, {ID: "p-hall", Role: core.RoleIntegration},
		{ID: "p-ivo", Role: core.RoleInstaller}, {ID: "ana", Groups: []core.GroupID{"staff"}}, {ID: "p-bo", Groups: []core.GroupID{"lab"}}}
	items := []core.Item{set, core.Door{ID: "lab", Name: "Lab"}, core.Group{ID: "lab", Name: "Lab people", Doors: []core.DoorID{"lab"}}}
	for i, p := range people {
		items = append(items, p)
		if p.ID != "ana" {
			items = append(items, core.Key{ID: core.KeyID("k-" + string(p.ID)), Person: p.ID, Kind: core.KeyTag, State: core.KeyActive, Digest: names{}.Digest(core.KeyTag, []byte{9, 9, 9, byte(i)})})
		}
	}
	r.put(items...)
	r.tag(ana(), "r1")
	r.tag(names{}.Digest(core.KeyTag, []byte{9, 9, 9, 0}), "r2") // the owner's
}

func (r *rig) seat(as core.PersonID) Seat {
	s, err := r.Seat(core.FromSSH, as)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// TestSeatShowsWhatItsPersonMaySee [roles]: snapshot, events and lists, by role. Who is not to be seen is
// in no byte of it.
func TestSeatShowsWhatItsPersonMaySee(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r.staffed()
		all := []string{"p-olga", "p-adam", "p-hall", "p-ivo", "p-bo", "ana", "k1"}
		for _, c := range []struct {
			as      core.PersonID
			sees    []string // of all
			doors   int
			keys    int // in the list of keys; -1: refused
			people  int
			exports bool
		}{
			{"p-olga", all, 2, 6, 6, true},
			{"p-adam", all, 2, 5, 6, true}, // not the owner's
			{"p-hall", all, 2, 5, 6, true},
			{"p-ivo", nil, 2, -1, -1, false},
			{"ana", []string{"ana", "k1"}, 1, 1, 1, false},
			{"p-bo", []string{"p-bo"}, 1, 1, 1, false},
		} {
			seat := r.seat(c.as)
			snap := <-seat.Watch(ctx)
			if len(snap.Doors) != c.doors {
				t.Errorf("%s sees %d doors", c.as, len(snap.Doors))
			}
			lines, err := seat.Lines(ctx, 0, 1000)
			if err != nil {
				t.Error(err)
			}
			read, _ := json.Marshal([]any{snap, lines})
			for _, id := range all {
				if strings.Contains(string(read), `"`+id+`"`) && !slices.Contains(c.sees, id) {
					t.Errorf("%s reads of %s", c.as, id)
				}
			}
			count := func(w core.Wish) int {
				got := seat.Ask(ctx, core.Asked{Wish: w})
				synctest.Wait()
				if got.Error != nil {
					return -1
				}
				return got.Listed.Of
			}
			if n := count(core.ListKeys{}); n != c.keys {
				t.Errorf("%s lists %d keys", c.as, n)
			}
			if n := count(core.ListPeople{}); n != c.people {
				t.Errorf("%s lists %d people", c.as, n)
			}
			if got := seat.Ask(ctx, core.Asked{Wish: core.ExportSite{}}); (got.Error == nil) != c.exports {
				t.Errorf("%s exports: %v", c.as, got.Error)
			}
		}
	})
}

// TestUserReadsTheirOwnAlone [roles]: as if there were nobody else, and no other door.
func TestUserReadsTheirOwnAlone(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r.staffed()
		ask := func(w core.Wish) core.Told {
			got := r.seat("ana").Ask(ctx, core.Asked{Wish: w})
			synctest.Wait()
			return got
		}
		for _, w := range []core.Wish{core.ShowPerson{Who: "ana"}, core.ShowPerson{Who: "Ana Novak"}, core.WhoOpens{Person: "ana"},
			core.Explain{Door: "Front"}, core.Explain{Door: "Front", Person: "Ana"}} {
			got := ask(w)
			if got.Error != nil {
				t.Errorf("%+v: %v", w, got.Error)
			}
			if b, _ := json.Marshal(got); strings.Contains(string(b), "ab") {
				t.Errorf("%+v: she reads of the lab: %s", w, b)
			}
		}
		for _, w := range []core.Wish{core.ShowPerson{Who: "p-bo"}, core.ShowPerson{Who: "p"}, core.WhoOpens{Door: "Front"}, core.WhoOpens{Person: "p-bo"},
			core.Explain{Door: "Lab"}, core.Explain{Door: "L"}, core.Explain{Door: "Front", Person: "p-bo"}, core.Explain{Event: 3},
			core.Explain{Door: "Front", Kind: core.KeyTag, Key: "09090900"}, core.ReadPIN{Key: core.KeyWords{Name: "ana"}}, core.ListGroups{}, core.ReportBookings{},
			core.OpenDoor{Door: "Attic"}, core.SetDoorMode{Door: "Attic", Mode: core.ModeLockdown}, core.OpenDoor{Door: "lab"}} {
			got := ask(w)
			if got.Error == nil {
				t.Errorf("%+v: not refused", w)
				continue
			}
			if said := got.Error.Error(); strings.Contains(said, "p-olga") || strings.Contains(said, "Lab") {
				t.Errorf("%+v: the refusal tells of others: %s", w, said)
			}
		}
	})
}

// TestNobodySeesTagsOfThoseAbove [roles] [pin.secret]: an export has no number of a tag of somebody above
// who asks, and whose a typed key is is not to be found out by trying.
func TestNobodySeesTagsOfThoseAbove(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r.staffed()
		for _, c := range []struct {
			as    core.PersonID
			knows bool
		}{{"p-adam", false}, {"p-olga", true}} {
			got := r.seat(c.as).Ask(ctx, core.Asked{Wish: core.Explain{Door: "Front", Kind: core.KeyTag, Key: "09090900"}})
			if got.Error != nil || (got.Explain.Verdict.Person == "p-olga") != c.knows {
				t.Errorf("%s: %+v, %v", c.as, got.Explain, got.Error)
			}
			read := map[core.PersonID]bool{}
			r.c.Private = watched{r.c.Private, read}
			if got := r.seat(c.as).Ask(ctx, core.Asked{Wish: core.ExportSite{Secrets: true}}); got.Error != nil || read["p-olga"] != c.knows || !read["ana"] {
				t.Errorf("%s exports what is sealed of %v, %v", c.as, read, got.Error)
			}
		}
	})
}

// watched notes whose secrets were opened.
type watched struct {
	Private
	read map[core.PersonID]bool
}

func (w watched) Secrets(id core.PersonID) (map[core.KeyID]core.Secret, error) {
	w.read[id] = true
	return w.Private.Secrets(id)
}

// TestNobodysSeatIsRefused [roles]: whoever forgets to say who is there gets nothing, and a seat is its
// person's whatever a wish says.
func TestNobodysSeatIsRefused(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r.staffed()
		if _, err := r.Seat(core.FromSSH, ""); err == nil || err.Code != core.CodeUnauthorized {
			t.Errorf("a seat of nobody: %v", err)
		}
		var none Seat
		if _, open := <-none.Watch(ctx); open {
			t.Error("nobody sees the site")
		}
		if _, err := none.Lines(ctx, 0, 1); core.AsError(err).Code != core.CodeUnauthorized {
			t.Error(err)
		}
		list := core.Asked{Wish: core.ListKeys{}}
		if got := none.Ask(ctx, list); got.Error == nil || got.Error.Code != core.CodeUnauthorized {
			t.Errorf("%+v", got)
		}
		for _, o := range []core.Origin{{}, {Kind: core.FromAPI}, {Kind: core.FromSSH}, {Kind: core.FromAir}, {Kind: core.FromClock}} {
			for _, w := range []core.Wish{core.ListKeys{}, core.OpenDoor{Door: "Front"}, core.AddPerson{}} {
				if got := r.Box().Ask(ctx, core.Asked{Origin: o, Wish: w}); got.Error == nil || got.Error.Code != core.CodeUnauthorized {
					t.Errorf("%+v asks %T: %+v", o, w, got.Error)
				}
			}
		}
		for _, o := range []core.Origin{{Kind: core.FromCLI}, {Kind: core.FromConsole, As: "p-olga"}} {
			if got := r.seat("ana").Ask(ctx, core.Asked{Origin: o, Wish: core.ExportSite{}}); got.Error == nil {
				t.Errorf("ana is believed to be %+v", o)
			}
		}
	})
}

// TestStreamEndsWithTheRight [roles]: whoever is blocked while they look sees no more, and is told why;
// before the release nobody looks but the installer's console.
func TestStreamEndsWithTheRight(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r.staffed()
		seat := r.seat("ana")
		w := seat.Watch(ctx)
		<-w
		r.put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}, Blocked: true})
		for range w { // closed
		}
		if _, err := seat.Lines(ctx, 0, 1); core.AsError(err).Code != core.CodeRefused {
			t.Error(err)
		}
		set := r.Site().Config.Settings
		set.Installing = true
		r.put(set)
		for as, may := range map[core.PersonID]bool{"p-olga": false, "p-hall": false, "p-ivo": true} {
			if _, err := r.seat(as).Lines(ctx, 0, 1); (err == nil) != may || err != nil && core.AsError(err).Code != core.CodeNotReleased {
				t.Errorf("%s: %v", as, err)
			}
		}
		if got := r.seat("p-ivo").Ask(ctx, core.Asked{Wish: core.ListKeys{}}); got.Error != nil || got.Listed.Of != 1 || got.Listed.Keys[0].Person != "p-ivo" {
			t.Errorf("an installer lists %+v, %v", got.Listed, got.Error)
		}
	})
}
