package hub

import (
	"reflect"
	"strings"
	"testing"

	"localiq/core"
)

// TestAMemberSeesTheirGuestsAlone [pod] [roles]: they host whom they add without saying so, and learn from
// no refusal who else is on the site.
func TestAMemberSeesTheirGuestsAlone(t *testing.T) {
	site := office(t)
	next, err := site.Config.With(2, []core.Edit{core.Put(core.Pod{ID: "acme", Name: "Acme", Guests: 3}), core.Put(core.Person{ID: "ana", Pod: "acme"}),
		core.Put(core.Person{ID: "bo"}), core.Put(core.Person{ID: "gil", Until: 9, Guest: core.GuestOf{Host: "ana", Pod: "acme"}}),
		core.Put(core.Person{ID: "gus", Until: 9, Guest: core.GuestOf{Site: true}})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	site = site.Apply(2, core.Instant{}, []core.Change{core.ConfigBecame{Next: next}})
	names := names{"ana": {First: "Ana", Last: "Novak"}, "bo": {First: "Gerd", Last: "Bo"}, "gil": {First: "Gil"}, "gus": {First: "Gus"}}
	for _, c := range []struct {
		as   core.PersonID
		wish core.Wish
		want core.Wish // nil: refused
	}{
		{"ana", core.AddGuest{}, core.AddGuest{Host: "ana"}},
		{"ana", core.AddGuest{Host: "Ana Novak"}, core.AddGuest{Host: "ana"}},
		{"ana", core.AddGuest{Host: "G"}, nil},
		{"ana", core.RemoveGuest{Who: "G"}, core.RemoveGuest{Who: "gil"}},
		{"ana", core.RemoveGuest{Who: "Gerd Bo"}, nil},
		{"ana", core.RemoveGuest{Who: "gus"}, nil},
		{"bo", core.RemoveGuest{Who: "Gus"}, nil},
		{"", core.RemoveGuest{Who: "G"}, core.RemoveGuest{Who: "G"}},
		{"", core.AddGuest{Host: "bo"}, core.AddGuest{Host: "bo"}},
	} {
		got, e := hosting(site, names, core.Asked{Origin: core.Origin{Kind: core.FromAPI, As: c.as}, Wish: c.wish})
		if (e != nil) != (c.want == nil) || e == nil && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s, %T: %+v, %v", c.as, c.wish, got, e)
		}
		if e != nil && strings.Contains(e.Error(), "Gil") {
			t.Errorf("the refusal names others: %v", e)
		}
	}
}
