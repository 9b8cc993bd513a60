package tui

import (
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// doorContent is one door in words: its state, what happens next, its alerts, and why the last
// decision fell as it did.
func doorContent(s *core.Snapshot, u UI, id core.DoorID, w int) []string {
	c := cardOf(s, id)
	if c == nil {
		return teach(w, u.Glyphs, u.t("Connecting to the hub%s", u.Glyphs.Cut), u.t("This door appears as soon as the hub tells of it."))
	}
	if w < 100 {
		return stack(stateLines(s, u, *c, w), nextLines(s, u, *c, w), alertLines(s, u, *c, w), whyLines(s, u, *c, w), lockLines(s, u, *c, w), lackLines(u, *c, w))
	}
	half := (w - 3) / 2
	left := stack(stateLines(s, u, *c, half), nextLines(s, u, *c, half), alertLines(s, u, *c, half), lockLines(s, u, *c, half), lackLines(u, *c, half))
	right := stack(whyLines(s, u, *c, half), recentLines(s, u, *c, half))
	return beside(left, right, half, u.Glyphs)
}

// stack puts sections below each other with a line between.
func stack(sections ...[]string) (out []string) {
	for i, sec := range sections {
		if i > 0 && len(sec) > 0 {
			out = append(out, "")
		}
		out = append(out, sec...)
	}
	return out
}

// beside puts two columns next to each other; the left one is half cells wide.
func beside(left, right []string, half int, g Glyphs) []string {
	n := max(len(left), len(right))
	left, right = block(left, n), block(right, n)
	out := make([]string, n)
	for i := range out {
		out[i] = strings.TrimRight(fit(left[i], half, g)+" "+g.Bar+" "+right[i], " ")
	}
	return out
}

// labelled is "Label    text", wrapped under itself. text may be styled only if it is short.
func labelled(label, text string, w int) []string {
	const pad = 10
	out := wrap(text, w-pad, "")
	for i, l := range out {
		head := ""
		if i == 0 {
			head = label
		}
		out[i] = " " + fit(head, pad-1, ASCII) + l
	}
	return out
}

func stateLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	l, r := lookOf(c, u.Glyphs), c.State.Reported
	lock := in(l.Style, l.Glyph+" "+l.Word)
	if !unconfirmed(c) && !r.BoltSince.IsZero() {
		lock += " " + u.t("since %s", clockAt(u, s.Now, r.BoltSince.Wall, minutes))
	}
	if width(lock) > w-10 {
		lock = strings.Join(wrap(l.Glyph+" "+l.Word, w-10, ""), " ")
	}
	lines := labelled(u.t("Lock"), lock, w)
	lines = append(lines, labelled(u.t("Door"), doorWords(s, u, c), w)...)
	lines = append(lines, modeLines(s, u, c, w)...)
	lines = append(lines, labelled(u.t("Office"), officeWords(s, u, c), w)...)
	return append(lines, labelled(u.t("As of"), toldWords(s, u, c), w)...)
}

func doorWords(s *core.Snapshot, u UI, c core.DoorCard) string {
	r := c.State.Reported
	switch {
	case c.Lock == nil || r.At.IsZero():
		return u.t("not known: no lock has told")
	case r.Contact == core.ContactAbsent:
		return u.t("no sensor fitted: nobody can tell whether it is open")
	case r.Contact == core.ContactUnknown:
		return u.t("not known: the lock cannot tell")
	}
	text := u.t(r.Contact.String() + "|door")
	if !r.ContactSince.IsZero() {
		text += " " + u.t("since %s%s", clockAt(u, s.Now, openedAt(c).Wall, seconds), u.Glyphs.plain(plain.Within(openedWithin(c))))
		if d, ok := plain.Since(s.Now, openedAt(c)); ok && r.Contact == core.ContactOpen && !stale(c) {
			text += " (" + running(d) + ")"
		}
	}
	if stale(c) {
		return u.t("was %s, may have changed", text)
	}
	return text
}

func officeWords(s *core.Snapshot, u UI, c core.DoorCard) string {
	o := c.State.Office
	if !o.On {
		return u.t("off")
	}
	text := u.t("on since %s", clockAt(u, s.Now, o.Since.Wall, minutes))
	if by := plain.Clean(c.OfficeBy); by != "" {
		text += u.t(", by %s", by)
	}
	switch {
	case o.Until != 0:
		text += u.t(", until %s", clockAt(u, s.Now, o.Until, minutes))
	default:
		text += u.t(", until somebody ends it")
	}
	if c.Lock != nil && c.Lock.Lacks.Has(core.LackHold) {
		text += u.t("; the hub keeps it")
	}
	return text
}

// toldWords says how old what is shown may be.
func toldWords(s *core.Snapshot, u UI, c core.DoorCard) string {
	r := c.State.Reported
	switch {
	case c.Lock == nil:
		return u.t("never: no lock is fitted")
	case r.At.IsZero() && c.State.Link.Heard:
		return u.t("nothing yet; the lock is heard and will be asked")
	case r.At.IsZero():
		return u.t("nothing yet; the lock has not been heard")
	case stale(c):
		return u.t("STALE: heard %s, last report %s", lapsed(s.Now, heard(c), u.Glyphs), clockAt(u, s.Now, r.At.Wall, seconds))
	}
	return u.t("now; last report %s", clockAt(u, s.Now, r.At.Wall, seconds))
}

func alertLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	if len(c.State.Alerts) == 0 {
		return []string{in(bold, " "+u.t("ALERTS")) + " " + u.t("none")}
	}
	lines := []string{in(bold, " "+u.t("ALERTS"))}
	for _, a := range c.State.Alerts {
		lines = append(lines, " "+alertPhrase(s, u, a))
		lines = append(lines, adviceRows(u, c, a.Kind, "   ", w)...)
	}
	return lines
}

// lockLines is the hardware: what to know on a ladder.
func lockLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	lines := []string{in(bold, " "+u.t("LOCK"))}
	if c.Lock == nil {
		return append(lines, labelled("", u.t("None is fitted. Pair one: %s", pairing(c.Door)), w)...)
	}
	r, k := c.State.Reported, c.Lock
	lines = append(lines, labelled(u.t("Battery"), battery(s, u, c), w)...)
	lines = append(lines, labelled(u.t("Signal"), u.t("%s%sheard %s%s%s", longSignal(s, u, c), u.Glyphs.Dot, longHeard(s, u, c), u.Glyphs.Dot, u.count(c.Signal.Links, "link")), w)...)
	lines = append(lines, labelled(u.t("Type"), plain.Clean(plain.Model(*k)), w)...)
	lines = append(lines, labelled(u.t("Serial"), or(plain.Clean(k.Serial), u.Glyphs.None), w)...)
	lines = append(lines, labelled(u.t("Firmware"), or(plain.Clean(r.Firmware), u.Glyphs.None), w)...)
	lines = append(lines, labelled(u.t("Table"), u.t("%s%swhat it opens for by itself", tableWords(u, c.State.Sync), u.Glyphs.Dot), w)...)
	lines = append(lines, adminLines(s, u, c, w)...)
	return append(lines, labelled(u.t("Today"), u.t("%s links that a battery bears in a day%s", today(c), plain.Plus(u.Glyphs.Dot, busyWith(u, c))), w)...)
}

// adminLines is what became of the lock's admin PIN, where there is a word to say about it.
func adminLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	r := c.State.Admin.Refused
	if r.IsZero() {
		return nil
	}
	return labelled(u.t("Admin"), u.t("code REFUSED %s; give it anew: %s", clockAt(u, s.Now, r.Wall, minutes), adminCode(c.Door)), w)
}

// lackLines is what this lock cannot do, in sentences.
func lackLines(u UI, c core.DoorCard, w int) []string {
	if c.Lock == nil || c.Lock.Lacks == 0 {
		return nil
	}
	lines := []string{in(bold, " "+u.t("WHAT THIS LOCK CANNOT DO"))}
	for _, l := range c.Lock.Lacks.Say() {
		l = u.t(l)
		lines = append(lines, indented(l, w)...)
	}
	return lines
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// recentLines is the newest events of the door, where there is room for them.
func recentLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	const most = 10
	var lines []string
	for i := len(u.Tail.Lines) - 1; i >= 0 && len(lines) < most; i-- {
		if l := u.Tail.Lines[i]; l.Door == c.Door.ID {
			lines = append(lines, " "+clip(clockAt(u, s.Now, l.At.Wall, seconds)+" "+u.said(l), w-1, u.Glyphs))
		}
	}
	if len(lines) == 0 {
		lines = []string{" " + u.t("none yet")}
	}
	return append([]string{in(bold, " "+u.t("LAST EVENTS (newest first; e shows all)"))}, lines...)
}
