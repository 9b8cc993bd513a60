package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// peoplePane is everybody, or everybody who is a guest, by last name.
func peoplePane(u UI, w, h int) []string {
	cols := peopleColumns(u, w)
	title := "  "
	for _, c := range cols {
		title += fit(c.title, c.w, u.Glyphs) + " "
	}
	row := func(r rollRow, selected bool) []string { return personRows(u, r.Person, cols, selected, w) }
	return rollPane(u, w, h, strings.TrimRight(title, " "), row, func() []string { return noPeople(u, w) })
}

// personColumn is one fact of a person in a list.
type personColumn struct {
	title string
	w     int
	cell  func(UI, core.PersonRow) string
}

// peopleColumns: a narrow screen has the name and the state, and the rest in a row below.
func peopleColumns(u UI, w int) []personColumn {
	switch {
	case w >= 110:
		return []personColumn{{u.t("NAME"), 24, nameCell}, {u.t("STATE"), 15, stateCell}, {u.t("ROLE"), 11, roleCell}, {u.t("KEYS"), 20, keysCell}, {u.t("VALID"), 21, validCell}, {u.t("GROUPS"), w - 99, groupsCell}}
	case w >= 60:
		return []personColumn{{u.t("NAME"), 22, nameCell}, {u.t("STATE"), 15, stateCell}, {u.t("KEYS"), 16, keysCell}, {u.t("GROUPS"), w - 60, groupsCell}}
	}
	return []personColumn{{u.t("NAME"), w - 19, nameCell}, {u.t("STATE"), 15, stateCell}}
}

func personRows(u UI, p core.PersonRow, cols []personColumn, selected bool, w int) []string {
	line := fit(marked(clip(nameCell(u, p), cols[0].w, u.Glyphs), selected), cols[0].w+2, u.Glyphs) + " "
	for _, c := range cols[1:] {
		line += fit(c.cell(u, p), c.w, u.Glyphs) + " "
	}
	rows := []string{strings.TrimRight(line, " ")}
	if selected && w < 60 {
		rows = append(rows, "    "+clip(strings.Join(some(roleCell(u, p), keysCell(u, p), validCell(u, p), groupsCell(u, p)), u.Glyphs.Dot), w-4, u.Glyphs))
	}
	return rows
}

// some leaves out what is empty.
func some(parts ...string) (out []string) {
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	return out
}

// nameCell is "Nováková Ana", as the list is sorted; "nobody knows the name" is an id.
func nameCell(u UI, p core.PersonRow) string {
	return plain.Clean(or(strings.TrimSpace(p.Last+" "+p.First), string(p.ID)))
}

func roleCell(u UI, p core.PersonRow) string {
	if p.Guest {
		return u.t("guest")
	}
	return u.t(p.Role.String())
}

// stateCell is the one thing that matters most: what is wrong, before what is on its way.
func stateCell(u UI, p core.PersonRow) string {
	switch {
	case p.State != "active":
		return in(bad, u.Glyphs.Bad+" "+u.t(plain.Clean(p.State)))
	case p.Unsubscribed:
		return in(bad, u.Glyphs.Bad+" "+u.t("no slot"))
	case p.Pending > 0:
		return in(warn, u.Glyphs.Warn+" "+u.t("%s on way", u.count(p.Pending, "key")))
	}
	return u.Glyphs.Good + " " + u.t("active")
}

func keysCell(u UI, p core.PersonRow) string {
	var all []string
	for _, k := range []struct {
		n    int
		noun string
	}{{p.Tags, "tag"}, {p.PINs, "PIN"}, {p.Phones, "phone"}} {
		if k.n > 0 {
			all = append(all, u.count(k.n, k.noun))
		}
	}
	if len(all) == 0 {
		return u.t("no key")
	}
	return strings.Join(all, ", ")
}

func validCell(u UI, p core.PersonRow) string {
	switch {
	case p.Until != 0:
		return u.t("until %s", strings.TrimSuffix(u.date(time.Unix(0, p.Until-1), "2 Jan 06 15:04"), " 23:59"))
	case p.From != 0:
		return u.t("from %s", u.date(time.Unix(0, p.From), "2 Jan 06"))
	}
	return ""
}

func groupsCell(u UI, p core.PersonRow) string {
	if p.Role == core.RoleOwner || contains(p.Rights, "master") {
		return u.t("opens every door")
	}
	return plain.Clean(strings.Join(p.Groups, ", "))
}

func contains(rights []core.Right, r core.Right) bool {
	for _, x := range rights {
		if x == r {
			return true
		}
	}
	return false
}

// noPeople says what is missing, or that the filter hides it, and the one key to do about it.
func noPeople(u UI, w int) []string {
	r, guests := u.roll(), u.here().Screen == guestsScreen
	switch {
	case r.Words != "" || r.Only > 0:
		return teach(w, u.Glyphs, u.t("Nobody is found."), u.t("Words are looked for in names and e-mail addresses; the name of a group finds who is in it. Esc shows all, e looks among others."))
	case guests && u.Admin:
		return teach(w, u.Glyphs, u.t("No guests."), u.t("A guest is somebody with an end: n makes one, with a PIN and a text to send, in one form."))
	case guests:
		return teach(w, u.Glyphs, u.t("No guests."), u.t("A guest is somebody with an end. An admin of the site makes one."))
	case u.Admin:
		return teach(w, u.Glyphs, u.t("Nobody yet."), u.t("n adds a person. A group of doors to be in comes first: 7, then n. Or read a whole site from a file: localiq site import FILE."))
	}
	return teach(w, u.Glyphs, u.t("Nobody yet."), u.t("An admin of the site adds people."))
}

func (m *model) enterPerson() tea.Cmd {
	if row, ok := m.ui.chosenRow(); ok {
		m.ui.push(place{Screen: personScreen, Person: row.Person.ID})
	}
	return nil
}
