package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// mostFound is how many commands are shown at once.
const mostFound = 8

// commandPane is the line with what fits it above, the chosen one marked.
func commandPane(s *core.Snapshot, u UI, w, h int) []string {
	var doors []string
	if s != nil {
		doors = doorNames(s)
	}
	found := fits(u.commands(doors), u.Command.Text)
	from, to := window(len(found), u.Command.At, max(1, min(mostFound, h-4)))
	var lines []string
	for i := from; i < to; i++ {
		name := marked(clip(found[i].Name, w-6, u.Glyphs), i == u.Command.At)
		if w >= 60 {
			name = fit(name, 26, u.Glyphs) + " " + u.Glyphs.plain(found[i].Does)
		}
		lines = append(lines, name)
	}
	if len(found) == 0 {
		lines = []string{u.t("Nothing of that name.")}
	}
	if n := len(found) - (to - from); n > 0 {
		lines = append(lines, "  "+u.t("and %s more", plain.Number(n)))
	}
	return boxed(append(lines, ":"+in(bold, tailOf(u.Command.Text, w-8))+in(chosen, " ")), w, u.Glyphs)
}
