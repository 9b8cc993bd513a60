package tui

import (
	"fmt"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// noDoors is the overview when there is nothing to show: it says what is missing, or that the
// filter hides it, and the one thing to do about it.
func noDoors(s *core.Snapshot, u UI, w int) []string {
	g := u.Glyphs
	if s == nil {
		return teach(w, g, u.t("Connecting to the hub%s", g.Cut), u.t("The doors appear as soon as the hub tells of them. This is not a door's state."))
	}
	if len(s.Doors) > 0 {
		return teach(w, g, u.t("No door matches. Esc shows all."), u.t("Words are looked for in the name and must all be found. Fields: state:offline (office, unlocked, locked, alert), bat:<20 or bat:>80."))
	}
	if s.Settings.Installing {
		return firstSteps(u, w)
	}
	lines := teach(w, g, u.t("No doors yet."), u.t("A door appears when its lock is paired. In a shell on this hub, run:"))
	lines = append(lines, "", "  "+in(bold, u.t(`localiq lock add --door "Front door"`)), "")
	return append(lines, teach(w, g, "", u.t("Hold the lock's button until it blinks, then type the setup code from its label. The lock needs power and must be within radio range of this hub. A Nuki: hold its button for 5 s until its ring lights; localiq lock add --help says what to type."))[1:]...)
}

// firstSteps is the way from an empty box to a site that is its owner's.
func firstSteps(u UI, w int) []string {
	if !u.Admin {
		return teach(w, u.Glyphs, u.t("This site is not released yet."), u.t("Until its installer has released it nothing is done here for anybody else."))
	}
	steps := []string{
		u.t(`Pair the locks. Hold a lock's button until it blinks (a Nuki: 5 s, until its ring lights); then in a shell on this hub: localiq lock add --door "Front door"`),
		u.t("Add its people, the owner among them: 5, then n. What they may open are groups: 7, then n. Or read all of it from a file: localiq site import FILE"),
		u.t("Try every door with an installer's key. Then release the site: 9, Site, r. Until then nobody else's key opens, and this console alone is answered.")}
	if w < 60 {
		steps = []string{u.t(`Pair locks, in a shell here: localiq lock add --door "Front door"`),
			u.t("Add people, its owner too: 5, n. Groups of doors: 7, n"), u.t("Try every door with an installer's key"), u.t("Release it to its owner: 9, Site, r")}
	}
	lines := []string{"", " " + in(bold, u.t("A new site, step by step:")), ""}
	for i, step := range steps {
		lines = append(lines, labelledBy(4, fmt.Sprint(i+1), step, w)...)
	}
	return lines
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
