package rules

import (
	"testing"

	"localiq/core"
)

// keyed is the staffed site with a key of each scope, called by it, for the integration; and one for Ana.
func keyed(t *testing.T) *core.Site {
	s := staffed(t)
	edits := []core.Edit{core.Put(core.APIKey{ID: "ana", Person: "Ana", Scope: core.ScopeAdmin, Digest: core.Digest{9}})}
	for sc := core.ScopeRead; sc <= core.ScopeAdmin; sc++ {
		edits = append(edits, core.Put(core.APIKey{ID: core.APIKeyID(sc.String()), Person: "Hall", Scope: sc, Digest: core.Digest{byte(sc)}}))
	}
	next, err := s.Config.With(s.Seq+1, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Apply(s.Seq+1, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: next}})
}

func program(sc core.Scope) core.Origin {
	return core.Origin{Kind: core.FromAPI, As: "Hall", Key: core.APIKeyID(sc.String())}
}

// [api]: a key may what its scope says, and nothing that nobody has written down.
func TestScopeNarrows(t *testing.T) {
	s := keyed(t)
	for need, wishes := range map[core.Scope][]core.Wish{
		core.ScopeRead:    {core.ListPeople{}, core.ShowPerson{}, core.ListGroups{}, core.ListSchedules{}, core.WhoOpens{}, core.Explain{}, core.ShowSubscription{}},
		core.ScopeOperate: {core.OpenDoor{}, core.LockDoor{}, core.SetOffice{}, core.AckAlert{}},
		core.ScopePeople:  {core.ListKeys{}, core.AddPerson{}, core.NewPIN{}, core.ReadPIN{}, core.Book{}, core.Explain{Key: "1234"}, core.RemoveGuest{}},
		core.ScopeAdmin: {core.PutGroup{}, core.ImportSite{}, core.ExportSite{}, core.PairLock{}, core.SetDoorMode{}, core.ReplayPast{},
			core.DropAPIKey{}, core.ListAPIKeys{}, core.ListConsoles{}, core.DropConsoleKey{}, core.Redeem{}},
	} {
		for sc := core.ScopeRead; sc <= core.ScopeAdmin; sc++ {
			for _, w := range wishes {
				if err := MayAsk(s, program(sc), s.At, w); (err == nil) != (sc >= need) || err != nil && err.Code != core.CodeRefused {
					t.Errorf("%s asks %T: %v", sc, w, err)
				}
			}
		}
	}
	for _, w := range []core.Wish{core.AddAPIKey{}, core.AddConsoleKey{}, core.ShowClaim{}, core.ReleaseSite{}, core.TransferOwner{}} {
		if MayAsk(s, program(core.ScopeAdmin), s.At, w) == nil {
			t.Errorf("a key of the API asks %T", w)
		}
	}
}

// [api]: and again where the wish becomes an event, item by item.
func TestScopeNarrowsEdits(t *testing.T) {
	s := keyed(t)
	of := func(id core.PersonID, change func(*core.Person)) core.Event {
		p := *s.Config.Person(id)
		change(&p)
		return core.SiteEdited{Edits: []core.Edit{core.Put(p)}, Sure: true}
	}
	group := *s.Config.Group("staff")
	for name, c := range map[string]struct {
		e     core.Event
		needs core.Scope // 0: nobody's
	}{
		"open":              {core.OpenAsked{Door: "front"}, core.ScopeOperate},
		"block a user":      {of("Ana", func(p *core.Person) { p.Blocked = true }), core.ScopePeople},
		"block an admin":    {of("Ben", func(p *core.Person) { p.Blocked = true }), core.ScopeAdmin},
		"make an admin":     {of("Ana", func(p *core.Person) { p.Role = core.RoleAdmin }), core.ScopeAdmin},
		"block the owner":   {of("Oda", func(p *core.Person) { p.Blocked = true }), 0},
		"a group":           {core.SiteEdited{Edits: []core.Edit{core.Put(group)}}, core.ScopeAdmin},
		"a user and a door": {core.SiteEdited{Edits: []core.Edit{core.Put(*s.Config.Person("Ana")), core.Put(*s.Config.Door("front"))}}, core.ScopeAdmin},
		"a key taken away":  {core.SiteEdited{Edits: []core.Edit{core.Drop(core.APIKey{ID: "ana"}.Ref())}}, core.ScopeAdmin},
		"a wider key":       {core.SiteEdited{Edits: []core.Edit{core.Put(core.APIKey{ID: "new", Person: "Hall", Scope: core.ScopeAdmin, Digest: core.Digest{77}})}}, 0},
		"a lockdown":        {core.DoorModeAsked{Mode: core.ModeLockdown}, core.ScopeAdmin},
		"a claim":           {core.ClaimShown{Person: "Hall"}, 0},
	} {
		for sc := core.ScopeRead; sc <= core.ScopeAdmin; sc++ {
			err := May(s, core.Input{At: s.At, Origin: program(sc), Event: c.e})
			if may := c.needs != 0 && sc >= c.needs; (err == nil) != may {
				t.Errorf("%s with %s: %v", name, sc, err)
			}
		}
	}
}

// [api]: no keys of people are seen below the scope for them; whoever's key it is not, or that is gone, sees
// nothing at all; and a person's own key shows what they see.
func TestScopeNarrowsSight(t *testing.T) {
	s := keyed(t)
	ana, ben := s.Config.Person("Ana"), s.Config.Person("Ben")
	for sc := core.ScopeRead; sc <= core.ScopeAdmin; sc++ {
		v, err := SightOf(s, program(sc), s.At)
		if err != nil || !v.All || v.Keys(ana) != (sc >= core.ScopePeople) || v.Keys(ben) != (sc == core.ScopeAdmin) {
			t.Errorf("%s: %+v, %v", sc, v, err)
		}
		if may := MayRead(s, program(sc), s.At, ben) == nil; may != (sc == core.ScopeAdmin) {
			t.Errorf("%s reads an admin's PIN: %t", sc, may)
		}
	}
	for _, o := range []core.Origin{{Kind: core.FromAPI, As: "Hall", Key: "gone"}, {Kind: core.FromAPI, As: "Hall", Key: "ana"}, {Kind: core.FromAPI, As: "Oda", Key: "admin"}} {
		if _, err := SightOf(s, o, s.At); err == nil || err.Code != core.CodeUnauthorized {
			t.Errorf("%+v: %v", o, err)
		}
	}
	v, err := SightOf(s, core.Origin{Kind: core.FromAPI, As: "Ana", Key: "ana"}, s.At)
	if err != nil || v.All || v.Own != "Ana" {
		t.Errorf("%+v, %v", v, err)
	}
}

// [api]: a key goes with its person, and its last use with it.
func TestKeysGoWithTheirPerson(t *testing.T) {
	s := keyed(t)
	in := func(e core.Event) core.Input {
		return core.Input{ID: s.Seq + 1, At: s.At, Origin: core.Origin{Kind: core.FromCLI}, Event: e}
	}
	decide := func(e core.Event) {
		d := Decide(s, in(e))
		if d.Answer.Error != nil {
			t.Fatal(d.Answer.Error)
		}
		s = s.Apply(s.Seq+1, s.At, d.Changes)
	}
	decide(core.APIKeyUsed{Key: "ana", From: "10.0.0.7"})
	if u := s.Hub.APIUses; len(u) != 1 || u[0].Key != "ana" || u[0].From != "10.0.0.7" {
		t.Fatalf("%+v", u)
	}
	if d := Decide(s, in(core.APIKeyUsed{Key: "gone"})); !d.Empty() {
		t.Errorf("a key that is gone is used: %+v", d)
	}
	decide(core.SiteEdited{Edits: []core.Edit{core.Drop(core.Key{ID: "Ana.tag"}.Ref()), core.Drop(core.Person{ID: "Ana"}.Ref())}, Consent: true})
	if s.Config.APIKey("ana") != nil || len(s.Config.APIKeys) != 4 {
		t.Errorf("%+v", s.Config.APIKeys)
	}
	decide(core.APIKeyUsed{Key: "read"})
	if u := s.Hub.APIUses; len(u) != 1 || u[0].Key != "read" {
		t.Errorf("%+v", u)
	}
}
