package sitefile

import (
	"strconv"

	"localiq/core"
)

// guarding is what a door asks for beyond a right; every key of it may be missing.
type guarding struct{ factors, pair, first, area, passback text }

func guardingOf(t *table) guarding {
	return guarding{t.text("factors"), t.text("pair"), t.text("firstPerson"), t.text("area"), t.text("passback")}
}

func (p *planner) guarding(f guarding) core.Guard {
	is := core.Guard{Pair: p.yes(f.pair), First: p.yes(f.first), Area: core.AreaID(p.name(f.area, "an area"))}
	p.choice(f.factors, &is.Factors, "one, tag+pin")
	p.choice(f.passback, &is.Passback, "off, soft, hard")
	if is.Passback != core.PassbackOff && is.Area == "" {
		p.fault(f.passback.at, "passback needs to know where the door leads: write `area: …` at it, such as inside")
	}
	if len(is.Area) > core.MaxArea {
		p.fault(f.area.at, "the name of an area has at most %d bytes", core.MaxArea)
	}
	return is
}

func guardingDiff(d *diff, was, is core.Guard) {
	of(d, "factors", was.Factors, is.Factors)
	of(d, "pair", was.Pair, is.Pair)
	of(d, "firstPerson", was.First, is.First)
	of(d, "area", was.Area, is.Area)
	of(d, "passback", was.Passback, is.Passback)
}

func (x *exporter) guarding(g core.Guard) {
	if g.Factors != core.OneFactor {
		x.field(2, "factors", g.Factors.String())
	}
	if g.Pair {
		x.line(2, "pair: true")
	}
	if g.First {
		x.line(2, "firstPerson: true")
	}
	x.field(2, "area", string(g.Area))
	if g.Passback != core.PassbackOff {
		x.field(2, "passback", g.Passback.String())
	}
}

// amnesty reads the time of day at which it is forgotten where people are; not set is midnight.
func (p *planner) amnesty(t text) (m core.Minute) {
	if t.set && (m.UnmarshalText([]byte(t.s)) != nil || m == core.EndOfDay) {
		p.fault(t.at, "write a time of day, \"00:00\" to \"23:59\"")
		return 0
	}
	return m
}

func (x *exporter) amnesty(m core.Minute) {
	if m != 0 {
		x.line(1, "amnesty: "+strconv.Quote(m.String()))
	}
}

// uses reads how many openings a key is good for; not set is any number.
func (p *planner) uses(t text) int {
	if !t.set {
		return 0
	}
	n, err := strconv.Atoi(t.s)
	if err != nil || n < 1 || n > core.MaxUses {
		p.fault(t.at, "write how often it opens, 1 to %d, or leave it out: any number", core.MaxUses)
		return 0
	}
	return n
}

func usesWord(n int) string {
	if n == 0 {
		return "any"
	}
	return strconv.Itoa(n)
}
