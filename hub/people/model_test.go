package people

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"localiq/core"
)

// model is what a site should come to, in the simplest words: who there is, who has which tag, which
// groups they are in, and which doors a group has.
type model struct {
	people map[core.PersonID]string
	tags   map[string]core.PersonID
	pins   map[core.PersonID]int
	groups map[core.PersonID]map[core.GroupID]bool
	doors  map[core.GroupID]map[core.DoorID]bool
}

// TestAnySequenceOfWishesKeepsTheSiteTrue [tag] [pin.generated] [user.delete]: no two people get the
// same tag or PIN, variants included; nobody gets a door that no group of theirs has, or loses one;
// and of whoever is removed nothing is left.
func TestAnySequenceOfWishesKeepsTheSiteTrue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newTown(t)
		m := model{map[core.PersonID]string{}, map[string]core.PersonID{}, map[core.PersonID]int{}, map[core.PersonID]map[core.GroupID]bool{},
			map[core.GroupID]map[core.DoorID]bool{"staff": {"front": true}, "sales": {"shop": true}}}
		for range rapid.IntRange(1, 60).Draw(r, "wishes") {
			m.step(r, c)
			m.same(r, c)
		}
	})
}

func (m *model) step(r *rapid.T, c *town) {
	group := rapid.SampledFrom([]core.GroupID{"staff", "sales"}).Draw(r, "group")
	door := rapid.SampledFrom([]core.DoorID{"front", "shop"}).Draw(r, "door")
	tag := fmt.Sprintf("0000000%d", rapid.IntRange(0, 4).Draw(r, "tag"))
	op := rapid.IntRange(0, 9).Draw(r, "op")
	who := m.somebody(r)
	if op == 0 || who == "" {
		m.add(c, group, rapid.SampledFrom([]string{"Ana", "Ben", "Eva"}).Draw(r, "name"))
		return
	}
	switch op {
	case 1:
		c.must(core.RemovePerson{Who: who})
		delete(m.people, who)
		delete(m.pins, who)
		delete(m.groups, who)
		for t, p := range m.tags {
			if p == who {
				delete(m.tags, t)
			}
		}
	case 2:
		_, err := c.wish(core.AssignTag{Who: who, Number: tag})
		if _, taken := m.tags[tag]; taken != (err != nil) {
			r.Fatalf("tag %s to %s: %v", tag, who, err)
		} else if !taken {
			m.tags[tag] = who
		}
	case 3:
		_, err := c.wish(core.RemoveKey{Key: core.KeyWords{Kind: core.KeyTag, Name: tag}})
		if _, there := m.tags[tag]; there == (err != nil) {
			r.Fatalf("tag %s back: %v", tag, err)
		}
		delete(m.tags, tag)
	case 4, 5:
		c.must(core.NewPIN{Person: who})
		m.pins[who]++
	case 6:
		c.must(core.ChangePerson{Who: who, Is: core.PersonWords{Join: []core.GroupID{group}}})
		m.groups[who][group] = true
	case 7:
		c.must(core.ChangePerson{Who: who, Is: core.PersonWords{Leave: []core.GroupID{group}}})
		delete(m.groups[who], group)
	case 8:
		c.must(core.PutGroup{Of: group, Open: []core.DoorID{door}})
		m.doors[group][door] = true
	case 9:
		c.must(core.PutGroup{Of: group, Shut: []core.DoorID{door}})
		delete(m.doors[group], door)
	}
}

func (m *model) add(c *town, g core.GroupID, name string) {
	p := c.add(name, "Novak", g)
	m.people[p], m.groups[p] = name, map[core.GroupID]bool{g: true}
}

func (m *model) somebody(r *rapid.T) core.PersonID {
	var all []core.PersonID
	for p := range m.people {
		all = append(all, p)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return ""
	}
	return rapid.SampledFrom(all).Draw(r, "who")
}

func (m *model) same(r *rapid.T, c *town) {
	cfg := c.site.Config
	if len(cfg.People) != len(m.people) || len(c.names) != len(m.people) {
		r.Fatalf("%d people and %d names, want %d", len(cfg.People), len(c.names), len(m.people))
	}
	seen := map[core.Digest]core.KeyID{}
	pins := map[core.PersonID]int{}
	for _, k := range cfg.Keys {
		if m.people[k.Person] == "" || c.secrets[k.Person][k.ID].Reveal() == "" {
			r.Fatalf("key %+v is of nobody, or nobody knows what it is", k)
		}
		for _, d := range []core.Digest{k.Digest, k.Duress} {
			if other, twice := seen[d]; twice && !d.IsZero() {
				r.Fatalf("%s and %s are one credential", k.ID, other)
			}
			seen[d] = k.ID
		}
		if k.Kind == core.KeyPIN {
			pins[k.Person]++
		}
	}
	if len(cfg.Keys) != len(m.tags)+total(m.pins) || total(pins) != total(m.pins) {
		r.Fatalf("%d keys, want %d tags and %d PINs", len(cfg.Keys), len(m.tags), total(m.pins))
	}
	for p := range c.secrets {
		if m.people[p] == "" {
			r.Fatalf("secrets of %s, who is gone", p)
		}
	}
	m.sameDoors(r, cfg)
}

func (m *model) sameDoors(r *rapid.T, cfg *core.Config) {
	for i := range cfg.People {
		is := &cfg.People[i]
		var want []core.DoorID
		for _, d := range []core.DoorID{"front", "shop"} {
			for g := range m.groups[is.ID] {
				if m.doors[g][d] && !slices.Contains(want, d) {
					want = append(want, d)
				}
			}
		}
		if got := doorsOf(cfg, is); !slices.Equal(got, want) {
			r.Fatalf("%s has %v, want %v", is.ID, got, want)
		}
	}
}

func total(n map[core.PersonID]int) (sum int) {
	for _, x := range n {
		sum += x
	}
	return sum
}
