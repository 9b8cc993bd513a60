package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
)

// Where somebody went does not count any more: they pass a door with passback again, from either side.

func (m *model) askForgive() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	return m.ask(about(p, forgiveVerb, core.ForgivePassback{Who: p.ID}), m.t("The hub forgets where they are. The next door with passback lets them pass from either side."))
}

func (m *model) askForgiveAll() tea.Cmd {
	return m.ask(errand{Name: m.t("everybody"), Verb: forgiveVerb, Wish: core.ForgivePassback{All: true}}, m.t("The hub forgets where everybody is. Doors with passback let each pass once from either side."))
}
