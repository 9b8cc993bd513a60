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
		return teach(w, u.Glyphs, "That event is no longer at hand.", "It is still in the hub: localiq events shows it.")
	}
	lines := append([]string{""}, labelled("What", u.said(l), w)...)
	lines = append(lines, labelled("When", l.At.In(u.Zone).Format("Mon 2 Jan 2006 15:04:05.000")+lateness(l), w)...)
	lines = append(lines, labelled("Door", or(plain.Clean(l.DoorName), u.Glyphs.None), w)...)
	if who := plain.Clean(l.PersonName); who != "" {
		lines = append(lines, labelled("Who", who, w)...)
	}
	if l.Detail != "" {
		lines = append(lines, labelled("Detail", plain.Clean(l.Detail), w)...)
	}
	if l.Origin.Kind != core.FromHub {
		lines = append(lines, labelled("From", originWord(l.Origin), w)...)
	}
	if !decision(l) {
		return append(append(lines, ""), labelled("Why", "This was no decision about a key: nothing to explain.", w)...)
	}
	lines = append(append(lines, "", in(bold, " WHY")), becauseLines(u, id, w)...)
	v := l.Verdict
	if t := u.Why.Told; v == nil && u.Why.Line == id && t != nil && t.Explain != nil {
		v = &t.Explain.Verdict
	}
	if v == nil {
		return lines
	}
	return append(lines, verdictLines(*v, l.By, plain.Clean(l.PersonName), "", "", u, w)...)
}

func lateness(l core.Line) string {
	if l.Late {
		return " (told later, from the lock's journal)"
	}
	return ""
}

func originWord(o core.Origin) string {
	word := map[core.OriginKind]string{core.FromAir: "the lock", core.FromClock: "the clock", core.FromConsole: "a console",
		core.FromCLI: "the command line", core.FromAPI: "the API", core.FromSSH: "a console over SSH"}[o.Kind]
	if who := plain.Clean(o.Who); who != "" {
		word += ", " + who
	}
	return word
}
