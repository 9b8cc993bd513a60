package tui

import (
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// formContent is a form: a line for each field, and below it what is wrong with it, or how it was understood.
func formContent(s *core.Snapshot, u UI, w int) []string {
	f := u.Form
	if f == nil || s == nil {
		return nil
	}
	now := s.Now.In(u.Zone)
	label := 0
	for _, x := range f.Fields {
		label = max(label, width(u.t(x.Label)))
	}
	lines := []string{""}
	for _, l := range wrap(f.Title, w-2, "") {
		lines = append(lines, " "+in(bold, l))
	}
	lines = append(lines, "")
	for i, x := range f.Fields {
		lines = append(lines, fieldLines(u, x, i == f.At && f.Sent == 0, label, now, w)...)
	}
	lines = append(lines, "")
	switch {
	case f.Sent != 0 && f.Wish == wishTag:
		return append(lines, awaitLines(s, u, *f, w)...)
	case f.Sent != 0:
		return append(lines, indented(u.t("Asking the hub%s", u.Glyphs.Cut), w)...)
	case f.Going:
		return append(lines, indented(u.t("Esc once more throws away what you typed. Any other key goes on."), w)...)
	case f.Err != "":
		for _, l := range wrap(f.Err, w-4, "") {
			lines = append(lines, " "+in(bad, l))
		}
		return append(lines, indented(u.t("Nothing was changed. What you typed is still here."), w)...)
	case f.At == len(f.Fields)-1:
		return append(lines, indented(u.t("Enter saves."), w)...)
	}
	return append(lines, indented(u.t("Enter goes on; on the last line it saves."), w)...)
}

func fieldLines(u UI, x field, at bool, label int, now time.Time, w int) []string {
	room := w - label - 4
	text := x.shown(u)
	if over := width(text) - room + 1; over > 0 { // its end is what is being typed
		text = tailOf(text, room-1)
	}
	value := text
	switch {
	case at && x.Kind == choiceField:
		value = in(chosen, text)
	case at:
		value = in(bold, text) + in(chosen, " ")
	}
	line := "  " + fit(u.t(x.Label), label, u.Glyphs) + "  " + value
	if at {
		line = Mark + line[1:]
	}
	lines := []string{line}
	below, style := x.says(u, now, at), usual
	if x.Err != "" {
		below, style = u.Glyphs.Bad+" "+x.Err, bad
	}
	for _, l := range wrap(u.Glyphs.plain(below), room, "") {
		if l != "" {
			lines = append(lines, strings.Repeat(" ", label+4)+in(style, clip(l, room, u.Glyphs)))
		}
	}
	return lines
}

// shown is what stands in a field: of a choice, our own words in the language of this terminal.
func (x field) shown(u UI) string {
	if x.Kind == choiceField && x.IDs == nil {
		return u.t(x.Text)
	}
	return x.Text
}

// tailOf is the last w cells of s.
func tailOf(s string, w int) string {
	for width(s) > max(0, w) {
		_, s, _ = strings.Cut(s, string([]rune(s)[:1]))
	}
	return s
}

// says is what a field was understood as, or what may stand in it.
func (x field) says(u UI, now time.Time, at bool) string {
	switch {
	case strings.TrimSpace(x.Text) == "" && at:
		return u.t(x.Teach)
	case strings.TrimSpace(x.Text) == "":
		return ""
	case x.Kind == fromField || x.Kind == untilField:
		end := x.Kind == untilField
		if v, err := plain.When(u.Glyphs.Language, x.Text, now, end); err == nil && v != 0 {
			return "= " + plain.Understood(u.Glyphs.Language, v, now, end)
		}
	case x.Kind == namesField && x.Options != nil:
		var all []string
		for _, n := range names(x.Text) {
			name, _ := meant(u, n, x.Options)
			all = append(all, or(plain.Clean(name), "?"))
		}
		if said := strings.Join(all, ", "); said != x.Text {
			return "= " + said
		}
	case x.Kind == choiceField && at && len(x.Options) > 1:
		return u.t("space for another")
	}
	return ""
}

// awaitLines is how long a door still waits for a tag, by the hub's own word.
func awaitLines(s *core.Snapshot, u UI, f form, w int) []string {
	text := u.t("Asking the door to wait for a tag%s", u.Glyphs.Cut)
	if c := cardOf(s, core.DoorID(f.id("Door"))); c != nil {
		if a := c.State.Await; a.Person == f.About.ID && a.Person != "" {
			rest, _ := a.Over.Sub(s.Now)
			text = u.t("Show the tag at the reader of %s now: it waits %s more.", plain.Clean(c.Door.Name), left(u.Glyphs, rest))
			if a.Others > 0 {
				text += " " + u.t("What was shown so far is somebody's already.")
			}
		}
	}
	return append(indented(text, w), indented(u.t("Esc gives up; nothing is changed then."), w)...)
}
