package rules

import (
	"testing"

	"localiq/core"
)

// [pod] [roles]: a member adds and removes guests of their own pod, and their keys; nothing else of the
// site, no guest of another pod, and none with more than a time and the pod's groups.
func TestMembersManageTheirPodsGuests(t *testing.T) {
	now := at("2026-11-23T09:00:00")
	edits := []core.Edit{core.Put(core.Settings{Name: "s", Zone: "UTC"}), core.Put(core.Door{ID: "front"}),
		core.Put(core.Pod{ID: "acme", Name: "Acme", Doors: []core.DoorID{"front"}, Guests: 3}), core.Put(core.Pod{ID: "zeta", Name: "Zeta", Guests: 3}),
		core.Put(core.Group{ID: "g", Pod: "acme", Doors: []core.DoorID{"front"}}),
		core.Put(core.Person{ID: "ana", Pod: "acme"}), core.Put(core.Person{ID: "cid", Pod: "zeta"}), core.Put(core.Person{ID: "dee"}),
		core.Put(core.Person{ID: "gil", Until: 9e18, Guest: core.GuestOf{Host: "ana", Pod: "acme"}}),
		core.Put(core.Booking{ID: "bg", Person: "gil", Door: "front", From: 60e9, Until: 120e9}), core.Put(core.Booking{ID: "bd", Person: "dee", Door: "front", From: 180e9, Until: 240e9}),
		core.Put(core.Key{ID: "kg", Person: "gil", Kind: core.KeyPIN, State: core.KeyActive, Digest: digest("kg")}),
		core.Put(core.Key{ID: "kd", Person: "dee", Kind: core.KeyTag, State: core.KeyActive, Digest: digest("kd")})}
	cfg, err := core.NewConfig().With(1, edits, mustZone(t, "UTC"))
	if err != nil {
		t.Fatal(err)
	}
	s := core.NewSite(core.HubState{}).Apply(1, now, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
	guest := func(spoil func(*core.Person)) core.Edit {
		p := core.Person{ID: "hal", Until: 9e18, Groups: []core.GroupID{"g"}, Guest: core.GuestOf{Host: "ana", Pod: "acme"}}
		spoil(&p)
		return core.Put(p)
	}
	pin := func(whose core.PersonID) core.Edit {
		return core.Put(core.Key{ID: "kh", Person: whose, Kind: core.KeyPIN, State: core.KeyActive, Digest: digest("kh")})
	}
	for _, c := range []struct {
		name  string
		as    core.PersonID
		edits []core.Edit
		may   bool
	}{
		{"a guest with a PIN", "ana", []core.Edit{guest(func(*core.Person) {}), pin("hal")}, true},
		{"a guest removed with the key", "ana", []core.Edit{core.Drop(core.Key{ID: "kg"}.Ref()), core.Drop(core.Person{ID: "gil"}.Ref())}, true},
		{"a guest removed with a booking", "ana", []core.Edit{core.Drop(core.Key{ID: "kg"}.Ref()), core.Drop(core.Booking{ID: "bg"}.Ref()), core.Drop(core.Person{ID: "gil"}.Ref())}, true},
		{"another pod's guest's booking", "cid", []core.Edit{core.Drop(core.Booking{ID: "bg"}.Ref())}, false},
		{"somebody else's booking", "ana", []core.Edit{core.Drop(core.Booking{ID: "bd"}.Ref())}, false},
		{"a booking moved", "ana", []core.Edit{core.Put(core.Booking{ID: "bg", Person: "gil", Door: "front", From: 60e9, Until: 180e9})}, false},
		{"a guest's new PIN", "ana", []core.Edit{pin("gil")}, true},
		{"another pod's guest", "cid", []core.Edit{core.Drop(core.Person{ID: "gil"}.Ref())}, false},
		{"another pod's guest's PIN", "cid", []core.Edit{pin("gil")}, false},
		{"a guest for another pod", "cid", []core.Edit{guest(func(*core.Person) {})}, false},
		{"a guest in another's name", "ana", []core.Edit{guest(func(p *core.Person) { p.Guest.Host = "dee" })}, false},
		{"a guest who opens from afar", "ana", []core.Edit{guest(func(p *core.Person) { p.Remote = true })}, false},
		{"somebody who is no guest", "ana", []core.Edit{guest(func(p *core.Person) { p.Guest = core.GuestOf{} })}, false},
		{"a PIN for somebody else", "ana", []core.Edit{pin("dee")}, false},
		{"a PIN for nobody", "ana", []core.Edit{pin("nobody")}, false},
		{"somebody else's key for a guest", "ana", []core.Edit{core.Put(core.Key{ID: "kd", Person: "gil", Kind: core.KeyTag, State: core.KeyActive, Digest: digest("kd")})}, false},
		{"a key taken from somebody else", "ana", []core.Edit{core.Drop(core.Key{ID: "kd"}.Ref())}, false},
		{"the pod's limit", "ana", []core.Edit{core.Put(core.Pod{ID: "acme", Name: "Acme", Doors: []core.DoorID{"front"}, Guests: 9})}, false},
		{"a booking", "ana", []core.Edit{core.Put(core.Booking{ID: "b", Person: "ana", Door: "front", From: 60e9, Until: 120e9})}, false},
		{"a guest, by somebody of no pod", "dee", []core.Edit{guest(func(*core.Person) {})}, false},
	} {
		in := core.Input{ID: 2, At: now, Origin: core.Origin{Kind: core.FromAPI, As: c.as}, Event: core.SiteEdited{Edits: c.edits}}
		if err := May(s, in); (err == nil) != c.may {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
