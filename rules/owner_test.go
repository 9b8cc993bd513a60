package rules

import (
	"testing"

	"localiq/core"
)

// [owner.transfer]: a site of an older release may have two owners, or one who is blocked: that is no
// reason to refuse what makes it no worse.
func TestOwnersOfAnOlderReleaseAreNoWorse(t *testing.T) {
	owner := func(id string, blocked bool) core.Edit {
		return core.Put(core.Person{ID: core.PersonID(id), Role: core.RoleOwner, Blocked: blocked})
	}
	for _, c := range []struct {
		name  string
		older []core.Edit
		edit  core.Edit
		may   bool
	}{
		{"one of two is not blocked any more", []core.Edit{owner("a", true), owner("b", false)}, owner("a", false), true},
		{"one of two goes", []core.Edit{owner("a", false), owner("b", false)}, core.Drop(core.Ref{Kind: core.KindPerson, ID: "a"}), true},
		{"a third", []core.Edit{owner("a", false), owner("b", false)}, owner("c", false), false},
		{"the only one is blocked and stays so", []core.Edit{owner("a", true)}, owner("a", true), true},
		{"there is none, and none comes", nil, core.Put(core.Person{ID: "b"}), true},
		{"there is none, and one comes", nil, owner("a", false), true},
	} {
		s := core.NewSite(core.HubState{Epoch: 7})
		cfg, err := s.Config.With(1, append(c.older, core.Put(core.Person{ID: "z"})), nil)
		if err != nil {
			t.Fatal(err)
		}
		s = s.Apply(1, s.At, []core.Change{core.ConfigBecame{Next: cfg}})
		d := Decide(s, core.Input{ID: 2, Event: core.SiteEdited{Edits: []core.Edit{c.edit}}})
		if got := d.Answer.Error; (got == nil) != c.may {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
