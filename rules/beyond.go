package rules

import (
	"slices"

	"localiq/core"
)

// exceeds is true when a opens at a time from wall on at which b does not, or for another
// credential under the same name. Asking first and a shorter lease take nothing away. It goes by
// what the configuration says: a lock may hold the week of another day.
func (c *concern) exceeds(a, b *right, wall int64) bool {
	switch {
	case !a.might() || a.end() != 0 && a.end() <= wall:
		return false
	case !b.might(), a.key.Digest != b.key.Digest, max(b.from, wall) > max(a.from, wall), b.until != 0 && (a.until == 0 || b.until < a.until):
		return true
	case b.free:
		return false
	}
	return a.free || a.zone != b.zone || c.opensBeyond(a, b, wall)
}

// might: a lock may hold it. Where dates alone keep it out of the table of this day, an older table
// may have it.
func (r *right) might() bool {
	return r.opens || r.entitled && (r.unfit == 0 || r.unfit == core.LackManySchedules) && slices.ContainsFunc(r.ways, dated)
}

// wayPair is what was found of two rights' ways. Most keys of a site have them in common.
type wayPair struct {
	a, b   []*core.Way
	beyond bool
}

// opensBeyond is true when one of a's ways is open in a minute from the day of wall on in which none
// of b's is.
func (c *concern) opensBeyond(a, b *right, wall int64) bool {
	for _, p := range c.pairs {
		if slices.Equal(p.a, a.ways) && slices.Equal(p.b, b.ways) {
			return p.beyond
		}
	}
	p := wayPair{slices.Clone(a.ways), slices.Clone(b.ways), false}
	if !slices.EqualFunc(p.a, p.b, sameHours) {
		p.beyond = beyondFrom(hoursOfAll(c.before, p.a), hoursOfAll(c.next, p.b), dateAt(c.next.Zone, wall))
	}
	c.pairs = append(c.pairs, p)
	return p.beyond
}

func sameHours(a, b *core.Way) bool {
	return slices.Equal(a.Schedule.Windows, b.Schedule.Windows) && a.Specials.Same(b.Specials)
}

func hoursOfAll(cfg *core.Config, ways []*core.Way) (out []Hours) {
	for _, w := range ways {
		out = append(out, hoursOfWay(cfg, w))
	}
	return out
}

// beyondFrom looks at the days that tell: between them every week is like the last.
func beyondFrom(a, b []Hours, today core.Date) bool {
	for _, h := range slices.Concat(a, b) {
		for d := range h.telling(today) {
			if beyond(union(a, d), union(b, d)) {
				return true
			}
		}
	}
	return false
}

func union(of []Hours, d core.Date) (out []span) {
	for i := range of {
		out = append(out, of[i].day(d)...)
	}
	return joined(out)
}
