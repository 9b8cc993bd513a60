package tui

import (
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// crumbs is the tabs, and the way from the one that is open to this place. Where they do not fit, the other
// tabs are their numbers, and below a tab it stands alone.
func crumbs(s *core.Snapshot, u UI, w int) string {
	way := ""
	for _, p := range u.Places[1:] {
		way += " " + u.Glyphs.Open + " " + in(bold, crumb(s, u, p))
	}
	for _, style := range []tabStyle{wideTabs, narrowTabs} {
		if line := tabs(u, style) + way; width(line) <= w {
			return line
		}
	}
	if way == "" {
		return tabs(u, numberTabs)
	}
	return in(bold, u.name(u.Places[0].Screen)) + way
}

type tabStyle uint8

const (
	wideTabs tabStyle = iota
	narrowTabs
	numberTabs
)

// tabs are the top screens by number and name, with brackets around the one that is open.
func tabs(u UI, style tabStyle) string {
	var line string
	for i, s := range tops {
		t, is := string(rune('1'+i)), u.Places[0].Screen == s
		if style != numberTabs || is {
			t += " " + u.name(s)
		}
		switch {
		case is && style == narrowTabs:
			line = strings.TrimSuffix(line, " ") + in(bold, "["+t+"]")
		case is:
			line += in(bold, "["+t+"]")
		case style == narrowTabs && line == "":
			line += " " + t + " "
		case style == narrowTabs:
			line += t + " "
		default:
			line += " " + t + " "
		}
	}
	return strings.TrimRight(line, " ")
}

func crumb(s *core.Snapshot, u UI, p place) string {
	switch {
	case p.Screen == personScreen && u.Card.ID == p.Person && u.Card.Is != nil:
		return plain.Clean(personName(u.Card.Is.PersonRow))
	case p.Screen == groupScreen && u.Gang.ID == p.Group && u.Gang.Is != nil:
		return plain.Clean(u.Gang.Is.Name)
	}
	if pod, ok := u.podRow(p.Pod); p.Screen == podScreen && ok {
		return plain.Clean(pod.Name)
	}
	if week, ok := u.weekRow(p.Week); p.Screen == scheduleScreen && ok {
		return plain.Clean(week.Name)
	}
	if c := cardOf(s, p.Door); p.Screen == doorScreen && c != nil {
		return plain.Clean(c.Door.Name)
	}
	return u.name(p.Screen)
}
