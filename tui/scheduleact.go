package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// weekAt is the schedule that is looked at, or chosen in the list.
func (m *model) weekAt() (core.ScheduleRow, bool) {
	if p := m.ui.here(); p.Screen == scheduleScreen {
		return m.ui.weekRow(p.Week)
	}
	row, ok := m.ui.chosenRow()
	return row.Week, ok
}

func (m *model) newSchedule() tea.Cmd {
	return m.fill(form{Title: m.t("A new schedule"), Verb: addPersonVerb, Wish: wishSchedule, Fields: weekFields(core.ScheduleRow{})})
}

func (m *model) changeSchedule() tea.Cmd {
	s, ok := m.weekAt()
	if !ok {
		return nil
	}
	name := plain.Clean(s.Name)
	return m.fill(form{Title: m.t("Change the schedule %s", name), Verb: changePersonVerb, Wish: wishSchedule, Name: m.t("the schedule %s", name), Of: string(s.ID), Preview: true, Fields: weekFields(s)})
}

// weekFields are written as in a site file, with semicolons between.
func weekFields(s core.ScheduleRow) []field {
	fs := []field{
		{Label: "Name", Text: plain.Clean(s.Name), Must: true},
		{Label: "Hours", Text: plain.Clean(strings.Join(s.Windows, "; ")), Teach: "Mon-Fri 08:00-17:00; Sat 09:00-12:00"},
		{Label: "Instead", Text: plain.Clean(strings.Join(s.Exceptions, "; ")), Teach: "2026-12-24 closed; 2026-12-31 08:00-12:00"},
		{Label: "Holidays", Text: plain.Clean(strings.Join(s.Calendars, "; ")), Teach: "names of calendars of the site's file"},
		{Label: "Then", Text: plain.Clean(strings.Join(s.Holiday, "; ")), Teach: "hours on these holidays; empty: closed"},
	}
	for i := range fs {
		fs[i].Was = fs[i].Text
	}
	return fs
}

// scheduleWish is what was changed, and nothing else; what was emptied is cleared.
func (f form) scheduleWish() core.Wish {
	w := core.PutSchedule{Of: core.ScheduleID(f.Of)}
	if x := f.at("Name"); x.Text != x.Was {
		w.Name = f.text("Name")
	}
	for label, part := range map[string]struct {
		to   *[]string
		name string
	}{"Hours": {&w.Windows, "windows"}, "Instead": {&w.Exceptions, "exceptions"}, "Holidays": {&w.Calendars, "calendars"}, "Then": {&w.Holiday, "holiday"}} {
		x := f.at(label)
		if x.Text == x.Was {
			continue
		}
		if *part.to = parts(x.Text); len(*part.to) == 0 {
			w.Clear = append(w.Clear, part.name)
		}
	}
	return w
}

// parts are what stands between semicolons.
func parts(s string) (out []string) {
	for _, p := range strings.Split(s, ";") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (m *model) askRemoveSchedule() tea.Cmd {
	s, ok := m.weekAt()
	if !ok {
		return nil
	}
	e := errand{Name: m.t("the schedule %s", plain.Clean(s.Name)), Verb: removeVerb, Wish: core.RemoveSchedule{Schedule: s.ID}, Week: s.ID}
	return m.preview(e, "", "")
}
