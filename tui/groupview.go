package tui

import (
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// groupsPane lists the groups, with what each opens.
func groupsPane(u UI, w, h int) []string {
	name := max(16, w/4)
	titles := fit("  "+u.t("GROUP"), name+2, u.Glyphs) + " " + fit(u.t("PEOPLE"), 7, u.Glyphs)
	if w >= 60 {
		titles += " " + u.t("%s DOORS", fit(u.t("WHEN"), 18, u.Glyphs))
	}
	row := func(r rollRow, selected bool) []string {
		g := r.Group
		line := fit(marked(clip(plain.Clean(g.Name), name, u.Glyphs), selected), name+2, u.Glyphs) + " " + fit(plain.Number(g.People), 7, u.Glyphs)
		doors, hours := or(plain.Clean(strings.Join(g.Doors, ", ")), u.t("no door")), or(plain.Clean(g.Schedule), u.t("at all times"))
		switch {
		case w >= 60:
			return []string{line + " " + fit(hours, 18, u.Glyphs) + " " + clip(doors, w-name-30, u.Glyphs)}
		case selected:
			return []string{strings.TrimRight(line, " "), "    " + clip(hours+u.Glyphs.Dot+doors, w-4, u.Glyphs)}
		}
		return []string{strings.TrimRight(line, " ")}
	}
	return rollPane(u, w, h, strings.TrimRight(titles, " "), row, func() []string {
		switch {
		case u.roll().Words != "":
			return teach(w, u.Glyphs, u.t("No group is found."), u.t("Words are looked for in the groups' names. Esc shows all."))
		case u.Admin:
			return teach(w, u.Glyphs, u.t("No groups yet."), u.t("A group is who may open which doors, and when. n makes one; then Enter, and space puts doors and people into it."))
		}
		return teach(w, u.Glyphs, u.t("No groups yet."), u.t("A group is who may open which doors, and when. An admin of the site makes one."))
	})
}

// groupPane is one group as boxes: its doors, then its people or those who are looked for.
func groupPane(s *core.Snapshot, u UI, w, h int) []string {
	g := u.Gang
	switch {
	case g.Err != "":
		return teach(w, u.Glyphs, u.t("The hub could not say."), g.Err)
	case g.Is == nil || s == nil:
		return teach(w, u.Glyphs, u.t("Asking the hub%s", u.Glyphs.Cut), "")
	}
	head := groupHead(u, g, w)
	var lines []string
	at, people := 0, false
	rows := u.gangRows(s)
	if g.Words == "" {
		lines = append(lines, in(bold, "  "+u.t("DOORS")))
	}
	for i, r := range rows {
		if !r.Door && !people {
			people = true
			lines = append(lines, in(bold, "  "+u.t("PEOPLE")))
		}
		if i == g.At {
			at = len(lines)
		}
		lines = append(lines, boxRow(u, r, i == g.At, w))
	}
	if !people {
		lines = append(lines, in(bold, "  "+u.t("PEOPLE")))
		text := u.t("Nobody is in it. / finds people, space puts them in.")
		if g.Words != "" {
			text = u.t("Nobody is found. Esc shows who is in it.")
		}
		lines = append(lines, indented("  "+text, w)...)
	}
	if n := len(g.People); g.Of > n && n > 0 && g.Words != "" {
		lines = append(lines, "    "+u.t("and %s more: type more of the name", plain.Number(g.Of-n)))
	}
	space := max(1, h-len(head))
	from, to := window(len(lines), at, space)
	return append(head, lines[from:to]...)
}

func groupHead(u UI, g gang, w int) []string {
	head := []string{" " + clip(u.t("%s  %s in it, %s", in(bold, plain.Clean(g.Is.Name)), plain.Number(g.Is.People), or(plain.Clean(g.Is.Schedule), u.t("at all times"))), w-1, u.Glyphs)}
	if u.Typing || g.Words != "" {
		head = append(head, filterLine(u, g.Words, u.t("%s found", plain.Number(g.Of)), w))
	}
	switch {
	case g.Going:
		return append(head, " "+clip(in(warn, u.t("Esc once more throws the changes away.")), w-1, u.Glyphs), "")
	case len(g.Changed) > 0:
		for _, l := range atMost(3, wrap(u.t("Not saved yet: %s. s saves.", g.say(u)), w-2, ""), w-2, u.Glyphs) {
			head = append(head, " "+in(warn, l))
		}
	}
	return append(head, "")
}

// boxRow is [x] for in, [ ] for not, and a sign where it is to be otherwise.
func boxRow(u UI, r gangRow, selected bool, w int) string {
	mark, word := "[ ]", ""
	if r.In {
		mark = "[x]"
	}
	if b, changed := u.Gang.Changed[r.Key]; changed {
		mark, word = "[-]", "  "+u.t("goes out")
		if b.On {
			mark, word = "[+]", "  "+u.t("comes in")
		}
	}
	line := marked(mark+" "+clip(r.Name, w-20, u.Glyphs), selected)
	return line + in(warn, word)
}
