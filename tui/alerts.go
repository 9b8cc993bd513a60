package tui

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
)

// raisedAlert is an alert with its door.
type raisedAlert struct {
	Card  core.DoorCard
	Alert core.Alert
}

func (a raisedAlert) id() alertID { return alertID{a.Card.Door.ID, a.Alert.Kind} }

// raised is every alert of the site: unseen ones first, then the newest.
func raised(s *core.Snapshot) (out []raisedAlert) {
	if s == nil {
		return nil
	}
	for _, c := range s.Doors {
		for _, a := range c.State.Alerts {
			out = append(out, raisedAlert{c, a})
		}
	}
	slices.SortStableFunc(out, func(a, b raisedAlert) int {
		if x, y := a.Alert.Acked.IsZero(), b.Alert.Acked.IsZero(); x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Alert.Seq, a.Alert.Seq)
	})
	return out
}

func alertIndex(as []raisedAlert, id alertID) int {
	return slices.IndexFunc(as, func(a raisedAlert) bool { return a.id() == id })
}

// alertsPane lists what is raised now; what has cleared is among the events.
func alertsPane(s *core.Snapshot, u UI, w, h int) []string {
	as := raised(s)
	if len(as) == 0 {
		if s == nil {
			return noDoors(s, u, w)
		}
		return teach(w, u.Glyphs, "No alert is raised.", "A door that stands open too long, a silent lock, a low battery, a forced door or a tampered lock "+
			"appears here and in the top line of every screen. What was raised before is among the events: 2, then / and what:raised.")
	}
	sel := max(0, alertIndex(as, u.Alert))
	var rows []string
	at := 0
	for i, a := range as {
		if i == sel {
			at = len(rows)
		}
		rows = append(rows, alertRows(s, u, a, i == sel, w)...)
	}
	from, to := window(len(rows), at, h-1)
	head := in(bold, "  "+count(len(as), "alert")+" raised. Each clears by itself when its cause is gone.")
	return append([]string{clip(head, w, u.Glyphs)}, rows[from:to]...)
}

func alertRows(s *core.Snapshot, u UI, a raisedAlert, selected bool, w int) []string {
	name := clip(clean(a.Card.Door.Name), max(12, w/3), u.Glyphs)
	first := fit(marked(name, selected), max(12, w/3)+3, u.Glyphs)
	if w < 60 {
		return []string{marked(clip(clean(a.Card.Door.Name), w-3, u.Glyphs), selected), "    " + alertPhrase(s, u, a.Alert)}
	}
	return []string{first + alertPhrase(s, u, a.Alert)}
}

// alertPhrase is an alert in words: what, since when, and whether somebody has seen it.
func alertPhrase(s *core.Snapshot, u UI, a core.Alert) string {
	at := a.Since
	if at.IsZero() {
		at = a.Raised
	}
	text := u.Glyphs.Warn + " " + alertWord(a.Kind) + " since " + clockAt(s.Now, at.Wall, u.Zone, minutes)
	if a.Acked.IsZero() {
		return in(bad, text) + ", new"
	}
	text = in(warn, text) + ", seen " + clockAt(s.Now, a.Acked.Wall, u.Zone, minutes)
	if by := strings.TrimSpace(clean(a.By)); by != "" {
		text += " by " + by
	}
	return text
}
