package core

import "testing"

// shared is a building with two pods: Acme (Ana, Bo; one guest, Gil, of two) and Zeta (Cid).
func shared(t *testing.T) *Config {
	t.Helper()
	cfg, err := NewConfig().With(1, []Edit{
		Put(Door{ID: "front", Name: "Front"}), Put(Door{ID: "lab", Name: "Lab"}), Put(Door{ID: "store", Name: "Store"}),
		Put(Pod{ID: "acme", Name: "Acme", Doors: []DoorID{"front", "lab"}, Guests: 2}), Put(Pod{ID: "zeta", Name: "Zeta", Doors: []DoorID{"store"}}),
		Put(Group{ID: "g1", Name: "Acme", Pod: "acme", Doors: []DoorID{"front", "lab"}}), Put(Group{ID: "g2", Name: "All", Doors: []DoorID{"store"}}),
		Put(Person{ID: "ana", Pod: "acme", Groups: []GroupID{"g1", "g2"}}), Put(Person{ID: "bo", Pod: "acme"}), Put(Person{ID: "cid", Pod: "zeta"}), Put(Person{ID: "dee"}),
		Put(Person{ID: "gil", Until: 9e18, Groups: []GroupID{"g1"}, Guest: GuestOf{Host: "ana", Pod: "acme"}}),
		Put(Key{ID: "k1", Person: "ana", Kind: KeyTag, State: KeyActive, Digest: Digest{1}}),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// [pod]: the seeds' refusals, each wherever the edit comes from (2215 and the ones that only a wish can
// be are hub/people's).
func TestPodRefusals(t *testing.T) {
	guest := func(id PersonID) Edit { return Put(Person{ID: id, Until: 9e18, Guest: GuestOf{Pod: "acme"}}) }
	person := func(id PersonID, spoil func(*Person)) Edit {
		p := *shared(t).Person(id)
		spoil(&p)
		return Put(p)
	}
	for _, c := range []struct {
		name  string
		code  Code
		edits []Edit
	}{
		{"a name that is there, in capitals", CodePodName, []Edit{Put(Pod{ID: "new", Name: "ACME"})}},
		{"a door of another site", CodePodDoor, []Edit{Put(Pod{ID: "new", Name: "New", Doors: []DoorID{"gate"}})}},
		{"a member's tag for another member", CodePodTag, []Edit{Put(Key{ID: "k2", Person: "cid", Kind: KeyTag, State: KeyActive, Digest: Digest{1}})}},
		{"a member's tag for somebody of no pod", CodeInvalid, []Edit{Put(Key{ID: "k2", Person: "dee", Kind: KeyTag, State: KeyActive, Digest: Digest{1}})}},
		{"a limit below the guests", CodePodLimit, []Edit{Put(Pod{ID: "acme", Name: "Acme", Doors: []DoorID{"front", "lab"}})}},
		{"a member deleted", CodePodMember, []Edit{Drop(Ref{KindPerson, "bo"})}},
		{"a member moved", CodePodMember, []Edit{person("bo", func(p *Person) { p.Pod = "zeta" })}},
		{"a member made a guest", CodePodMember, []Edit{person("bo", func(p *Person) { p.Guest = GuestOf{Pod: "acme"} })}},
		{"a guest too many", CodePodFull, []Edit{guest("h"), guest("i")}},
		{"a guest of a pod without guests", CodePodFull, []Edit{Put(Person{ID: "h", Until: 9e18, Guest: GuestOf{Pod: "zeta"}})}},
		{"a guest at another door", CodePodNotItsOwn, []Edit{person("gil", func(p *Person) { p.Groups = []GroupID{"g1", "g2"} })}},
		{"a guest with the master key", CodePodNotItsOwn, []Edit{person("gil", func(p *Person) { p.Master = true })}},
		{"a guest who books another door", CodePodNotItsOwn, []Edit{Put(Booking{ID: "b", Person: "gil", Door: "store", From: 60e9, Until: 120e9})}},
		{"a pod's group with another door", CodePodNotItsOwn, []Edit{Put(Group{ID: "g1", Name: "Acme", Pod: "acme", Doors: []DoorID{"front", "store"}})}},
		{"a pod that loses a door that its group has", CodePodNotItsOwn, []Edit{Put(Pod{ID: "acme", Name: "Acme", Doors: []DoorID{"front"}, Guests: 2})}},
		{"somebody else in a pod's group", CodeInvalid, []Edit{person("dee", func(p *Person) { p.Groups = []GroupID{"g1"} })}},
		{"another pod's member in it", CodeInvalid, []Edit{person("cid", func(p *Person) { p.Groups = []GroupID{"g1"} })}},
		{"a pod that is not there", CodeInvalid, []Edit{person("dee", func(p *Person) { p.Pod = "none" })}},
		{"one guest more", 0, []Edit{guest("h")}},
		{"a limit that is just enough", 0, []Edit{Put(Pod{ID: "acme", Name: "Acme", Doors: []DoorID{"front", "lab"}, Guests: 1})}},
		{"a member out of the pod", 0, []Edit{person("bo", func(p *Person) { p.Pod = "" })}},
		{"a guest deleted", 0, []Edit{Drop(Ref{KindPerson, "gil"})}},
		{"a pod deleted with its group", 0, []Edit{Drop(Ref{KindPod, "acme"}), Drop(Ref{KindGroup, "g1"}), Drop(Ref{KindPerson, "gil"}), Drop(Ref{KindPerson, "bo"}),
			person("ana", func(p *Person) { p.Pod, p.Groups = "", []GroupID{"g2"} })}},
	} {
		before := shared(t)
		next, err := before.With(2, c.edits, nil)
		if got := AsError(err); err == nil && c.code != 0 || err != nil && got.Code != c.code {
			t.Errorf("%s: %v, want code %d", c.name, err, c.code)
		}
		if err != nil && next != nil {
			t.Errorf("%s: refused, and yet a configuration came of it", c.name)
		}
	}
}

// 2215 [pod]: somebody of a pod can be written to.
func TestPodHasAnEmail(t *testing.T) {
	cfg := shared(t)
	names := map[PersonID]Name{"ana": {First: "Ana"}, "bo": {First: "Bo", Email: "bo@example.org"}, "gil": {First: "Gil", Email: "gil@example.org"}, "cid": {First: "Cid"}}
	if err := cfg.PodUnreachable("acme", names); err != nil {
		t.Errorf("Bo has one: %v", err)
	}
	names["bo"] = Name{First: "Bo"}
	for _, pod := range []PodID{"acme", "zeta"} {
		if err := cfg.PodUnreachable(pod, names); err == nil || AsError(err).Code != CodePodEmail {
			t.Errorf("%s, whose members have none: %v", pod, err)
		}
	}
}
