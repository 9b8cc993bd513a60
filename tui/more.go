package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
)

// moreRows are the screens without a number of their own, and what each is for.
var moreRows = []struct {
	screen screen
	is     string
}{
	{podsScreen, "companies in the building: their doors, members and guests"},
	{schedulesScreen, "when groups open and office mode runs; the next 14 days"},
	{siteScreen, "settings, release, and modes of every door at once"},
	{checksScreen, "what is in order here, what is not, and what to do about it"},
	{hubScreen, "this box: version, disk, queues, radios, who is on it"},
	{auditScreen, "who changed what"},
	{messagesScreen, "what this console told you"},
}

func morePane(_ *core.Snapshot, u UI, w, h int) []string {
	var lines []string
	at := 0
	for i, r := range moreRows {
		selected := i == u.here().At
		if selected {
			at = len(lines)
		}
		name := marked(u.name(r.screen), selected)
		if w >= 60 {
			lines = append(lines, fit(name, 14, u.Glyphs)+clip(u.t(r.is), w-14, u.Glyphs))
			continue
		}
		lines = append(lines, name)
		if selected {
			for _, l := range wrap(u.t(r.is), w-4, "") {
				lines = append(lines, "    "+l)
			}
		}
	}
	from, to := window(len(lines), at, h)
	return lines[from:to]
}

func (m *model) enterMore() tea.Cmd {
	m.ui.push(place{Screen: moreRows[m.ui.here().At].screen})
	return nil
}
