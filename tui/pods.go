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
	titles := fit("  POD", name+2, u.Glyphs) + " " + fit("MEMBERS", 8, u.Glyphs) + fit("GUESTS", 14, u.Glyphs)
	if w >= 60 {
		titles += "DOORS"
	}
	row := func(r rollRow, selected bool) []string {
		p := r.Pod
		line := fit(marked(clip(plain.Clean(p.Name), name, u.Glyphs), selected), name+2, u.Glyphs) + " " + fit(plain.Number(len(p.Members)), 8, u.Glyphs)
		guests := plain.Number(len(p.Guests)) + " of " + plain.Number(p.Limit)
		if len(p.Guests) >= p.Limit {
			guests = in(warn, guests+", full")
		}
		line += fit(guests, 14, u.Glyphs)
		doors := or(plain.Clean(strings.Join(p.Doors, ", ")), "no door")
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
			return teach(w, u.Glyphs, "No pod is found.", "Words are looked for in the names of pods and of their members. Esc shows all.")
		case u.Admin:
			return teach(w, u.Glyphs, "No pods.", "A pod is a company in a shared building: its doors, its members, and how many guests they may have. n makes one.")
		}
		return teach(w, u.Glyphs, "No pods.", "A pod is a company in a shared building. An admin of the site makes one.")
	})
}

// podContent is all of one pod.
func podContent(u UI, id core.PodID, w int) []string {
	r := u.roll()
	p, ok := u.podRow(id)
	switch {
	case r.Err != "":
		return teach(w, u.Glyphs, "The hub could not say.", r.Err)
	case !ok:
		return teach(w, u.Glyphs, "This pod is no more.", "")
	}
	lines := append([]string{""}, labelled("Pod", plain.Clean(p.Name), w)...)
	lines = append(lines, labelled("Doors", or(plain.Clean(strings.Join(p.Doors, ", ")), "none"), w)...)
	room := plain.Number(len(p.Guests)) + " of " + plain.Number(p.Limit)
	if len(p.Guests) >= p.Limit {
		room += ": no more can come"
	}
	lines = append(append(lines, labelled("Guests", room, w)...), "", in(bold, " MEMBERS"))
	lines = append(lines, named(u, p.Members, w)...)
	lines = append(lines, "", in(bold, " GUESTS"))
	return append(lines, named(u, p.Guests, w)...)
}

// named is a name a line.
func named(u UI, names []string, w int) (lines []string) {
	for _, n := range names {
		lines = append(lines, " "+u.Glyphs.Open+" "+clip(plain.Clean(n), w-3, u.Glyphs))
	}
	if len(lines) == 0 {
		lines = append(lines, " nobody")
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
