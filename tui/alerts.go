package tui

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
	"localiq/core/order"
	"localiq/tui/internal/plain"
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
	order.By(out, func(a, b raisedAlert) int {
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

// alertsPane lists what is raised now, the hub's own troubles first; what has cleared is among
// the events.
func alertsPane(s *core.Snapshot, u UI, w, h int) []string {
	as := raised(s)
	rows := troubleRows(s, u, w)
	if s == nil {
		return noDoors(s, u, w)
	}
	if len(as)+len(rows) == 0 {
		return teach(w, u.Glyphs, u.t("No alert is raised."), u.t("A door that stands open too long, a silent lock, a low battery or a tampered lock appears here and in the top line of every screen. What was raised before is among the events: 2, then / and what:raised."))
	}
	sel := max(0, alertIndex(as, u.Alert))
	at := 0
	for i, a := range as {
		more := alertRows(s, u, a, i == sel, w)
		if i == sel && len(rows)+len(more) >= h { // else the top stays in sight
			at = len(rows)
		}
		rows = append(rows, more...)
	}
	from, to := window(len(rows), at, h-1)
	head := "  " + u.t("%s raised.", u.count(len(as)+len(troubles(s, u)), "alert"))
	if w >= 70 {
		head += " " + u.t("Each clears by itself when its cause is gone.")
	}
	return append([]string{in(bold, head)}, rows[from:to]...)
}

// troubleRows are not chosen from: the hub's own troubles have no door, and nobody can
// acknowledge them.
func troubleRows(s *core.Snapshot, u UI, w int) (rows []string) {
	for _, t := range troubles(s, u) {
		for i, l := range wrap(u.Glyphs.plain(u.t("Hub: %s", t.alert)), w-4, "") {
			if i == 0 {
				l = u.Glyphs.Warn + " " + l
			} else {
				l = "  " + l
			}
			rows = append(rows, "  "+in(bad, l))
		}
	}
	return rows
}

func alertRows(s *core.Snapshot, u UI, a raisedAlert, selected bool, w int) (rows []string) {
	name := clip(plain.Clean(a.Card.Door.Name), max(12, w/3), u.Glyphs)
	first := fit(marked(name, selected), max(12, w/3)+3, u.Glyphs)
	if w < 60 {
		rows = []string{marked(clip(plain.Clean(a.Card.Door.Name), w-3, u.Glyphs), selected), "    " + alertPhrase(s, u, a.Alert)}
	} else {
		rows = []string{first + alertPhrase(s, u, a.Alert)}
	}
	return append(rows, adviceRows(u, a.Card, a.Alert.Kind, "    ", w)...)
}

// adviceRows is what to do about an alert of a door.
func adviceRows(u UI, c core.DoorCard, k core.AlertKind, indent string, w int) (rows []string) {
	for _, l := range wrap(advice(u, c, k), w-len(indent), "") {
		if l != "" {
			rows = append(rows, indent+l)
		}
	}
	return rows
}

// advice is core's own, but for a keypad whose wrong codes were counted here: it goes on taking codes.
func advice(u UI, c core.DoorCard, k core.AlertKind) string {
	if k == core.AlertWrongCodes && c.Lock != nil && c.Lock.Lacks.Has(core.LackRequests) {
		return u.t("Ask at the door who was there, then acknowledge; the keypad goes on taking codes.")
	}
	return u.t(k.Do())
}

// alertPhrase is an alert in words: what, since when, and whether somebody has seen it.
func alertPhrase(s *core.Snapshot, u UI, a core.Alert) string {
	at := a.Since
	if at.IsZero() {
		at = a.Raised
	}
	since := " " + u.t("since") + " "
	if u.W < 60 {
		since = " "
	}
	text := u.Glyphs.Warn + " " + alertWord(u, a.Kind) + since + clockAt(u, s.Now, at.Wall, minutes)
	if a.Acked.IsZero() {
		return u.t("%s, new", in(bad, text))
	}
	text = u.t("%s, seen %s", in(warn, text), clockAt(u, s.Now, a.Acked.Wall, minutes))
	if by := strings.TrimSpace(plain.Clean(a.By)); by != "" {
		text += " " + u.t("by %s", by)
	}
	return text
}
