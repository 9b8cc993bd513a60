package rules

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"localiq/core"
)

// levelIn is the roles' order as docs/people.md has it, a second time: an installer is below all.
var levelIn = map[core.Role]int{core.RoleOwner: 4, core.RoleAdmin: 3, core.RoleIntegration: 3, core.RoleUser: 1, core.RoleInstaller: 0}

// council is a site under wishes of callers of every role.
type council struct {
	t        *rapid.T
	s        *core.Site
	ids      core.Seq
	released bool
	kept     map[string]int // what was accepted, by caller and event, for the control
}

// TestNobodyRisesAboveTheirCaller: whatever callers of any role wish, in any order, nobody above the
// caller is changed and nobody comes to be, a released site has one owner who can act, and an
// installer opens nothing there. [roles, site.release, owner.transfer]
func TestNobodyRisesAboveTheirCaller(t *testing.T) {
	kept := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		c := newCouncil(t, kept)
		for range 80 {
			c.wishes()
		}
	})
	for _, must := range []string{"owner core.SiteEdited", "admin core.SiteEdited", "integration core.SiteEdited", "box core.SiteEdited",
		"user core.OpenAsked", "box core.OpenAsked", "integration core.OpenAsked", "anybody core.Activated"} {
		if kept[must] == 0 {
			t.Errorf("nothing was ever kept of %s: the test asks too little (%v)", must, kept)
		}
	}
	for _, never := range []string{"user core.SiteEdited", "installer core.OpenAsked", "installer core.DoorModeAsked", "user core.DoorModeAsked"} {
		if kept[never] != 0 {
			t.Errorf("%s was kept %d times", never, kept[never])
		}
	}
}

func newCouncil(t *rapid.T, kept map[string]int) *council {
	c := &council{t: t, s: core.NewSite(core.HubState{ID: "hub", Epoch: 1}), released: rapid.Bool().Draw(t, "released"), kept: kept}
	edits := []core.Edit{core.Put(core.Settings{Name: "council", Zone: "UTC", Installing: !c.released}),
		core.Put(core.Lock{ID: "l", Family: "localiq", Journal: "j"}), core.Put(core.Door{ID: "front", Name: "Front", Lock: "l"}),
		core.Put(core.Group{ID: "g", Name: "All", Doors: []core.DoorID{"front"}})}
	for i, r := range []core.Role{core.RoleOwner, core.RoleAdmin, core.RoleAdmin, core.RoleIntegration, core.RoleUser, core.RoleUser, core.RoleInstaller} {
		p := core.Person{ID: core.PersonID(fmt.Sprint("p", i)), Role: r, Groups: []core.GroupID{"g"}, Remote: true}
		p.IQPIN = digest(string(p.ID))
		edits = append(edits, core.Put(p), core.Put(core.Key{ID: core.KeyID(fmt.Sprint("k", i)), Person: p.ID, Kind: core.KeyTag, Digest: digest(fmt.Sprint("k", i)), State: core.KeyActive}))
	}
	c.decide(core.Input{Event: core.SiteEdited{Edits: edits, Zone: time.UTC}})
	c.decide(core.Input{Event: core.LockHeard{Lock: "l"}})
	return c
}

func (c *council) decide(in core.Input) core.Decision {
	c.ids++
	in.ID, in.At = c.ids, core.Instant{Wall: at("2026-11-23T09:00:00").Wall + int64(c.ids)*int64(20*time.Second), Boot: "b", Up: time.Duration(c.ids) * 20 * time.Second, Trust: core.Trusted}
	d := Decide(c.s, in)
	c.s = c.s.Apply(in.ID, in.At, d.Changes)
	return d
}

// wishes is one wish, and what must be true after it.
func (c *council) wishes() {
	in := core.Input{Origin: c.caller()}
	in.Event = c.event(in.Origin.As)
	before := c.s
	by := before.Config.Person(in.Origin.As)
	who := "box"
	switch {
	case by != nil:
		who = by.Role.String()
	case in.Origin.As != "":
		who = "nobody"
	case in.Origin.Kind != core.FromConsole && in.Origin.Kind != core.FromCLI:
		who = "nobody"
	}
	d := c.decide(in)
	if d.Answer.Error == nil && c.released {
		c.kept[fmt.Sprintf("%s %T", who, in.Event)]++
		c.kept[fmt.Sprintf("anybody %T", in.Event)]++
	}
	if !d.Answer.Command.IsZero() {
		c.decide(core.Input{Event: core.CommandAnswered{Lock: "l", Command: d.Answer.Command, Result: core.ResultDone}})
		c.decide(core.Input{Event: core.LockReported{Lock: "l", Bolt: core.BoltLocked, Contact: core.ContactClosed}})
	}
	if _, open := in.Event.(core.OpenAsked); open && !d.Answer.Command.IsZero() && who == "installer" && c.released {
		c.t.Fatalf("an installer opened: %+v", in)
	}
	if _, self := in.Event.(core.Activated); !self {
		c.changedBy(before.Config, who, by)
	}
	c.owned(before.Config)
	c.installersShut()
}

// changedBy: who was changed, and who changed.
func (c *council) changedBy(was *core.Config, who string, by *core.Person) {
	reach := map[string]int{"box": 4}[who]
	if by != nil {
		reach = levelIn[by.Role]
	}
	if who == "installer" && !c.released {
		reach = levelIn[core.RoleUser] // they prepare the site
	}
	is := c.s.Config
	for _, p := range append(append([]core.Person{}, was.People...), is.People...) {
		a, b := was.Person(p.ID), is.Person(p.ID)
		if reflect.DeepEqual(a, b) {
			continue
		}
		if a != nil && levelIn[a.Role] > reach || b != nil && levelIn[b.Role] > reach || who == "user" || who == "nobody" || who == "installer" && c.released {
			c.t.Fatalf("%s made %+v of %+v", who, b, a)
		}
		if b != nil && !b.IQPIN.IsZero() && (a == nil || a.IQPIN != b.IQPIN) {
			c.t.Fatalf("%s chose a PIN for %s", who, p.ID)
		}
	}
	for _, k := range append(append([]core.Key{}, was.Keys...), is.Keys...) {
		if a, b := was.Key(k.ID), is.Key(k.ID); !reflect.DeepEqual(a, b) {
			for _, p := range []*core.Person{was.Person(k.Person), is.Person(k.Person)} {
				if p != nil && levelIn[p.Role] > reach {
					c.t.Fatalf("%s made %+v of %+v", who, b, a)
				}
			}
		}
	}
}

func (c *council) owned(was *core.Config) {
	now := !c.s.Config.Settings.Installing
	if c.released && !now {
		c.t.Fatal("a released site is not any more")
	}
	c.released = now
	var owners []core.Person
	for _, p := range c.s.Config.People {
		if p.Role == core.RoleOwner {
			owners = append(owners, p)
		}
	}
	if len(owners) > 1 || now && (len(owners) != 1 || owners[0].Blocked || owners[0].Until != 0) {
		c.t.Fatalf("owners: %+v", owners)
	}
}

// installersShut: their tags open nothing, at the hub or by a lock's own table, once it is released;
// nobody else's do before. A door that is open for a fire is open to everybody.
func (c *council) installersShut() {
	table := Table(c.s.Config, "front", 1, c.s.At)
	for _, k := range c.s.Config.Keys {
		p := c.s.Config.Person(k.Person)
		v := Access(c.s, core.Request{Door: "front", Kind: k.Kind, Digest: k.Digest, At: c.s.At})
		inTable := false
		for _, r := range table.Rows {
			inTable = inTable || r.Key == k.ID
		}
		if (v.Reason == core.Granted || inTable) && (p.Role == core.RoleInstaller) == c.released {
			c.t.Fatalf("released: %t, and the tag of %s, %s, opens: %+v", c.released, p.ID, p.Role, v)
		}
	}
}
