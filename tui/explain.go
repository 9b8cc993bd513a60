package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// why is what the hub says of one event: by the rights of then, and what would make it work.
type why struct {
	Line lineID
	Told *core.Told // nil: it has not answered yet
}

type whyMsg struct {
	line lineID
	told core.Told
}

// explain shows an event, and asks the hub about it.
func (m *model) explain(id lineID, door core.DoorID) tea.Cmd {
	m.ui.push(place{Screen: eventScreen, Line: id})
	if l, ok := m.ui.lineOf(id); ok && !decision(l) {
		return nil
	}
	m.ui.Why = why{Line: id}
	asked := core.Asked{Origin: m.origin, Wish: core.Explain{Event: id.Seq, Door: door}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return whyMsg{id, m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeWhy(msg whyMsg) {
	if m.ui.Why.Line == msg.line {
		m.ui.Why.Told = &msg.told
	}
}

// explainDoor explains the last refusal at the door that is at hand, else its last decision.
func (m *model) explainDoor() tea.Cmd {
	c := cardOf(m.snap, m.ui.here().Door)
	if c == nil {
		return nil
	}
	for i := len(m.ui.Tail.Lines) - 1; i >= 0; i-- {
		if l := m.ui.Tail.Lines[i]; l.Door == c.Door.ID && l.What == core.AccessDenied {
			return m.explain(idOf(l), l.Door)
		}
	}
	if c.State.Last.Seq == 0 {
		m.tell(m.t("Nobody has asked to open %s yet.", plain.Clean(c.Door.Name)), false)
		return nil
	}
	return m.explain(lineID{Seq: c.State.Last.Seq}, c.Door.ID)
}

func (u UI) lineOf(id lineID) (core.Line, bool) {
	if i := index(u.Tail.Lines, id); i >= 0 && idOf(u.Tail.Lines[i]) == id {
		return u.Tail.Lines[i], true
	}
	return core.Line{}, false
}

// decision is true for an event about which there is something to explain.
func decision(l core.Line) bool { return l.Verdict != nil || l.What == core.AccessDenied }

// becauseLines is the hub's answer in sentences.
func becauseLines(u UI, id lineID, w int) []string {
	switch t := u.Why.Told; {
	case u.Why.Line != id:
		return nil
	case t == nil:
		return labelled(u.t("Because"), u.t("asking the hub for the rights of then%s", u.Glyphs.Cut), w)
	case t.Error != nil:
		return labelled(u.t("Because"), plain.Clean(t.Error.Text), w)
	case t.Explain == nil:
		return nil
	}
	e := u.Why.Told.Explain
	lines := labelled(u.t("Because"), plain.Clean(e.Because), w)
	if e.Fix != "" {
		lines = append(lines, labelled(u.t("To open"), plain.Clean(e.Fix), w)...)
	}
	if e.But != "" {
		lines = append(lines, labelled(u.t("But"), plain.Clean(e.But), w)...)
	}
	return lines
}
