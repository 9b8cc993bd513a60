package oracle

import (
	"math/rand/v2"
	"time"

	"localiq/core"
)

// chance draws a site. Whatever is drawn lies near an anchor: a moment at which clocks jump, a year
// ends or a leap day is, because that is where two ways to reckon differ.
type chance struct {
	*rand.Rand
	zone   *time.Location
	anchor int64     // ns UTC
	date   core.Date // of anchor
}

var zones = load("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca",
	"Asia/Kolkata", "UTC", "America/St_Johns", "Africa/Cairo", "Antarctica/Troll", "America/Havana")

func load(names ...string) (out []*time.Location) {
	for _, n := range names {
		z, err := time.LoadLocation(n)
		if err != nil {
			panic(err)
		}
		out = append(out, z)
	}
	return out
}

func newChance(seed, n uint64) *chance {
	c := &chance{Rand: rand.New(rand.NewPCG(seed, n))}
	c.zone = pick(c, zones...)
	c.anchor = pick(c, anchors(c.zone)...)
	c.date = core.DateOf(time.Unix(0, c.anchor).In(c.zone))
	return c
}

// anchors are the jumps of a zone from 2026 to 2028, leap day, the ends of years, and a day on which
// nothing is.
func anchors(z *time.Location) (out []int64) {
	for t := time.Date(2026, 1, 1, 0, 0, 0, 0, z); t.Year() < 2029; {
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		out = append(out, end.UnixNano())
		t = end
	}
	for _, d := range [][3]int{{2028, 2, 29}, {2028, 3, 1}, {2027, 1, 1}, {2026, 11, 18}} {
		out = append(out, time.Date(d[0], time.Month(d[1]), d[2], 0, 0, 0, 0, z).UnixNano())
	}
	return out
}

func pick[T any](c *chance, of ...T) T { return of[c.IntN(len(of))] }

// some are up to n of them, in their order.
func some[T any](c *chance, n int, of []T) (out []T) {
	for _, v := range of {
		if len(out) < n && c.odds(2, 3) {
			out = append(out, v)
		}
	}
	return out
}

// odds is true n times in of.
func (c *chance) odds(n, of int) bool { return c.IntN(of) < n }

// near is a day by the anchor.
func (c *chance) near() core.Date { return c.date + core.Date(c.IntN(7)-3) }

// instant is a hard one: an edge of what spans say, midnight, a jump of the clock, with a nanosecond
// either way; or any at all.
func (c *chance) instant(edges []int64) int64 {
	z := []int64{c.anchor, c.anchor, hours{cfg: &core.Config{Zone: c.zone}}.first(onWall(c.near(), 0))}
	z = append(z, edges...)
	t := pick(c, z...)
	if len(edges) > 0 && c.odds(1, 2) {
		t = pick(c, edges...)
	}
	return t + pick(c, 0, -1, 1, int64(c.IntN(7200)-3600)*int64(time.Second), int64(c.IntN(5*day*60)-5*day*30)*int64(time.Second))
}
