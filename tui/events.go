package tui

import (
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// eventsPane is what happened, newest at the bottom, following or paused.
func eventsPane(s *core.Snapshot, u UI, w, h int) []string {
	lines := u.Tail.shown(u)
	head := []string{fit(tailHead(u, lines), w, u.Glyphs)}
	if u.Typing || u.Tail.Words != "" {
		head = append(head, filterLine(u, u.Tail.Words, u.count(len(lines), "line"), w))
	}
	h -= len(head)
	if len(lines) == 0 {
		return append(head, noEvents(s, u, w)...)
	}
	if u.Tail.Follow {
		return append(head, newestRows(u, lines, w, h)...)
	}
	var rows []string
	for i := index(lines, u.Tail.Top); i < len(lines) && len(rows) < h; i++ {
		rows = append(rows, lineRows(u, lines, i, w)...)
	}
	return append(head, rows...)
}

// newestRows is as many whole lines from the end as fit in h rows.
func newestRows(u UI, lines []core.Line, w, h int) (rows []string) {
	for i := len(lines) - 1; i >= 0; i-- {
		more := lineRows(u, lines, i, w)
		if len(more)+len(rows) > h {
			break
		}
		rows = append(more, rows...)
	}
	return rows
}

// tailHead says whether the list moves, and what is waiting below.
func tailHead(u UI, lines []core.Line) string {
	if u.Tail.Follow {
		return in(bold, " "+u.t("Following: the newest is at the bottom"))
	}
	text := in(bold, " "+u.t("PAUSED"))
	if n := u.Tail.unseen(lines); n > 0 {
		text += "  " + in(bold, u.t("%s %d new", u.Glyphs.Down, n))
	}
	return u.t("%s  End follows again", text)
}

func filterLine(u UI, words, found string, w int) string {
	line := " / " + words
	if u.Typing {
		line += in(chosen, " ")
	}
	return spread(line, found, w, u.Glyphs)
}

func noEvents(s *core.Snapshot, u UI, w int) []string {
	switch {
	case u.Tail.Err != "":
		return teach(w, u.Glyphs, u.t("The events could not be read."), u.Tail.Err)
	case s == nil || !u.Tail.Loaded:
		return teach(w, u.Glyphs, u.t("Reading events%s", u.Glyphs.Cut), u.t("They appear as soon as the hub tells of them."))
	case u.Tail.Words != "":
		return teach(w, u.Glyphs, u.t("Nothing passes the filter."), u.t(`Words must all be found. Fields: door:front who:ana what:denied why:schedule, door:"front door". Esc clears the filter.`))
	}
	return teach(w, u.Glyphs, u.t("Nothing has happened yet."), u.t("Every opening, refusal, alert and command appears here as it happens."))
}

// tailHeight is how many rows the lines have.
func tailHeight(s *core.Snapshot, u UI) int {
	h := bodyHeight(s, u) - 1
	if u.Typing || u.Tail.Words != "" {
		h--
	}
	return max(1, h)
}

// rowCount is how many rows lineRows makes.
func rowCount(u UI, lines []core.Line, i int) int {
	n := len(eventText(u, lines[i], u.W))
	if u.W < 60 {
		n++
	}
	if i > 0 && between(lines[i-1], lines[i], u) != "" {
		n++
	}
	return n
}

// lineRows draws one line, below what separates it from the one before: a day, a gap.
func lineRows(u UI, lines []core.Line, i, w int) (rows []string) {
	if i > 0 {
		if t := between(lines[i-1], lines[i], u); t != "" {
			rows = append(rows, clip(strings.Repeat(u.Glyphs.Rule, 2)+" "+t+" "+strings.Repeat(u.Glyphs.Rule, w), w, Glyphs{}))
		}
	}
	selected := !u.Tail.Follow && i == index(lines, u.Tail.At)
	return append(rows, eventRows(u, lines[i], selected, w)...)
}

// between says what lies between two lines, where that is not just time.
func between(a, b core.Line, u UI) string {
	ta, tb := a.At.In(u.Zone), b.At.In(u.Zone)
	gap := time.Duration(b.At.Wall - a.At.Wall)
	switch {
	case slices.Contains(u.Tail.Skips, idOf(b)):
		return u.t("some events are not shown here; localiq events has them")
	case b.What == core.HubUp && gap >= time.Minute:
		return u.t("the hub was not running for up to %s, back on %s", coarse(u.Glyphs, gap), u.date(tb, "Mon 2 Jan"))
	case gap <= -time.Minute && !b.Late && !a.Late:
		return u.t("the clock went back %s", coarse(u.Glyphs, -gap))
	case dayNumber(ta) != dayNumber(tb):
		return u.date(tb, "Monday 2 January 2006")
	}
	return ""
}

func eventRows(u UI, l core.Line, selected bool, w int) []string {
	st, sign := eventSign(l, u.Glyphs)
	if st.GetForeground() != usual.GetForeground() {
		sign = in(st, sign)
	}
	head := marked(l.At.In(u.Zone).Format(seconds), selected) + " " + sign + " "
	text := eventText(u, l, w)
	if w < 60 {
		text = append([]string{or(plain.Clean(l.DoorName), u.t("hub"))}, text...)
	}
	for i := range text {
		text[i] = clip(head+text[i], w, u.Glyphs)
		head = strings.Repeat(" ", textAt(w))
	}
	return text
}

// textAt is where an event's sentence begins: behind the time and the sign, or below them.
func textAt(w int) int {
	if w < 60 {
		return 4
	}
	return len("> 15:04:05 * ")
}

// eventText is an event's sentence, in as few rows as it needs and at most three.
func eventText(u UI, l core.Line, w int) []string {
	text := u.said(l)
	if w < 60 {
		text = strings.TrimPrefix(text, or(plain.Clean(l.DoorName), u.t("hub"))+": ")
	}
	return atMost(3, wrap(text, w-textAt(w), ""), w-textAt(w), u.Glyphs)
}

// eventSign marks what a person looks for when scrolling; the sentence says it again.
func eventSign(l core.Line, g Glyphs) (lipgloss.Style, string) {
	switch l.What {
	case core.AccessGranted:
		return good, g.Good
	case core.AccessDenied, core.OfficeRefused, core.CommandFailed, core.RadioDown:
		return bad, g.Bad
	case core.AlertRaised, core.HistoryLost, core.CommandUnknown, core.DoorUncertain, core.ClockSet, core.JournalChanged:
		return warn, g.Warn
	case core.OfficeStarted:
		return open, g.Open
	}
	return usual, " "
}

// said is an event's sentence, safe to print, in the language and the letters of this terminal.
func (u UI) said(l core.Line) string {
	return u.Glyphs.plain(plain.Clean(u.Glyphs.Language.Line(l, u.Zone)))
}
