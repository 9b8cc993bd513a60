package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// eventContent explains one event: its sentence in full, and the decision's trail if it was one.
func eventContent(s *core.Snapshot, u UI, id lineID, w int) []string {
	l, ok := u.lineOf(id)
	if !ok && u.Why.Line == id { // older than what is at hand
		lines := becauseLines(u, id, w)
		if t := u.Why.Told; t != nil && t.Explain != nil {
			lines = append(lines, verdictLines(t.Explain.Verdict, core.ByUnknown, plain.Clean(t.Explain.Person), "", "", u, w)...)
		}
		return lines
	}
	if !ok {
		return teach(w, u.Glyphs, u.t("That event is no longer at hand."), u.t("It is still in the hub: localiq events shows it."))
	}
	lines := append([]string{""}, labelled(u.t("What"), u.said(l), w)...)
	lines = append(lines, labelled(u.t("When"), u.date(l.At.In(u.Zone), "Mon 2 Jan 2006 15:04:05.000")+lateness(u, l), w)...)
	lines = append(lines, labelled(u.t("Door"), or(plain.Clean(l.DoorName), u.Glyphs.None), w)...)
	if who := plain.Clean(l.PersonName); who != "" {
		lines = append(lines, labelled(u.t("Who"), who, w)...)
	}
	if l.Detail != "" {
		lines = append(lines, labelled(u.t("Detail"), plain.Clean(l.Detail), w)...)
	}
	if l.Origin.Kind != core.FromHub {
		lines = append(lines, labelled(u.t("From"), originWord(u, l), w)...)
	}
	if !decision(l) {
		return append(append(lines, ""), labelled(u.t("Why"), u.t("This was no decision about a key: nothing to explain."), w)...)
	}
	lines = append(append(lines, "", in(bold, " "+u.t("WHY"))), becauseLines(u, id, w)...)
	v := l.Verdict
	if t := u.Why.Told; v == nil && u.Why.Line == id && t != nil && t.Explain != nil {
		v = &t.Explain.Verdict
	}
	if v == nil {
		return lines
	}
	return append(lines, verdictLines(*v, l.By, plain.Clean(l.PersonName), "", "", u, w)...)
}

func lateness(u UI, l core.Line) string {
	if l.Late {
		return " " + u.t("(told later, from the lock's journal)")
	}
	return ""
}

func originWord(u UI, l core.Line) string {
	word := map[core.OriginKind]string{core.FromAir: u.t("the lock"), core.FromClock: u.t("the clock"), core.FromConsole: u.t("a console"),
		core.FromCLI: u.t("the command line"), core.FromAPI: u.t("the API"), core.FromSSH: u.t("a console over SSH")}[l.Origin.Kind]
	if who := actor(u, l); who != "" {
		word += ", " + who
	}
	return word
}
