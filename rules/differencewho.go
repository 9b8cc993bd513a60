package rules

import (
	"fmt"
	"slices"

	"localiq/core"
)

// who is about whom the door opens for. People with the same hours before, and the same after, are
// told together.
func (c *comparison) who() {
	var all []crowd
	for _, id := range peopleOf(c.a, c.b) {
		was, is := c.hours(c.a, c.was, id), c.hours(c.b, c.is, id)
		if was.same(is) {
			continue
		}
		i := slices.IndexFunc(all, func(o crowd) bool { return o.was.equal(was) && o.is.equal(is) })
		if i == -1 {
			i, all = len(all), append(all, crowd{was: was, is: is})
		}
		all[i].people = append(all[i].people, id)
	}
	var told []tidings
	for _, o := range all {
		for _, said := range c.tidings(o) {
			told = said.among(told)
		}
	}
	for _, t := range told {
		c.say(counting(len(t.people), t.verb, t.verbs)+" "+t.what, t.people...)
	}
}

// crowd is people who had the same hours and have the same.
type crowd struct {
	was, is access
	people  []core.PersonID
}

// tidings are the same for all of these people.
type tidings struct {
	verb, verbs, what string // "gains", "gain", "Front at night"
	people            []core.PersonID
}

func (t tidings) among(all []tidings) []tidings {
	for i := range all {
		if all[i].verb == t.verb && all[i].what == t.what {
			all[i].people = append(all[i].people, t.people...)
			slices.Sort(all[i].people)
			all[i].people = slices.Compact(all[i].people)
			return all
		}
	}
	return append(all, t)
}

func counting(n int, verb, verbs string) string {
	if n == 1 {
		return "1 person " + verb
	}
	return fmt.Sprintf("%d people %s", n, verbs)
}

func (c *comparison) tidings(o crowd) (out []tidings) {
	door := c.is.Name
	w := compare(o.was.of(c.a), o.is.of(c.b), c.today)
	if more, some := w.gained(); some {
		out = append(out, tidings{"gains", "gain", door + more, o.people})
	}
	if less, some := w.lost(); some {
		out = append(out, tidings{"loses", "lose", door + less, o.people})
	}
	if on := w.moreDates(); on != "" {
		out = append(out, tidings{"gains", "gain", door + on, o.people})
	}
	if on := w.lessDates(); on != "" {
		out = append(out, tidings{"loses", "lose", door + on, o.people})
	}
	return out
}

// access is when somebody may open a door, by the configuration.
type access struct {
	free bool        // at all times
	ways []*core.Way // by schedule, each once
}

func (c *comparison) hours(cfg *core.Config, set *core.Door, id core.PersonID) (x access) {
	p := cfg.Person(id)
	if set == nil || p == nil || p.Blocked || p.Until != 0 && p.Until <= c.wall {
		return x
	}
	x.free = everywhere(p)
	for ws := reach(cfg, p, set.ID); !x.free; {
		way := ws.next()
		if way == nil {
			break
		}
		if x.free = way.Schedule == nil; x.free {
			break
		}
		if i, has := slices.BinarySearchFunc(x.ways, way.Schedule.ID, byWaySchedule); !has {
			x.ways = slices.Insert(x.ways, i, way)
		}
	}
	if x.free {
		x.ways = nil
	}
	return x
}

// equal is within one configuration, same across two.
func (x access) equal(o access) bool { return x.free == o.free && slices.Equal(x.ways, o.ways) }
func (x access) same(o access) bool {
	return x.free == o.free && slices.EqualFunc(x.ways, o.ways, sameHours)
}

func (x access) of(cfg *core.Config) []Hours {
	if x.free {
		return []Hours{{zone: cfg.Zone, weekly: []core.Window{{Days: core.EveryDay, End: core.EndOfDay}}}}
	}
	return hoursOfAll(cfg, x.ways)
}

func peopleOf(a, b *core.Config) (out []core.PersonID) {
	for _, c := range []*core.Config{a, b} {
		for i := range c.People {
			out = append(out, c.People[i].ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
