package rehearse

import (
	"cmp"
	"slices"

	"localiq/core"
	"localiq/core/order"
)

// shut are the days on which people were refused though their schedule was open, or would have been but
// for an exception; by day, then by name.
func (c *Chronicle) shut() (out []Shut) {
	for _, d := range c.play.Doors() {
		for _, r := range c.doors[d.ID].refused {
			if c.wronged(r) {
				out = joined(out, Shut{c.who(r.person), c.date(r.at), []string{d.Name}, c.why(r)})
			}
		}
	}
	order.By(out, func(a, b Shut) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Who, b.Who), cmp.Compare(a.Why, b.Why))
	})
	return out
}

func (c *Chronicle) wronged(r refusal) bool {
	if r.person == "" || r.reason == core.OutsideSchedule {
		is, _ := lies(c.play.Config, r)
		return r.person != "" && is == replaced
	}
	return hadTime(r.verdict)
}

// joined adds a door to the day that is there already.
func joined(all []Shut, s Shut) []Shut {
	for i := range all {
		if o := &all[i]; o.Who == s.Who && o.Date == s.Date && o.Why == s.Why {
			if !slices.Contains(o.Doors, s.Doors[0]) {
				o.Doors = append(o.Doors, s.Doors[0])
			}
			return all
		}
	}
	return append(all, s)
}
