package sitefile

import (
	"cmp"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

type schedule struct {
	at         place
	id, name   text
	windows    []text
	exceptions []text
	calendars  []text
	holiday    []text
	holidayAt  place
}

func (r *reader) schedule(n ast.Node) schedule {
	t := r.table(n, "a schedule")
	defer t.done()
	s := schedule{at: t.at, id: t.text("id"), name: t.text("name"), windows: t.texts("windows"),
		exceptions: t.texts("exceptions"), calendars: t.texts("calendars"), holiday: t.texts("holiday")}
	if row := t.rows["holiday"]; row != nil {
		s.holidayAt = at(row.Key)
	}
	return s
}

func (p *planner) schedules(fs []schedule) {
	p.scheduleIndex.what = "schedule"
	entries := make([]entry, len(fs))
	for i, f := range fs {
		name := p.need(f.name, f.at, "a schedule")
		entries[i] = entry{f.at, f.id, name, name}
	}
	have := make([]known, len(p.old.Schedules))
	for i, s := range p.old.Schedules {
		have[i] = known{string(s.ID), s.Name}
	}
	for i, id := range p.match("schedule", "s", have, entries) {
		p.schedule(core.ScheduleID(id), entries[i].name, fs[i])
	}
}

func (p *planner) schedule(id core.ScheduleID, name string, f schedule) {
	is := core.Schedule{ID: id, Name: name, Windows: p.windows(f.windows, p.window), Exceptions: p.exceptions(f.exceptions),
		Holiday: p.windows(f.holiday, p.holidayWindow)}
	for _, t := range f.calendars {
		if c := p.resolve(p.calendarIndex, t); c != "" {
			is.Calendars = append(is.Calendars, core.CalendarID(c))
		}
	}
	is.Calendars = sorted(is.Calendars)
	if len(f.holiday) > 0 && len(f.calendars) == 0 {
		p.fault(f.holidayAt, "which days are holidays, calendars say: write `calendars: [NAME]` beside it")
	}
	p.scheduleIndex.add(string(id), is.Name, f.id)
	was := p.old.Schedule(id)
	var d diff
	if was != nil {
		of(&d, "name", was.Name, is.Name)
		ofList(&d, "windows", windowTexts(was.Windows), windowTexts(is.Windows))
		ofList(&d, "exceptions", exceptionTexts(was.Exceptions), exceptionTexts(is.Exceptions))
		ofList(&d, "calendars", p.calendarNames(was.Calendars), p.calendarNames(is.Calendars))
		ofList(&d, "holiday", holidayTexts(was.Holiday), holidayTexts(is.Holiday))
	}
	p.put(is, f.at, was == nil, "schedule "+is.Name, d)
}

// windows reads a list of them, and tells the first that is one too many for a day.
func (p *planner) windows(ts []text, read func(text) core.Window) (out []core.Window) {
	var on [7]int
	for _, t := range ts {
		w := read(t)
		out = append(out, w)
		for d := range on {
			if on[d] += int(w.Days >> d & 1); on[d] == core.MaxWindows+1 {
				p.fault(t.at, "this is more than %d windows on one day", core.MaxWindows)
			}
		}
	}
	return out
}

func windowTexts(ws []core.Window) (out []string) {
	for _, w := range ws {
		out = append(out, windowText(w))
	}
	return out
}

func (x *exporter) schedules() {
	rows := order.Copy(x.cfg.Schedules, func(a, b core.Schedule) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	calendars := references(x.cfg.Calendars, func(c core.Calendar) string { return c.Name })
	x.section("schedules", len(rows))
	for _, s := range rows {
		x.first(1, "name", s.Name)
		x.field(2, "id", string(s.ID))
		if len(s.Windows) == 0 {
			x.line(2, "windows: []")
		}
		x.lines("windows", windowTexts(s.Windows))
		x.lines("exceptions", exceptionTexts(s.Exceptions))
		x.list(2, "calendars", refs(calendars, s.Calendars))
		x.lines("holiday", holidayTexts(s.Holiday))
	}
}

// lines writes what YAML takes for strings anyway; nothing for none.
func (x *exporter) lines(name string, values []string) {
	if len(values) == 0 {
		return
	}
	x.line(2, name+":")
	for _, v := range values {
		x.line(3, "- "+v)
	}
}
