package tui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// shownDoors is the doors that pass the filter, as the overview lists them. s is an honest one:
// a lock that nobody hears is offline for the filter, too.
func (u UI) shownDoors(s *core.Snapshot) []core.DoorCard {
	f := readFilter(u.DoorWords, doorFields)
	return slices.DeleteFunc(ranked(s), func(c core.DoorCard) bool { return !f.passesDoor(c) })
}

func (f filter) passesDoor(c core.DoorCard) bool {
	for _, t := range f {
		if !t.isOf(c) {
			return false
		}
	}
	return true
}

// isOf: a state is looked for by its beginning, for "unlocked" has "locked" in it.
func (t word) isOf(c core.DoorCard) bool {
	switch t.field {
	case "state":
		return slices.ContainsFunc(stateWords(c), func(w string) bool { return strings.HasPrefix(w, t.text) })
	case "bat":
		return charged(c.State.Reported.Battery, t.text)
	}
	return strings.Contains(strings.ToLower(plain.Clean(c.Door.Name)), t.text)
}

// stateWords is what the overview says of the lock, and what that comes to. A door is locked or
// unlocked only where its lock is heard and has said so: one that "was locked" is offline.
func stateWords(c core.DoorCard) []string {
	words := []string{strings.ToLower(lookOf(c, ASCII).Short)}
	if rankOf(c) <= ackedRank {
		words = append(words, "alert")
	}
	if c.Lock != nil && !c.State.Link.Heard {
		words = append(words, "offline")
	}
	if c.State.Office.On {
		words = append(words, "office")
	}
	for _, l := range c.State.Levels {
		words = append(words, strings.TrimPrefix(l.Mode.Say(), "in "))
	}
	if stale(c) || unconfirmed(c) {
		return words
	}
	switch c.State.Reported.Bolt {
	case core.BoltOffice:
		words = append(words, "unlocked")
	case core.BoltPrivacy:
		words = append(words, "locked")
	}
	return words
}

// charged compares a battery in percent (0: not known, which is neither less nor more) with
// "<20", ">80" or "50". A sign whose number is still to come holds nothing back.
func charged(b uint8, want string) bool {
	sign := want[:len(want)-len(strings.TrimLeft(want, "<>"))]
	number := strings.TrimSuffix(want[len(sign):], "%")
	if number == "" && len(sign) == 1 {
		return true
	}
	n, err := strconv.Atoi(number)
	if err != nil || b == 0 {
		return false
	}
	switch order := cmp.Compare(int(b), n); sign {
	case "<":
		return order < 0
	case ">":
		return order > 0
	case "":
		return order == 0
	}
	return false
}

// doorFilterLine is no line where nothing is filtered.
func doorFilterLine(s *core.Snapshot, u UI, n, w int) []string {
	if !u.Typing && u.DoorWords == "" {
		return nil
	}
	found := ""
	if s != nil {
		found = u.t("%d of %s", n, u.count(len(s.Doors), "door"))
	}
	return []string{filterLine(u, u.DoorWords, found, w)}
}

// doors is what can be chosen in the overview now.
func (m *model) doors() []core.DoorCard { return m.ui.shownDoors(honest(m.snap, m.ui)) }

// keepDoor holds the choice to a door that is shown: its own, else the first. Where none is
// shown, it waits on its own.
func (m *model) keepDoor() {
	if doors := m.doors(); len(doors) > 0 && indexOf(doors, m.ui.Door) < 0 {
		m.ui.Door = doors[0].Door.ID
	}
}
