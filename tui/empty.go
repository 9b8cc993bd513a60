package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// noDoors is the overview when there is nothing to show: it says what is missing, or that the
// filter hides it, and the one thing to do about it.
func noDoors(s *core.Snapshot, u UI, w int) []string {
	g := u.Glyphs
	if s == nil {
		return teach(w, g, "Connecting to the hub"+g.Cut, "The doors appear as soon as the hub tells of them. This is not a door's state.")
	}
	if len(s.Doors) > 0 {
		return teach(w, g, "No door matches. Esc shows all.", "Words are looked for in the name and must all be found. "+
			"Fields: state:offline (office, unlocked, locked, alert), bat:<20 or bat:>80.")
	}
	lines := teach(w, g, "No doors yet.", "A door appears when its lock is paired. In a shell on this hub, run:")
	lines = append(lines, "", "  "+in(bold, `localiq lock add --door "Front door"`), "")
	return append(lines, teach(w, g, "", "Hold the lock's button until it blinks, then type the setup code from its label. "+
		"The lock needs power and must be within radio range of this hub. "+
		"A Nuki: hold its button for 5 s until its ring lights; localiq lock add --help says what to type.")[1:]...)
}

// teach is a heading and a paragraph.
func teach(w int, g Glyphs, head, text string) []string {
	lines := []string{"", " " + in(bold, g.plain(head)), ""}
	if head == "" {
		lines = []string{""}
	}
	for _, l := range wrap(g.plain(text), w-2, "") {
		lines = append(lines, " "+l)
	}
	return lines
}

// pairing is the command that fits a lock to a door, as a shell takes it.
func pairing(d core.Door) string { return "localiq lock add --door " + plain.Quoted(d.Name) }

// adminCode is the command that gives a door's lock another admin PIN.
func adminCode(d core.Door) string { return "localiq lock pin " + plain.Quoted(d.Name) }
