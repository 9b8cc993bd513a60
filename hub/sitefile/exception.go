package sitefile

import (
	"cmp"
	"fmt"
	"strings"

	"localiq/core"
	"localiq/core/order"
)

// An exception is one line: "2026-12-25 closed", "2026-12-24 08:00-12:00, 13:00-15:00", or
// "2026-12-27..2026-12-31 Mon-Fri 10:00-12:00". Days hold for all times after them in the line;
// before any, every day is meant.

func exceptionTexts(es []core.Exception) (out []string) {
	for _, e := range es {
		out = append(out, exceptionText(e))
	}
	return out
}

func exceptionText(e core.Exception) string {
	if len(e.Windows) == 0 {
		return datesText(e.From, e.Last()) + " closed"
	}
	var parts []string
	days := core.EveryDay
	for _, w := range e.Windows {
		s := hoursText(w)
		if w.Days != days {
			s = w.Days.Ranges() + " " + s
		}
		parts, days = append(parts, s), w.Days
	}
	return datesText(e.From, e.Last()) + " " + strings.Join(parts, ", ")
}

func datesText[D core.Date | core.YearDay](from, last D) string {
	if from == last {
		return fmt.Sprint(from)
	}
	return fmt.Sprint(from, "..", last)
}

// exceptions come in the order of their dates, however the file has them.
func (p *planner) exceptions(ts []text) (out []core.Exception) {
	seen := map[[2]core.Date]place{}
	for i, t := range ts {
		e, ok := p.exception(t)
		both := [2]core.Date{e.From, e.Last()}
		first, twice := seen[both]
		switch {
		case i == core.MaxDays:
			p.fault(t.at, "these are more than %d exceptions", core.MaxDays)
		case ok && twice:
			p.fault(t.at, "these days are already at line %d: write all their hours in one line, with commas", first.line)
		case ok:
			seen[both] = t.at
			out = append(out, e)
		}
	}
	order.By(out, func(a, b core.Exception) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

func (p *planner) exception(t text) (e core.Exception, ok bool) {
	dates, rest, _ := strings.Cut(strings.TrimSpace(t.s), " ")
	if e.From, e.To, ok = p.dates(dates, t.at); !ok {
		return e, false
	}
	if rest = strings.TrimSpace(rest); rest == "closed" {
		return e, true
	}
	e.Windows = p.exceptionWindows(t, rest)
	return e, len(e.Windows) > 0
}

func (p *planner) exceptionWindows(t text, rest string) (out []core.Window) {
	days := core.EveryDay
	for word := range strings.FieldsSeq(strings.ReplaceAll(rest, ", ", " ")) {
		if word[0] > '9' {
			if days.UnmarshalText([]byte(word)) == nil {
				continue
			}
		}
		for s := range strings.SplitSeq(word, ",") {
			w := core.Window{Days: days}
			if !hours(&w, s) {
				p.fault(t.at, "not the hours of an exception: write `closed`, or times like 08:00-12:00, 13:00-15:00, with days before them where they count")
				return nil
			}
			out = append(out, p.notEmpty(t, w))
		}
	}
	if len(out) == 0 {
		p.fault(t.at, "this exception has no hours: write `closed` if it is")
	}
	if len(out) > core.MaxWindows {
		p.fault(t.at, "these are more than %d windows", core.MaxWindows)
	}
	return out
}

// dates reads "2026-12-25" (to is 0) or "2026-12-24..2026-12-26".
func (p *planner) dates(s string, at place) (from, to core.Date, ok bool) {
	a, b, isRange := strings.Cut(s, "..")
	ok = a != "" && from.UnmarshalText([]byte(a)) == nil
	if isRange {
		ok = ok && b != "" && to.UnmarshalText([]byte(b)) == nil
	}
	switch {
	case !ok:
		p.fault(at, "this does not begin with a date: write 2026-12-25, or 2026-12-24..2026-12-26 with the last day, up to %s", core.LastDate)
	case to != 0 && to < from:
		p.fault(at, "these days end before they begin")
		return from, to, false
	case to == from:
		to = 0
	}
	return from, to, ok
}
