package rules

import (
	"cmp"
	"fmt"

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
	var order []string
	people, n := map[string][]core.PersonID{}, map[string]int{}
	eachKey(c.a, c.b, func(was, is *core.Key) {
		if was == nil || is == nil || was.Uses == is.Uses {
			return
		}
		what := "open " + usesSaid(is.Uses) + " instead of " + usesSaid(was.Uses)
		if n[what]++; n[what] == 1 {
			order = append(order, what)
		}
		people[what] = append(people[what], is.Person)
	})
	for _, what := range order {
		said := fmt.Sprintf("%d keys %s", n[what], what)
		if n[what] == 1 {
			said = "1 key opens" + what[len("open"):]
		}
		c.out = append(c.out, core.Difference{Text: said, People: people[what]})
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
