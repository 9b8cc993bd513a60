package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// podsPane lists the companies in the building.
func podsPane(u UI, w, h int) []string {
	name := max(14, w/4)
	titles := fit("  "+u.t("POD"), name+2, u.Glyphs) + " " + fit(u.t("MEMBERS"), 8, u.Glyphs) + fit(u.t("GUESTS"), 14, u.Glyphs)
	if w >= 60 {
		titles += u.t("DOORS")
	}
	row := func(r rollRow, selected bool) []string {
		p := r.Pod
		line := fit(marked(clip(plain.Clean(p.Name), name, u.Glyphs), selected), name+2, u.Glyphs) + " " + fit(plain.Number(len(p.Members)), 8, u.Glyphs)
		guests := u.t("%s of %s", plain.Number(len(p.Guests)), plain.Number(p.Limit))
		if len(p.Guests) >= p.Limit {
			guests = in(warn, u.t("%s, full", guests))
		}
		line += fit(guests, 14, u.Glyphs)
		doors := or(plain.Clean(strings.Join(p.Doors, ", ")), u.t("no door"))
		switch {
		case w >= 60:
			return []string{line + clip(doors, w-width(line), u.Glyphs)}
		case selected:
			return []string{strings.TrimRight(line, " "), "    " + clip(doors, w-4, u.Glyphs)}
		}
		return []string{strings.TrimRight(line, " ")}
	}
	return rollPane(u, w, h, strings.TrimRight(titles, " "), row, func() []string {
		switch {
		case u.roll().Words != "":
			return teach(w, u.Glyphs, u.t("No pod is found."), u.t("Words are looked for in the names of pods and of their members. Esc shows all."))
		case u.Admin:
			return teach(w, u.Glyphs, u.t("No pods."), u.t("A pod is a company in a shared building: its doors, its members, and how many guests they may have. n makes one."))
		}
		return teach(w, u.Glyphs, u.t("No pods."), u.t("A pod is a company in a shared building. An admin of the site makes one."))
	})
}

// podContent is all of one pod.
func podContent(u UI, id core.PodID, w int) []string {
	r := u.roll()
	p, ok := u.podRow(id)
	switch {
	case r.Err != "":
		return teach(w, u.Glyphs, u.t("The hub could not say."), r.Err)
	case !ok:
		return teach(w, u.Glyphs, u.t("This pod is no more."), "")
	}
	lines := append([]string{""}, labelled(u.t("Pod"), plain.Clean(p.Name), w)...)
	lines = append(lines, labelled(u.t("Doors"), or(plain.Clean(strings.Join(p.Doors, ", ")), u.t("none")), w)...)
	room := u.t("%s of %s", plain.Number(len(p.Guests)), plain.Number(p.Limit))
	if len(p.Guests) >= p.Limit {
		room += u.t(": no more can come")
	}
	lines = append(append(lines, labelled(u.t("Guests"), room, w)...), "", in(bold, " "+u.t("MEMBERS")))
	lines = append(lines, named(u, p.Members, w)...)
	lines = append(lines, "", in(bold, " "+u.t("GUESTS")))
	return append(lines, named(u, p.Guests, w)...)
}

// named is a name a line.
func named(u UI, names []string, w int) (lines []string) {
	for _, n := range names {
		lines = append(lines, " "+u.Glyphs.Open+" "+clip(plain.Clean(n), w-3, u.Glyphs))
	}
	if len(lines) == 0 {
		lines = append(lines, " "+u.t("nobody"))
	}
	return lines
}

func (u *UI) podRow(id core.PodID) (core.PodRow, bool) {
	for _, r := range u.Rolls[podsScreen-peopleScreen].Rows {
		if r.Pod.ID == id {
			return r.Pod, true
		}
	}
	return core.PodRow{}, false
}

func (m *model) enterPod() tea.Cmd {
	if row, ok := m.ui.chosenRow(); ok {
		m.ui.push(place{Screen: podScreen, Pod: row.Pod.ID})
	}
	return nil
}
