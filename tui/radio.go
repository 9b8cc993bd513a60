package tui

import (
	"fmt"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// radioContent is the air as an installer asks after it: which radios there are, over which each
// lock is heard and how often it was spoken to today, what each lock knows by itself, and which
// keys taken away may still open a door.
func radioContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, u.t("Connecting to the hub%s", u.Glyphs.Cut), u.t("Radios and locks appear as soon as the hub tells of them."))
	}
	return stack(radioLines(s, u, w), goneLines(s, u, w), airLines(s, u, w))
}

func radioLines(s *core.Snapshot, u UI, w int) []string {
	head := in(bold, " "+u.t("RADIOS"))
	if a := s.Air; a.Slots > 0 {
		head += u.t("  %d of %d links in use", a.Links, a.Slots)
		if a.Waits > 0 {
			head += u.t(", %d waiting", a.Waits)
		}
	}
	lines := []string{head}
	for _, r := range s.Hub.Radios {
		lines = append(lines, labelledBy(12, radioName(s, r.Adapter), radioWords(s, u, r), w)...)
	}
	if len(s.Hub.Radios) == 0 {
		lines = append(lines, indented(u.t("none yet: the hub is still looking for its adapter"), w)...)
	}
	return lines
}

// radioName is a repeater's own name, or the adapter's.
func radioName(s *core.Snapshot, adapter string) string {
	for _, r := range s.Repeaters {
		if string(r.ID) == adapter {
			return plain.Clean(r.Name)
		}
	}
	return plain.Clean(adapter)
}

func radioWords(s *core.Snapshot, u UI, r core.RadioState) string {
	since := ""
	if !r.Since.IsZero() {
		since = " " + u.t("since %s", clockAt(u, s.Now, r.Since.Wall, minutes))
	}
	if !r.Up {
		return u.t("DOWN%s%s", since, plain.Plus(": ", plain.Clean(r.Why)))
	}
	words := u.t("up%s", since)
	for _, n := range s.Air.Radios {
		if n.Adapter != r.Adapter {
			continue
		}
		words += plain.Plus(", ", u.t(plain.Clean(n.Role))) + ", " + u.count(n.Links, "link") + u.t(", hears %d/s", n.Reports)
	}
	return words + plain.Plus(u.t("; nearest to")+" ", hanging(s, r.Adapter)) + plain.Plus(u.t("; reached over")+" ", reachedOver(s, r.Adapter))
}

// hanging are the locks that a radio hears best now: what is lost with it, unless another hears them too.
func hanging(s *core.Snapshot, adapter string) string {
	return doorsThat(s, func(c core.DoorCard) bool { return c.Lock != nil && c.Signal.Via == adapter && !stale(c) })
}

// reachedOver is the repeater that a repeater hangs on; "": this box's own network, or it is no repeater.
func reachedOver(s *core.Snapshot, adapter string) string {
	for _, r := range s.Repeaters {
		if string(r.ID) == adapter && r.Via != "" {
			return radioName(s, string(r.Via))
		}
	}
	return ""
}

// goneLines is the residue of revocations [lock.sync]. It is said also where there is none: that
// is what an owner wants to read.
func goneLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("TAKEN AWAY, AND MAY STILL OPEN"))}
	for _, c := range s.Doors {
		for i := range c.State.Sync.Gone {
			lines = append(lines, indented(goneWords(s, u, c, i), w)...)
		}
		if n := c.State.Sync.More; n > 0 {
			lines = append(lines, u.t("   and %d more at %s", n, plain.Clean(c.Door.Name)))
		}
	}
	if len(lines) == 1 {
		return append(lines, indented(u.t("no key: every fitted lock has said that it is gone"), w)...)
	}
	for i := 1; i < len(lines); i++ {
		lines[i] = in(warn, strings.TrimRight(lines[i], " "))
	}
	return lines
}

func indented(text string, w int) (out []string) {
	for i, l := range wrap(text, w-3, "") {
		out = append(out, strings.Repeat(" ", 1+2*min(i, 1))+l)
	}
	return out
}

func goneWords(s *core.Snapshot, u UI, c core.DoorCard, i int) string {
	g, who := c.State.Sync.Gone[i], u.t("somebody")
	if i < len(c.GoneWho) && c.GoneWho[i] != "" {
		who = plain.Clean(c.GoneWho[i])
	}
	words := u.t("%s, %s with %s, taken away %s", plain.Clean(c.Door.Name), who, u.t(g.Kind.Word()), clockAt(u, s.Now, g.At.Wall, minutes))
	e := c.State.Outlives(g, s.Now)
	switch {
	case e != 0:
		return u.t("%s; it ends by itself %s", words, clockAt(u, s.Now, e, minutes))
	case !c.State.Admin.Refused.IsZero():
		return u.t("%s; it ends when the lock has a PIN that it takes: %s", words, adminCode(c.Door))
	}
	return u.t("%s; it ends when the lock is reached, not before", words)
}

// airLines is a lock a row: how it is heard, how much it was spoken to, what it holds.
func airLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("LOCKS"))}
	for i, l := range wrap(u.t("today: links since midnight; a battery bears %d a day", core.LinkBudget), w-9, "") {
		if i == 0 {
			lines[0] += "  " + l
			continue
		}
		lines = append(lines, "        "+l)
	}
	if w >= airTable {
		lines = append(lines, in(bold, u.t("   %-*s %-8s %-10s %-8s TABLE", airName(w), u.t("NAME"), u.t("SIGNAL"), u.t("VIA"), u.t("TODAY"))))
	}
	n := len(lines)
	for _, c := range ranked(s) {
		switch {
		case c.Lock == nil:
		case w >= airTable:
			lines = append(lines, airRow(s, u, c, w)...)
		default:
			lines = append(lines, airStack(s, u, c, w)...)
		}
	}
	if len(lines) == n {
		return append(lines[:1:1], indented(u.t("none yet. Hold a lock's button until it blinks, then: localiq lock add --door NAME"), w)...)
	}
	return lines
}

// airTable is from how many cells on the locks stand in columns.
const airTable = 78

func airName(w int) int { return min(18+max(0, w-80)/4, 28) }

// airRow is a lock in columns; what does not fit the last one goes below itself.
func airRow(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	g := u.Glyphs
	head := "   " + fit(plain.Clean(c.Door.Name), airName(w), g) + " " + fit(longSignal(s, u, c), 8, g) + " " + fit(or(via(s, u, c), g.None), 10, g) + " " + fit(today(c), 8, g) + " "
	words := flow(airWords(u, c), w-width(head), g)
	for i := range words {
		words[i] = head + words[i]
		head = strings.Repeat(" ", width(head))
	}
	return words
}

// airStack is a lock on a screen that is too narrow for columns.
func airStack(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	rows := []string{" " + clip(plain.Clean(c.Door.Name), w-2, u.Glyphs)}
	facts := []string{longSignal(s, u, c) + plain.Plus(" "+u.t("by")+" ", via(s, u, c)), u.t("today %s", today(c))}
	for _, l := range flow(append(facts, airWords(u, c)...), w-4, u.Glyphs) {
		rows = append(rows, "   "+l)
	}
	return rows
}

// airWords is what a lock holds, and what it is busy with.
func airWords(u UI, c core.DoorCard) []string {
	words := []string{tableWords(u, c.State.Sync)}
	if busy := busyWith(u, c); busy != "" {
		words = append(words, busy)
	}
	return words
}

func via(s *core.Snapshot, u UI, c core.DoorCard) string {
	if c.Signal.Via == "" || stale(c) {
		return ""
	}
	return radioName(s, c.Signal.Via)
}

// today counts the connections of the day against what a lock's battery is made for.
func today(c core.DoorCard) string {
	if n := c.Signal.Today; n > core.LinkBudget {
		return in(warn, fmt.Sprintf("%d/%d!", n, core.LinkBudget))
	}
	return fmt.Sprintf("%d/%d", c.Signal.Today, core.LinkBudget)
}

// tableWords is how a lock's table stands; a yellow one may open for keys that were taken away.
func tableWords(u UI, y core.Sync) string {
	words, worse := plain.Table(u.Glyphs.Language, y)
	if worse {
		return in(warn, words)
	}
	return or(words, u.Glyphs.None)
}

// errandWords say why a lock is connected, by the words of core.Signal.Want.
var errandWords = map[string]string{
	"stay": "door open", "firmware": "new firmware", "poll": "state", "journal": "journal", "table": "new table",
	"revocation": "keys to take away", "outcome": "what happened", "request": "somebody at the door", "open": "to open", "relock": "to lock",
}

// busyWith is why the lock is connected now, or waits to be.
func busyWith(u UI, c core.DoorCard) string {
	what := u.t(or(errandWords[c.Signal.Want], plain.Clean(c.Signal.Want)))
	if what != "" && c.Signal.Wait > 0 {
		return u.t("waits: %s", what)
	}
	return what
}

// labelledBy is labelled with a label of its own width.
func labelledBy(pad int, label, text string, w int) []string {
	out := wrap(text, w-pad-1, "")
	for i, l := range out {
		head := ""
		if i == 0 {
			head = label
		}
		out[i] = " " + fit(clip(head, pad-1, ASCII), pad, ASCII) + l
	}
	return out
}
