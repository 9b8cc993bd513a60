package rules

import (
	"fmt"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// randomSite has every source of right, and everything that takes one away.
func randomSite(t *rapid.T, zone *time.Location) *core.Site {
	edits := []core.Edit{core.Put(core.Settings{Name: "random", Zone: zone.String()})}
	for i := range 4 {
		edits = append(edits, core.Put(randomSchedule(t, i)))
	}
	doors := []core.DoorID{"back", "cellar", "front"}
	for i, d := range doors {
		l := core.LockID(d + ".lock")
		edits = append(edits, core.Put(core.Lock{ID: l, Family: "localiq", Journal: "j1"}), core.Put(core.Door{ID: d, Name: string(d), Lock: l,
			Office: core.OfficePolicy(rapid.IntRange(0, 2).Draw(t, "office")), Schedule: "s0", Table: core.TablePolicy(i % 3)}))
	}
	groups := []core.GroupID{"g0", "g1", "g2", "g3", "g4"}
	for _, id := range groups {
		edits = append(edits, core.Put(core.Group{ID: id, Name: "group", Doors: some(t, doors),
			Schedule: rapid.SampledFrom([]core.ScheduleID{"", "s0", "s1", "s2", "s3"}).Draw(t, "schedule")}))
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "people") {
		p := core.Person{ID: core.PersonID(fmt.Sprint("p", i)), Groups: some(t, groups)}
		randomPerson(t, &p)
		edits = append(edits, core.Put(p))
		for j := range rapid.IntRange(0, 2).Draw(t, "keys") {
			k := core.Key{ID: core.KeyID(fmt.Sprintf("k%d%d", i, j)), Person: p.ID}
			k.Kind = core.KeyKind(rapid.IntRange(int(core.KeyTag), int(core.KeyDigital)).Draw(t, "kind"))
			k.State = core.KeyState(1 + max(0, rapid.IntRange(-3, 3).Draw(t, "state")))
			k.From, k.Until = validity(t)
			k.Digest = digest(k.ID)
			edits = append(edits, core.Put(k))
		}
	}
	cfg, err := core.NewConfig().With(1, edits, zone)
	if err != nil {
		t.Fatal(err)
	}
	return core.NewSite(core.HubState{}).Apply(1, at("2026-11-01T00:00:00"), []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
}

func randomPerson(t *rapid.T, p *core.Person) {
	one := func(of int, name string) bool { return rapid.IntRange(1, of).Draw(t, name) == 1 }
	p.Master, p.EOM, p.MOM, p.Blocked = one(6, "master"), one(3, "eom"), one(3, "mom"), one(8, "blocked")
	p.Role = core.Role(max(0, rapid.IntRange(-6, 3).Draw(t, "role")))
	p.From, p.Until = validity(t)
}

func randomSchedule(t *rapid.T, i int) core.Schedule {
	sc := core.Schedule{ID: core.ScheduleID(fmt.Sprint("s", i)), Name: "schedule"}
	for range rapid.IntRange(0, 3).Draw(t, "windows") {
		w := core.Window{Days: core.Days(rapid.IntRange(1, int(core.EveryDay)).Draw(t, "days")),
			Start: core.Minute(15 * rapid.IntRange(0, 95).Draw(t, "start")), End: core.Minute(15 * rapid.IntRange(0, 96).Draw(t, "end"))}
		if w.Start != w.End {
			sc.Windows = append(sc.Windows, w)
		}
	}
	return sc
}

func some[T any](t *rapid.T, of []T) (out []T) {
	for _, v := range of {
		if rapid.IntRange(0, 2).Draw(t, "in") > 0 {
			out = append(out, v)
		}
	}
	return out
}

func validity(t *rapid.T) (from, until int64) {
	if rapid.IntRange(0, 3).Draw(t, "from") == 0 {
		from = at("2026-10-01T00:00:00").Wall + int64(rapid.IntRange(0, 60*24).Draw(t, "hour"))*int64(time.Hour)
	}
	if rapid.IntRange(0, 3).Draw(t, "until") == 0 {
		until = max(from, at("2026-10-15T00:00:00").Wall) + int64(1+rapid.IntRange(0, 60*24).Draw(t, "for"))*int64(time.Hour)
	}
	return from, until
}

// randomInstant is often at an edge: a quarter of an hour, a limit, the night in which the zone's
// clock goes back.
func randomInstant(t *rapid.T, s *core.Site) core.Instant {
	i := at("2026-10-24T00:00:00")
	i = i.Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "quarter")) * 15 * time.Minute)
	if k := s.Config.Keys; len(k) > 0 && rapid.Bool().Draw(t, "at a limit") {
		one := rapid.SampledFrom(k).Draw(t, "of")
		if limit := max(one.From, one.Until); limit != 0 {
			i = i.Add(time.Duration(limit - i.Wall))
		}
	}
	return i.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "off by")))
}

// randomEdits are some of what people do to a site; never one that is refused.
func randomEdits(t *rapid.T, c *core.Config) (edits []core.Edit) {
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		switch rapid.IntRange(0, 6).Draw(t, "edit") {
		case 0:
			edits = append(edits, core.Put(randomSchedule(t, rapid.IntRange(0, 3).Draw(t, "which"))))
		case 1:
			d := rapid.SampledFrom(c.Doors).Draw(t, "door")
			d.Table, d.Office = core.TablePolicy(rapid.IntRange(0, 2).Draw(t, "table")), core.OfficePolicy(rapid.IntRange(0, 2).Draw(t, "office"))
			d.OpenFor, d.NotClosed = rapid.IntRange(1, 3).Draw(t, "open for"), rapid.IntRange(5, 7).Draw(t, "not closed")
			edits = append(edits, core.Put(d))
		case 2:
			g := rapid.SampledFrom(c.Groups).Draw(t, "group")
			g.Doors = some(t, []core.DoorID{"back", "cellar", "front"})
			g.Schedule = rapid.SampledFrom([]core.ScheduleID{"", "s0", "s1", "s2", "s3"}).Draw(t, "schedule")
			edits = append(edits, core.Put(g))
		case 3, 4:
			p := rapid.SampledFrom(c.People).Draw(t, "person")
			p.Groups = some(t, []core.GroupID{"g0", "g1", "g2", "g3", "g4"})
			randomPerson(t, &p)
			edits = append(edits, core.Put(p))
		case 5:
			edits = append(edits, randomKeyEdit(t, c))
		case 6:
			edits = append(edits, swap(t, c)...)
		}
	}
	return edits
}

func randomKeyEdit(t *rapid.T, c *core.Config) core.Edit {
	if len(c.Keys) == 0 || rapid.IntRange(0, 3).Draw(t, "new") == 0 {
		id := core.KeyID(fmt.Sprint("n", rapid.IntRange(0, 9).Draw(t, "key")))
		return core.Put(core.Key{ID: id, Person: rapid.SampledFrom(c.People).Draw(t, "whose").ID, Kind: core.KeyPIN, Digest: digest(id), State: core.KeyActive})
	}
	k := rapid.SampledFrom(c.Keys).Draw(t, "key")
	if rapid.IntRange(0, 2).Draw(t, "drop") == 0 {
		return core.Drop(k.Ref())
	}
	if rapid.IntRange(0, 4).Draw(t, "anew") == 0 {
		k.Digest = digest(fmt.Sprint(k.ID, " anew ", rapid.IntRange(0, 99).Draw(t, "as")))
	}
	k.State = core.KeyState(1 + max(0, rapid.IntRange(-1, 3).Draw(t, "state")))
	k.From, k.Until = validity(t)
	return core.Put(k)
}

// swap has two doors change their locks.
func swap(t *rapid.T, c *core.Config) []core.Edit {
	i := rapid.IntRange(0, len(c.Doors)-1).Draw(t, "from")
	a, b := c.Doors[i], c.Doors[(i+1)%len(c.Doors)]
	a.Lock, b.Lock = b.Lock, a.Lock
	return []core.Edit{core.Put(a), core.Put(b)}
}
