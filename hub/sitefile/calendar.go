package sitefile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

type calendar struct {
	at       place
	id, name text
	days     []text
}

func (r *reader) calendar(n ast.Node) calendar {
	t := r.table(n, "a calendar")
	defer t.done()
	return calendar{at: t.at, id: t.text("id"), name: t.text("name"), days: t.texts("days")}
}

func (p *planner) calendars(fs []calendar) {
	p.calendarIndex.what = "calendar"
	entries := make([]entry, len(fs))
	for i, f := range fs {
		name := p.need(f.name, f.at, "a calendar")
		entries[i] = entry{f.at, f.id, name, name}
	}
	have := make([]known, len(p.old.Calendars))
	for i, c := range p.old.Calendars {
		have[i] = known{string(c.ID), c.Name}
	}
	for i, id := range p.match("calendar", "c", have, entries) {
		is := core.Calendar{ID: core.CalendarID(id), Name: entries[i].name, Days: p.holidays(fs[i].days)}
		p.calendarIndex.add(id, is.Name, fs[i].id)
		was := p.old.Calendar(is.ID)
		var d diff
		if was != nil {
			of(&d, "name", was.Name, is.Name)
			ofList(&d, "days", dayTexts(was.Days), dayTexts(is.Days))
		}
		p.put(is, fs[i].at, was == nil, "calendar "+is.Name, d)
		if leap := func(h core.Holiday) bool { return h.Yearly == 229 || h.YearlyTo == 229 }; (was == nil || len(d) > 0) && slices.ContainsFunc(is.Days, leap) {
			p.say("calendar %s: 02-29 is in leap years alone", is.Name)
		}
	}
}

// holidays come in the order of their dates, however the file has them.
func (p *planner) holidays(ts []text) (out []core.Holiday) {
	for i, t := range ts {
		dates, name, _ := strings.Cut(strings.TrimSpace(t.s), " ")
		h, ok := p.holiday(dates, t.at)
		if i == core.MaxDays {
			p.fault(t.at, "these are more than %d days", core.MaxDays)
		}
		if ok {
			t.s = strings.TrimSpace(name)
			h.Name = p.name(t, "a holiday")
			out = append(out, h)
		}
	}
	order.By(out, func(a, b core.Holiday) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Yearly, b.Yearly), cmp.Compare(a.YearlyTo, b.YearlyTo))
	})
	return out
}

// holiday reads dates, or "12-25" and "12-24..01-06" for days of every year. What has no year at its
// beginning is meant so.
func (p *planner) holiday(s string, at place) (h core.Holiday, ok bool) {
	a, b, isRange := strings.Cut(s, "..")
	if len(a) != len("12-25") || a[2] != '-' {
		h.From, h.To, ok = p.dates(s, at)
		return h, ok
	}
	ok = h.Yearly.UnmarshalText([]byte(a)) == nil
	if isRange {
		ok = ok && b != "" && h.YearlyTo.UnmarshalText([]byte(b)) == nil
	}
	if !ok {
		p.fault(at, "not a day of every year: write 12-25, or 12-24..12-26 with the last day")
	}
	if h.YearlyTo == h.Yearly {
		h.YearlyTo = 0
	}
	return h, ok
}

func dayTexts(days []core.Holiday) (out []string) {
	for _, h := range days {
		said := datesText(h.From, h.Last())
		if h.Yearly != 0 {
			said = datesText(h.Yearly, h.YearlyLast())
		}
		out = append(out, strings.TrimSpace(said+" "+h.Name))
	}
	return out
}

func (p *planner) calendarNames(ids []core.CalendarID) (out []string) {
	for _, id := range ids {
		n := p.calendarIndex.name(string(id))
		if c := p.old.Calendar(id); n == "" && c != nil {
			n = c.Name
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// calendars are written only where there are any: older files have no such section.
func (x *exporter) calendars() {
	rows := order.Copy(x.cfg.Calendars, func(a, b core.Calendar) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if len(rows) == 0 {
		return
	}
	x.section("calendars", len(rows))
	for _, c := range rows {
		x.first(1, "name", c.Name)
		x.field(2, "id", string(c.ID))
		var days []string
		for i, s := range dayTexts(c.Days) {
			if n := c.Days[i].Name; n != "" && !plain.MatchString(n) {
				s = quoted(s)
			}
			days = append(days, s)
		}
		x.lines("days", days)
	}
}
