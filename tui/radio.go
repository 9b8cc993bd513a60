package tui

import (
	"fmt"
	"strings"

	"localiq/core"
)

// radioContent is the air as an installer asks after it: which radios there are, over which each
// lock is heard and how often it was spoken to today, what each lock knows by itself, and which
// keys taken away may still open a door.
func radioContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, "Connecting to the hub"+u.Glyphs.Cut, "Radios and locks appear as soon as the hub tells of them.")
	}
	return stack(radioLines(s, u, w), goneLines(s, u, w), airLines(s, u, w))
}

func radioLines(s *core.Snapshot, u UI, w int) []string {
	head := in(bold, " RADIOS")
	if a := s.Air; a.Slots > 0 {
		head += fmt.Sprintf("  %d of %d links in use", a.Links, a.Slots)
		if a.Waits > 0 {
			head += fmt.Sprintf(", %d waiting", a.Waits)
		}
	}
	lines := []string{head}
	for _, r := range s.Hub.Radios {
		lines = append(lines, labelledBy(12, radioName(s, r.Adapter), radioWords(s, u, r), w)...)
	}
	if len(s.Hub.Radios) == 0 {
		lines = append(lines, indented("none yet: the hub is still looking for its adapter", w)...)
	}
	return lines
}

// radioName is a repeater's own name, or the adapter's.
func radioName(s *core.Snapshot, adapter string) string {
	for _, r := range s.Repeaters {
		if string(r.ID) == adapter {
			return clean(r.Name)
		}
	}
	return clean(adapter)
}

func radioWords(s *core.Snapshot, u UI, r core.RadioState) string {
	since := ""
	if !r.Since.IsZero() {
		since = " since " + clockAt(s.Now, r.Since.Wall, u.Zone, minutes)
	}
	if !r.Up {
		return "DOWN" + since + plus(": ", clean(r.Why))
	}
	words := "up" + since
	for _, n := range s.Air.Radios {
		if n.Adapter != r.Adapter {
			continue
		}
		words += plus(", ", clean(n.Role)) + ", " + count(n.Links, "link") + fmt.Sprintf(", hears %d/s", n.Reports)
	}
	return words
}

func plus(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

// goneLines is the residue of revocations [lock.sync]. It is said also where there is none: that
// is what an owner wants to read.
func goneLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " TAKEN AWAY, AND MAY STILL OPEN")}
	for _, c := range s.Doors {
		for i := range c.State.Sync.Gone {
			lines = append(lines, indented(goneWords(s, u, c, i), w)...)
		}
		if n := c.State.Sync.More; n > 0 {
			lines = append(lines, fmt.Sprintf("   and %d more at %s", n, clean(c.Door.Name)))
		}
	}
	if len(lines) == 1 {
		return append(lines, indented("no key: every lock has said that it is gone", w)...)
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
	g, who := c.State.Sync.Gone[i], "somebody"
	if i < len(c.GoneWho) && c.GoneWho[i] != "" {
		who = clean(c.GoneWho[i])
	}
	words := fmt.Sprintf("%s, %s with %s, taken away %s", clean(c.Door.Name), who, g.Kind.Word(), clockAt(s.Now, g.At.Wall, u.Zone, minutes))
	if e := c.State.Outlives(g, s.Now); e != 0 {
		return words + "; it ends by itself " + clockAt(s.Now, e, u.Zone, minutes)
	}
	return words + "; it ends when the lock is reached, not before"
}

// airLines is a lock a row: how it is heard, how much it was spoken to, what it holds.
func airLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " LOCKS")}
	if w >= 60 {
		lines[0] = in(bold, fmt.Sprintf(" %-22s %-8s %-10s %-8s TABLE", "LOCKS", "SIGNAL", "VIA", "TODAY"))
	}
	for _, c := range ranked(s) {
		if c.Lock == nil {
			continue
		}
		name, told := clean(c.Door.Name), heldWords(c.State.Sync, u.Glyphs)
		if w < 60 {
			lines = append(lines, " "+clip(name, w-2, u.Glyphs))
			text := longSignal(s, u, c) + plus(" by ", via(s, u, c)) + u.Glyphs.Dot + today(c) + " links" + plus(u.Glyphs.Dot, busyWith(c))
			lines = append(lines, "   "+clip(text, w-4, u.Glyphs), "   table "+clip(told, w-10, u.Glyphs))
			continue
		}
		g := u.Glyphs
		lines = append(lines, " "+fit(clip(name, 22, g), 22, g)+" "+fit(longSignal(s, u, c), 8, g)+" "+fit(clip(or(via(s, u, c), g.None), 10, g), 10, g)+" "+
			fit(today(c), 8, g)+" "+told+plus(g.Dot, busyWith(c)))
	}
	if len(lines) == 1 {
		lines = append(lines, indented("none yet. Hold a lock's button until it blinks, then: localiq lock add --door NAME", w)...)
	}
	return lines
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

// heldWords is a lock's table against what it should hold.
func heldWords(y core.Sync, g Glyphs) string {
	switch n := len(y.Gone) + y.More; {
	case y.At.IsZero() && y.Wanted == 0:
		return g.None
	case y.At.IsZero():
		return "not reported"
	case n > 0:
		return in(warn, "OLD, "+count(n, "key")+" too many")
	case !y.Done():
		return "old, " + count(y.Rows, "key")
	case y.Left > 0:
		return count(y.Rows, "key") + fmt.Sprintf(", no room for %d", y.Left)
	}
	return count(y.Rows, "key") + ", in step"
}

// errandWords say why a lock is connected, by the words of core.Signal.Want.
var errandWords = map[string]string{
	"stay": "door open", "firmware": "new firmware", "poll": "state", "journal": "journal", "table": "new table",
	"revocation": "keys to take away", "outcome": "what happened", "request": "somebody at the door", "open": "to open", "relock": "to lock",
}

// busyWith is why the lock is connected now, or waits to be.
func busyWith(c core.DoorCard) string {
	what := or(errandWords[c.Signal.Want], clean(c.Signal.Want))
	if what != "" && c.Signal.Wait > 0 {
		return "waits: " + what
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
