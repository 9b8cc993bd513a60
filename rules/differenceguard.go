package rules

import (
	"cmp"
	"fmt"
	"slices"

	"localiq/core"
)

// guard is about what the door asks for beyond a right.
func (c *comparison) guard() {
	var was core.Guard
	if c.was != nil {
		was = c.was.Guard
	}
	is := c.is.Guard
	c.asks(was.Factors == core.TagAndPIN, is.Factors == core.TagAndPIN, "for tag and PIN")
	c.asks(was.Pair, is.Pair, "for two people")
	c.asks(was.First, is.First, "for the first person of the day")
	if was.Passback != is.Passback {
		c.say(c.is.Name + ": passback " + is.Passback.String() + " instead of " + was.Passback.String())
	}
	if was.Area != is.Area {
		c.say(c.is.Name + " leads to " + areaSaid(is.Area) + " instead of " + areaSaid(was.Area))
	}
}

func (c *comparison) asks(was, is bool, what string) {
	switch {
	case is && !was:
		c.say(c.is.Name + " now asks " + what)
	case was && !is:
		c.say(c.is.Name + " no longer asks " + what)
	}
}

func areaSaid(a core.AreaID) string { return cmp.Or(string(a), "no area") }

// uses is about how often keys open, at any door. Those that change alike are told together.
func (c *comparison) uses() {
	type told struct {
		what   string
		people []core.PersonID // one for each key
	}
	var all []told
	eachKey(c.a, c.b, func(was, is *core.Key) {
		if was == nil || is == nil || was.Uses == is.Uses {
			return
		}
		what := "open " + usesSaid(is.Uses) + " instead of " + usesSaid(was.Uses)
		i := slices.IndexFunc(all, func(t told) bool { return t.what == what })
		if i == -1 {
			i, all = len(all), append(all, told{what: what})
		}
		all[i].people = append(all[i].people, is.Person)
	})
	for _, t := range all {
		said := fmt.Sprintf("%d keys %s", len(t.people), t.what)
		if len(t.people) == 1 {
			said = "1 key opens" + t.what[len("open"):]
		}
		c.out = append(c.out, core.Difference{Text: said, People: t.people})
	}
}

func usesSaid(n int) string {
	switch n {
	case 0:
		return "any number of times"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
