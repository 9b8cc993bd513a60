package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// groupAt is the group that is looked at, or chosen in the list.
func (m *model) groupAt() (core.GroupRow, bool) {
	if m.ui.here().Screen == groupScreen {
		if g := m.ui.Gang.Is; g != nil {
			return *g, true
		}
		return core.GroupRow{}, false
	}
	row, ok := m.ui.chosenRow()
	return row.Group, ok && row.Group.ID != ""
}

func (m *model) newGroup() tea.Cmd {
	return m.fill(form{Title: m.t("A new group. Its doors and its people are chosen on its page"), Verb: addGroupVerb, Wish: wishGroup, Fields: []field{
		{Label: "Name", Must: true}, {Label: "Schedule", Kind: namesField, Teach: teachSchedule}}})
}

const teachSchedule = "empty: at all times; else a schedule's name"

// changeGroup renames it, or gives it other hours; whom that lets in or keeps out is said before it is saved.
func (m *model) changeGroup() tea.Cmd {
	g, ok := m.groupAt()
	if !ok {
		return nil
	}
	name, hours := plain.Clean(g.Name), plain.Clean(g.Schedule)
	return m.fill(form{Title: m.t("Change the group %s", name), Verb: changePersonVerb, Wish: wishRegroup, Name: m.t("the group %s", name), Of: string(g.ID), Preview: true, Fields: []field{
		{Label: "Name", Text: name, Was: name, Must: true}, {Label: "Schedule", Text: hours, Was: hours, Kind: namesField, Teach: teachSchedule}}})
}

// groupWish is that of a form about a group: what was changed, and nothing else.
func (f form) groupWish() core.Wish {
	w := core.PutGroup{Of: core.GroupID(f.Of)}
	if x := f.at("Name"); x.Text != x.Was {
		w.Name = f.text("Name")
	}
	if x := f.at("Schedule"); x.Text != x.Was {
		hours := core.ScheduleID("")
		if named := f.listed("Schedule"); len(named) > 0 {
			hours = core.ScheduleID(named[0])
		}
		w.Schedule = &hours
	}
	return w
}

func (m *model) askRemoveGroup() tea.Cmd {
	g, ok := m.groupAt()
	if !ok {
		return nil
	}
	e := errand{Name: m.t("the group %s", plain.Clean(g.Name)), Verb: removeVerb, Wish: core.RemoveGroup{Group: g.ID}, Group: g.ID}
	return m.preview(e, "", "")
}
