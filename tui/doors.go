package tui

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// doorsPane is the overview: worst first, a row each, and a row below for each alert.
func doorsPane(s *core.Snapshot, u UI, w, h int) []string {
	doors := u.shownDoors(s)
	head := doorFilterLine(s, u, len(doors), w)
	if len(doors) == 0 {
		return append(head, noDoors(s, u, w)...)
	}
	cols := columns(u, w)
	sel := max(0, indexOf(doors, u.Door))
	var strip []string
	if w < 60 {
		strip = block(flow(facts(s, u, doors[sel]), w, u.Glyphs), 2)
	}
	var rows []string
	at := 0
	for i, c := range doors {
		if i == sel {
			at = len(rows)
		}
		rows = append(rows, doorRow(s, u, c, cols, i == sel))
		if m := modeCell(s, u, c); m != "" && w < 60 && !c.State.Level(s.Now).Site { // of the site the top line says it
			rows = append(rows, "    "+u.t("%s since %s", m, clockAt(u, s.Now, c.State.Level(s.Now).Since.Wall, minutes)))
		}
		for _, a := range c.State.Alerts {
			rows = append(rows, "    "+alertPhrase(s, u, a))
		}
	}
	space := max(1, h-1-len(head)-len(strip))
	if spare := space - len(rows); spare >= roomForEvents && w >= 60 {
		strip = latest(u, w, min(spare, 2+mostEvents))
		space -= len(strip)
	}
	from, to := window(len(rows), at, space)
	out := append([]string{in(bold, titles(cols, u))}, block(rows[from:to], space)...)
	if from > 0 || to < len(rows) {
		out[0] = spread(out[0], u.t("%d of %d", sel+1, len(doors)), w, u.Glyphs)
	}
	return append(append(head, out...), strip...)
}

const (
	roomForEvents = 8  // rows below the doors from which on they show the newest events
	mostEvents    = 14 // and no more than these
)

// latest is the newest events below the doors, where the screen is tall enough for both.
func latest(u UI, w, h int) []string {
	if len(u.Tail.Lines) == 0 {
		return nil
	}
	u.Tail.Follow = true // nothing is chosen here, wherever the events screen was left
	rows := newestRows(u, u.Tail.Lines, w, h-2)
	head := []string{"", u.t("%s  2 shows all", in(bold, "  "+u.t("LATEST EVENTS")))}
	return append(head, block(rows, h-2)...)
}

// column is one fact of a door in the overview.
type column struct {
	title string
	w     int
	cell  func(s *core.Snapshot, u UI, c core.DoorCard) string
}

// nameAtLeast is how many cells of a door's name are always seen: facts give way to it.
const nameAtLeast = 14

// columns are as many facts as there is room for; the name takes what is left.
func columns(u UI, w int) []column {
	var cols []column
	switch {
	case w >= 110:
		cols = []column{{u.t("LOCK"), 32, longLock}, {u.t("DOOR"), 15, doorCell}, {u.t("OFFICE MODE"), 17, longOffice},
			{u.t("BATTERY"), 7, battery}, {u.t("SIGNAL"), 8, longSignal}, {u.t("HEARD"), 10, longHeard}}
	case w >= 60:
		cols = []column{{u.t("LOCK"), 17, shortLock}, {u.t("DOOR"), 12, doorCell}, {u.t("OFFICE"), 10, shortOffice},
			{u.t("BAT"), 4, battery}, {u.t("SIG"), 4, shortSignal}, {u.t("HEARD"), 6, shortHeard}}
	default:
		cols = []column{{u.t("LOCK"), 17, shortLock}}
	}
	for _, title := range []string{u.t("HEARD"), u.t("SIG"), u.t("OFFICE")} { // the first to go first
		if nameRoom(cols, w) < nameAtLeast {
			cols = slices.DeleteFunc(cols, func(c column) bool { return c.title == title })
		}
	}
	return append([]column{{u.t("DOOR"), min(nameRoom(cols, w), 40), nil}}, cols...)
}

// nameRoom is what the facts leave of a row of w cells, behind the mark.
func nameRoom(cols []column, w int) int {
	room := w - 2
	for _, c := range cols {
		room -= c.w + 1
	}
	return room
}

func titles(cols []column, u UI) string {
	line := "  "
	for i, c := range cols {
		if i == 0 {
			c.title = u.t("NAME")
		}
		line += fit(c.title, c.w, u.Glyphs) + " "
	}
	return strings.TrimRight(line, " ")
}

func doorRow(s *core.Snapshot, u UI, c core.DoorCard, cols []column, selected bool) string {
	line := marked(clip(plain.Clean(c.Door.Name), cols[0].w, u.Glyphs), selected)
	line = fit(line, cols[0].w+2, u.Glyphs) + " "
	for _, col := range cols[1:] {
		line += fit(col.cell(s, u, c), col.w, u.Glyphs) + " "
	}
	return strings.TrimRight(line, " ")
}

// marked is a name with the sign of the choice: a mark, and reverse on the name alone, so that
// moving costs a slow line little.
func marked(name string, selected bool) string {
	if selected {
		return Mark + " " + in(chosen, name)
	}
	return "  " + name
}

func indexOf(doors []core.DoorCard, id core.DoorID) int {
	return slices.IndexFunc(doors, func(c core.DoorCard) bool { return c.Door.ID == id })
}

func cardOf(s *core.Snapshot, id core.DoorID) *core.DoorCard {
	if s == nil {
		return nil
	}
	if i := indexOf(s.Doors, id); i >= 0 {
		return &s.Doors[i]
	}
	return nil
}
