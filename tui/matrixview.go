package tui

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// matrixPane is a row for each group and a column for each door, by numbers; the names of the doors stand below.
func matrixPane(s *core.Snapshot, u UI, w, h int) []string {
	x := u.Matrix
	switch {
	case x.Err != "":
		return teach(w, u.Glyphs, u.t("The hub could not say."), x.Err)
	case !x.Told || s == nil:
		return teach(w, u.Glyphs, u.t("Asking the hub%s", u.Glyphs.Cut), "")
	case len(x.Groups) == 0:
		return teach(w, u.Glyphs, u.t("No groups yet."), u.t("A group is who may open which doors, and when. 7, then n makes one."))
	case len(s.Doors) == 0:
		return teach(w, u.Glyphs, u.t("No doors yet."), u.t("A door appears when its lock is paired."))
	}
	head := matrixHead(s, u, w)
	name := min(24, w/3)
	from, to := window(len(s.Doors), x.column(s), max(1, (w-name-4)/4))
	titles := strings.Repeat(" ", name+2)
	for i := from; i < to; i++ {
		titles += fmt.Sprintf("%3d ", i+1)
	}
	foot := atMost(max(1, h/4), flow(doorLegend(u, s, from, to), w-2, u.Glyphs), w-2, u.Glyphs)
	space := max(1, h-len(head)-1-len(foot)-1)
	top, end := window(len(x.Groups), x.Row, space)
	rows := []string{in(bold, strings.TrimRight(titles, " "))}
	for i := top; i < end; i++ {
		rows = append(rows, matrixRow(s, u, x.Groups[i], i == x.Row, name, from, to))
	}
	out := append(append(head, rows...), "")
	for _, l := range foot {
		out = append(out, " "+l)
	}
	if hidden := len(s.Doors) - (to - from); hidden > 0 {
		out = append(out, u.t("and %s to the sides", u.count(hidden, "door")))
	}
	return out
}

// matrixHead says in words what the chosen box is, and what is not saved.
func matrixHead(s *core.Snapshot, u UI, w int) []string {
	x := u.Matrix
	g, d, _ := x.chosen(s)
	does := u.t("does not open") + " "
	if slices.Contains(g.Doors, d.Name) {
		does = u.t("opens") + " "
	}
	if on, changed := x.Changed[crossing{g.ID, d.ID}]; changed {
		does = u.t("will not open") + " "
		if on {
			does = u.t("will open") + " "
		}
	}
	hours := u.t(", at all times")
	if g.Schedule != "" {
		hours = u.t(", by %s", plain.Clean(g.Schedule))
	}
	head := indented(u.t("%s %s%s%s. %s in it.", plain.Clean(g.Name), does, plain.Clean(d.Name), hours, people(u, g.People)), w)
	switch _, _, say := x.put(u, s); {
	case x.Going:
		head = append(head, " "+clip(in(warn, u.t("Esc once more throws the changes away.")), w-1, u.Glyphs))
	case say != "":
		for _, l := range atMost(3, wrap(u.t("Not saved yet: %s. s saves.", say), w-2, ""), w-2, u.Glyphs) {
			head = append(head, " "+in(warn, l))
		}
	}
	return append(head, "")
}

func matrixRow(s *core.Snapshot, u UI, g core.GroupRow, selected bool, name, from, to int) string {
	line := fit(marked(clip(plain.Clean(g.Name), name, u.Glyphs), selected), name+2, u.Glyphs)
	for i := from; i < to; i++ {
		d := s.Doors[i].Door
		sign := u.Glyphs.Free
		if slices.Contains(g.Doors, d.Name) {
			sign = "x"
		}
		if on, changed := u.Matrix.Changed[crossing{g.ID, d.ID}]; changed {
			sign = "-"
			if on {
				sign = "+"
			}
		}
		if selected && i == u.Matrix.column(s) {
			line += " " + in(chosen, "["+sign+"]")
			continue
		}
		line += "  " + sign + " "
	}
	return strings.TrimRight(line, " ")
}

// doorLegend is the names behind the numbers, and how many columns there is no room for.
func doorLegend(u UI, s *core.Snapshot, from, to int) (out []string) {
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprintf("%d %s", i+1, plain.Clean(s.Doors[i].Door.Name)))
	}
	if hidden := len(s.Doors) - (to - from); hidden > 0 {
		out = append(out, u.t("and %s to the sides", u.count(hidden, "door")))
	}
	return out
}
