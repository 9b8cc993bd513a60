package rules

import (
	"testing"

	"localiq/core"
)

// TestWhatTakesAwayOnly [sub.iq]: one by one, what an IQ without a subscription lets pass and what it does not.
func TestWhatTakesAwayOnly(t *testing.T) {
	user := core.Person{ID: "u", Role: core.RoleUser, Groups: []core.GroupID{"a", "b"}, Remote: true, From: 10, Until: 90, Pod: "pod", IQPIN: digest("1"), Invite: core.Invite{Code: digest("2"), Until: 5}}
	free := core.Person{ID: "f", Role: core.RoleAdmin, Blocked: true, Unsubscribed: true}
	owner := core.Person{ID: "o", Role: core.RoleOwner}
	key := core.Key{ID: "k", Person: "u", Kind: core.KeyTag, State: core.KeyActive, Digest: digest("k"), From: 10, Until: 90, Uses: 5}
	lost := core.Key{ID: "l", Person: "u", Kind: core.KeyTag, State: core.KeyLost, Digest: digest("l")}
	group := core.Group{ID: "a", Name: "A", Doors: []core.DoorID{"d", "e"}}
	pod := core.Pod{ID: "pod", Name: "Pod", Doors: []core.DoorID{"d", "e"}, Guests: 3}
	booking := core.Booking{ID: "b", Person: "u", Door: "d", From: 10, Until: 90}
	c := &core.Config{People: []core.Person{free, owner, user}, Keys: []core.Key{key, lost}, Groups: []core.Group{group}, Pods: []core.Pod{pod}, Bookings: []core.Booking{booking}}
	person := func(p core.Person, f func(*core.Person)) core.Edit { f(&p); return core.Put(p) }
	keyed := func(k core.Key, f func(*core.Key)) core.Edit { f(&k); return core.Put(k) }
	grouped := func(f func(*core.Group)) core.Edit { g := group; f(&g); return core.Put(g) }
	podded := func(f func(*core.Pod)) core.Edit { p := pod; f(&p); return core.Put(p) }
	booked := func(f func(*core.Booking)) core.Edit { b := booking; f(&b); return core.Put(b) }
	for name, e := range map[string]core.Edit{
		"a person goes": core.Drop(user.Ref()), "a key goes": core.Drop(key.Ref()), "a group goes": core.Drop(group.Ref()), "a pod goes": core.Drop(pod.Ref()),
		"a booking goes": core.Drop(booking.Ref()), "the same": core.Put(user), "the same key": core.Put(key), "the same group": core.Put(group), "the same pod": core.Put(pod),
		"no right from afar": person(user, func(p *core.Person) { p.Remote = false }), "fewer groups": person(user, func(p *core.Person) { p.Groups = []core.GroupID{"b"} }),
		"blocked": person(user, func(p *core.Person) { p.Blocked = true }), "unsubscribed": person(user, func(p *core.Person) { p.Unsubscribed = true }),
		"later": person(user, func(p *core.Person) { p.From = 20 }), "sooner over": person(user, func(p *core.Person) { p.Until = 80 }), "an end": person(free, func(p *core.Person) { p.Until = 80 }),
		"no admin": person(free, func(p *core.Person) { p.Role = core.RoleUser }), "no pod": person(user, func(p *core.Person) { p.Pod = "" }),
		"no PIN": person(user, func(p *core.Person) { p.IQPIN = core.Digest{} }), "no invitation": person(user, func(p *core.Person) { p.Invite = core.Invite{} }),
		"lost": keyed(key, func(k *core.Key) { k.State = core.KeyLost }), "a key later": keyed(key, func(k *core.Key) { k.From = 20 }), "a key over sooner": keyed(key, func(k *core.Key) { k.Until = 80 }),
		"fewer uses": keyed(key, func(k *core.Key) { k.Uses = 1 }), "uses": keyed(lost, func(k *core.Key) { k.Uses = 1 }), "fewer doors": grouped(func(g *core.Group) { g.Doors = []core.DoorID{"e"} }),
		"another name": grouped(func(g *core.Group) { g.Name = "B" }), "fewer doors of a pod": podded(func(p *core.Pod) { p.Doors = nil }), "fewer guests": podded(func(p *core.Pod) { p.Guests = 2 }),
		"a console's key goes": core.Drop(core.Ref{Kind: core.KindConsoleKey, ID: "x"}), "a program's key goes": core.Drop(core.Ref{Kind: core.KindAPIKey, ID: "x"}),
		"a booking cut": booked(func(b *core.Booking) { b.From, b.Until = 20, 80 }),
	} {
		if !lessens(c, e) {
			t.Errorf("%s does not pass", name)
		}
	}
	for name, e := range map[string]core.Edit{
		"somebody new": core.Put(core.Person{ID: "n"}), "a key": core.Put(core.Key{ID: "n"}), "a group": core.Put(core.Group{ID: "n"}), "a pod": core.Put(core.Pod{ID: "n"}), "a booking": core.Put(core.Booking{ID: "n"}),
		"a right": person(user, func(p *core.Person) { p.Master = true }), "another group": person(user, func(p *core.Person) { p.Groups = []core.GroupID{"b", "c"} }),
		"unblocked": person(free, func(p *core.Person) { p.Blocked = false }), "subscribed": person(free, func(p *core.Person) { p.Unsubscribed = false }),
		"earlier": person(user, func(p *core.Person) { p.From = 5 }), "for longer": person(user, func(p *core.Person) { p.Until = 91 }), "for ever": person(user, func(p *core.Person) { p.Until = 0 }),
		"an admin": person(user, func(p *core.Person) { p.Role = core.RoleAdmin }), "the owner, as a user": person(owner, func(p *core.Person) { p.Role = core.RoleUser }),
		"an admin, as an integration": person(free, func(p *core.Person) { p.Role = core.RoleIntegration }), "another pod": person(user, func(p *core.Person) { p.Pod = "q" }),
		"another PIN": person(user, func(p *core.Person) { p.IQPIN = digest("9") }), "another invitation": person(user, func(p *core.Person) { p.Invite.Code = digest("9") }),
		"active again": keyed(lost, func(k *core.Key) { k.State = core.KeyActive }), "another's": keyed(key, func(k *core.Key) { k.Person = "f" }), "a key earlier": keyed(key, func(k *core.Key) { k.From = 5 }),
		"a key for ever": keyed(key, func(k *core.Key) { k.Until = 0 }), "more uses": keyed(key, func(k *core.Key) { k.Uses = 6 }), "any uses": keyed(key, func(k *core.Key) { k.Uses = 0 }),
		"more doors": grouped(func(g *core.Group) { g.Doors = []core.DoorID{"d", "e", "f"} }), "other hours": grouped(func(g *core.Group) { g.Schedule = "s" }),
		"more doors of a pod": podded(func(p *core.Pod) { p.Doors = []core.DoorID{"f"} }), "more guests": podded(func(p *core.Pod) { p.Guests = 4 }),
		"a longer booking": booked(func(b *core.Booking) { b.Until = 91 }), "a booking of another": booked(func(b *core.Booking) { b.Person = "f" }),
		"a console's key": core.Put(core.ConsoleKey{ID: "x"}), "a program's key": core.Put(core.APIKey{ID: "x"}),
		"a door": core.Drop(core.Ref{Kind: core.KindDoor, ID: "d"}),
	} {
		if lessens(c, e) {
			t.Errorf("%s passes", name)
		}
	}
}
