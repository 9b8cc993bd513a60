package tui

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"localiq/core"
	"localiq/core/order"
	"localiq/tui/internal/plain"
)

// rank orders doors by how much they want somebody: worst first.
type rank uint8

const (
	alertRank rank = iota
	ackedRank
	offlineRank
	unknownRank
	officeRank
	okRank
)

// look is how a lock's state is said: in full, in a narrow column, and with which sign.
type look struct {
	Glyph, Word, Short string
	Style              lipgloss.Style
}

func (l look) long() string  { return in(l.Style, l.Glyph+" "+l.Word) }
func (l look) short() string { return in(l.Style, l.Glyph+" "+l.Short) }

// ranked is the doors as the overview lists them.
func ranked(s *core.Snapshot) []core.DoorCard {
	if s == nil {
		return nil
	}
	doors := slices.Clone(s.Doors)
	order.By(doors, func(a, b core.DoorCard) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), cmp.Compare(a.Door.Name, b.Door.Name), cmp.Compare(a.Door.ID, b.Door.ID))
	})
	return doors
}

func rankOf(c core.DoorCard) rank {
	st := c.State
	fresh := slices.ContainsFunc(st.Alerts, func(a core.Alert) bool { return a.Acked.IsZero() })
	switch {
	case fresh || st.Reported.Bolt == core.BoltJammed:
		return alertRank
	case len(st.Alerts) > 0:
		return ackedRank
	case stale(c):
		return offlineRank
	case unconfirmed(c):
		return unknownRank
	case st.Reported.Bolt == core.BoltOffice || st.Office.On:
		return officeRank
	}
	return okRank
}

// unconfirmed: the lock has not told, or itself does not know. Such a door is never drawn as
// locked, nor in green.
func unconfirmed(c core.DoorCard) bool {
	return c.Lock == nil || c.State.Reported.At.IsZero() || c.State.Reported.Bolt == core.BoltUnknown
}

// stale: the lock told once and is not heard now.
func stale(c core.DoorCard) bool {
	return c.Lock != nil && !c.State.Link.Heard && !c.State.Reported.At.IsZero()
}

// lookOf is the lock's state as the person is told it.
func lookOf(c core.DoorCard, g Glyphs) look {
	if c.Lock == nil {
		return look{g.None, g.t("no lock fitted"), g.t("no lock"), usual}
	}
	if unconfirmed(c) {
		return unsure(g, c)
	}
	l := boltLook(c.State.Reported.Bolt, g)
	if c.State.Reported.Bolt == core.BoltUnlocked && c.Lock.Lacks.Has(core.LackRelock) {
		l.Word = l.Short // it stays so until the hub locks it
	}
	if stale(c) {
		return look{g.Bad, g.t("not heard, was %s", l.Short), g.t("was %s", l.Short), warn}
	}
	return l
}

func unsure(g Glyphs, c core.DoorCard) look {
	word := g.t("should be locked, unconfirmed")
	if c.State.Wanted.Bolt == core.BoltOffice {
		word = g.t("should be in office mode, unconfirmed")
	}
	return look{Unsure, word, g.t("unconfirmed"), warn}
}

func boltLook(b core.Bolt, g Glyphs) look {
	switch b {
	case core.BoltLocked:
		return look{g.Good, g.t("locked"), g.t("locked"), good}
	case core.BoltUnlocked:
		return look{g.Open, g.t("unlocked for a moment"), g.t("unlocked"), warn}
	case core.BoltOffice:
		return look{g.Open, g.t("office mode, unlocked"), g.t("office mode"), open}
	case core.BoltPrivacy:
		return look{g.Good, g.t("privacy, locked from inside"), g.t("privacy"), open}
	case core.BoltJammed:
		return look{g.Bad, g.t("JAMMED"), g.t("JAMMED"), bad}
	}
	return look{Unsure, g.t("should be locked, unconfirmed"), g.t("unconfirmed"), warn}
}

// heard is the moment up to which what is shown was so: what a lock in earshot told holds
// until it tells something else.
func heard(c core.DoorCard) core.Instant {
	if c.State.Reported.At.Before(c.Signal.Heard) {
		return c.Signal.Heard
	}
	return c.State.Reported.At
}

// alertWord is an alert's name as it is shouted.
func alertWord(u UI, k core.AlertKind) string { return strings.ToUpper(u.t(plain.Clean(k.Say()))) }
