package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// audited is true for what somebody did at a console, a command line or over the network, and for what was tried.
func audited(l core.Line) bool {
	switch l.What {
	case core.TriedAbove, core.PINWasRead, core.ConfigChanged:
		return true
	}
	return l.Origin.Kind >= core.FromConsole
}

// auditContent is who did what, newest first, as far as the console has read.
func auditContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil || !u.Tail.Loaded {
		return teach(w, u.Glyphs, u.t("Reading events%s", u.Glyphs.Cut), "")
	}
	var lines []string
	for i := len(u.Tail.Lines) - 1; i >= 0; i-- {
		if l := u.Tail.Lines[i]; audited(l) {
			lines = append(lines, auditRows(s, u, l, w)...)
		}
	}
	if len(lines) == 0 {
		return teach(w, u.Glyphs, u.t("Nobody has changed anything."), u.t("Of the %s that are read here none is what somebody did at a console, a command line or over the network. localiq events has all of them.", u.count(len(u.Tail.Lines), "event")))
	}
	return append(lines, "", " "+u.t("From the newest %s; localiq events has all.", u.count(len(u.Tail.Lines), "event")))
}

func auditRows(s *core.Snapshot, u UI, l core.Line, w int) (rows []string) {
	when := clockAt(u, s.Now, l.At.Wall, seconds)
	who := auditWho(u, l)
	if w < 70 {
		rows = []string{" " + clip(when+" "+who, w-1, u.Glyphs)}
		for _, t := range wrap(u.said(l), w-4, "") {
			rows = append(rows, "   "+t)
		}
		return rows
	}
	head := " " + fit(when, 16, u.Glyphs) + fit(who, 26+max(0, w-80)/4, u.Glyphs) + " "
	for _, t := range wrap(u.said(l), w-width(head), "") {
		rows = append(rows, head+t)
		head = fit("", width(head), u.Glyphs)
	}
	return rows
}

// auditWho is who did it, and by which way.
func auditWho(u UI, l core.Line) string {
	way := map[core.OriginKind]string{core.FromConsole: u.t("console"), core.FromCLI: u.t("command line"), core.FromAPI: u.t("network"), core.FromSSH: "SSH", core.FromHub: u.t("the hub"), core.FromAir: u.t("a lock"), core.FromClock: u.t("the clock")}[l.Origin.Kind]
	if who := actor(u, l); who != "" {
		return who + ", " + way
	}
	return way
}

// actor is who it was, as whom; "": nobody is known. Who sits at a box and acts as somebody is both; from afar one is
// whom the key belongs to, whatever the far side calls itself.
func actor(u UI, l core.Line) string {
	who, as := plain.Clean(l.Origin.Who), plain.Clean(l.AsName)
	switch {
	case l.Origin.As == "":
		return who
	case as == "":
		as = string(l.Origin.As)
	}
	if who == "" || who == as {
		return as
	}
	return u.t("%s as %s", who, as)
}
