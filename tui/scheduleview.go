package tui

import (
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// scheduleContent is one schedule: its week as a picture, what replaces it on which days, and what it comes to on
// the next 14 of them.
func scheduleContent(s *core.Snapshot, u UI, id core.ScheduleID, w int) []string {
	row, ok := u.weekRow(id)
	switch {
	case u.roll().Err != "":
		return teach(w, u.Glyphs, u.t("The hub could not say."), u.roll().Err)
	case !ok || s == nil:
		return teach(w, u.Glyphs, u.t("This schedule is no more."), "")
	}
	head := append([]string{""}, labelled(u.t("Schedule"), plain.Clean(row.Name), w)...)
	head = append(head, labelled(u.t("Followed"), or(plain.Clean(followers(u, row)), u.t("by nothing")), w)...)
	if w < 110 {
		return stack(head, weekLines(u, row, w), insteadLines(u, row, w), dayLines(u, w))
	}
	const left = 58
	return stack(head, beside(stack(weekLines(u, row, left), insteadLines(u, row, left)), dayLines(u, w-left-3), left, u.Glyphs))
}

// weekLines is a cell for each half hour of the week, or for each hour where there is no room for more.
func weekLines(u UI, row core.ScheduleRow, w int) []string {
	cell := core.Minute(30)
	if w < 56 {
		cell = 60
	}
	n := int(core.EndOfDay / cell)
	ruler := []byte(strings.Repeat(" ", n+2))
	for h := 0; h <= 24; h += 6 {
		copy(ruler[h*60/int(cell):], fmt.Sprint(h))
	}
	lines := []string{in(bold, " "+u.t("EVERY WEEK")), "      " + strings.TrimRight(string(ruler), " ")}
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		bar := ""
		for c := range n {
			bar += openSign(row.Weekly, day, core.Minute(c)*cell, core.Minute(c+1)*cell, u.Glyphs)
		}
		lines = append(lines, "  "+u.t(day.String()[:3])+" "+bar)
	}
	for _, t := range row.Windows {
		lines = append(lines, indented(plain.Clean(t), w)...)
	}
	if len(row.Windows) == 0 {
		lines = append(lines, " "+u.t("never"))
	}
	return lines
}

// openSign is whether the minutes [from, to) of a weekday are open: all, some, or none.
func openSign(ws []core.Window, day time.Weekday, from, to core.Minute, g Glyphs) string {
	open := 0
	for t := from; t < to; t++ {
		if openAt(ws, day, t) {
			open++
		}
	}
	switch open {
	case 0:
		return g.Free
	case int(to - from):
		return in(openStyle, g.Full)
	}
	return in(openStyle, g.Half)
}

var openStyle = open

// openAt: a window that crosses midnight belongs to the day on which it begins (OM-1).
func openAt(ws []core.Window, day time.Weekday, t core.Minute) bool {
	before := (day + 6) % 7
	for _, w := range ws {
		switch {
		case w.Start < w.End && w.Days.Has(day) && w.Start <= t && t < w.End,
			w.Start >= w.End && w.Days.Has(day) && w.Start <= t,
			w.Start >= w.End && w.Days.Has(before) && t < w.End:
			return true
		}
	}
	return false
}

// insteadLines are the days on which something else holds (OM-2).
func insteadLines(u UI, row core.ScheduleRow, w int) []string {
	lines := []string{in(bold, " "+u.t("INSTEAD"))}
	for _, e := range row.Exceptions {
		lines = append(lines, indented(plain.Clean(e), w)...)
	}
	if len(row.Calendars) > 0 {
		hours := or(strings.Join(row.Holiday, ", "), u.t("closed"))
		lines = append(lines, indented(u.t("on holidays of %s: %s", plain.Clean(strings.Join(row.Calendars, ", ")), plain.Clean(hours)), w)...)
	}
	if len(lines) == 1 {
		lines = append(lines, indented(u.t("nothing: every week is as it stands above"), w)...)
	}
	return lines
}

// dayLines are the next 14 days, with what is out of the ordinary marked.
func dayLines(u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("THE NEXT 14 DAYS"))}
	c := u.Week
	switch {
	case c.Err != "":
		return append(lines, indented(c.Err, w)...)
	case c.Is == nil || c.ID != u.here().Week:
		return append(lines, " "+u.t("asking the hub%s", u.Glyphs.Cut))
	}
	for _, d := range c.Is.Days {
		for i, l := range wrap(dayWords(u, d), w-13, "") {
			head := ""
			if i == 0 {
				head = u.Glyphs.Language.Time(d.Date.Time(), "Mon 2 Jan")
			}
			if d.Holidays != "" || d.Instead || d.Jump != (core.Jump{}) {
				l = in(warn, l)
			}
			lines = append(lines, " "+fit(head, 11, u.Glyphs)+l)
		}
	}
	return lines
}

// dayWords is what a day opens, and why it is not as its weekday is.
func dayWords(u UI, d core.PreviewDay) string {
	var hours []string
	for _, h := range d.Hours {
		hours = append(hours, h.From.String()+"-"+h.To.String())
	}
	words := or(strings.Join(hours, ", "), u.t("closed"))
	switch {
	case d.Holidays != "":
		words += u.t(", holiday: %s", plain.Clean(d.Holidays))
	case d.Instead:
		words += u.t(", an exception")
	}
	if d.Jump != (core.Jump{}) {
		words += u.t(", the clock goes from %s to %s: %s open", d.Jump.From, d.Jump.To, u.lasting(time.Duration(d.Open)))
	}
	return words
}
