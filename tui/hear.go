package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
)

// hear takes the snapshot, if there is one, and then that nothing follows it for now.
func (m *model) hear(n news) (cmd tea.Cmd) {
	if n.snap != nil {
		cmd = m.take(n.snap)
	}
	if n.hungUp {
		m.ui.Quiet, m.ui.HungUp = true, true
		m.keepDoor()
	}
	return cmd
}

// take makes s what is shown, and fetches what happened since the last one.
func (m *model) take(s *core.Snapshot) tea.Cmd {
	m.beat++
	m.ui.Quiet, m.ui.HungUp = false, false
	if m.snap == nil || m.snap.Settings.Zone != s.Settings.Zone {
		m.ui.Zone = zone(s.Settings.Zone)
	}
	m.snap = s
	m.keepChoices()
	return m.readOn()
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC
	}
	return z
}

// keepChoices holds the chosen door and alert to ones that are there, and closes a place whose
// door is gone.
func (m *model) keepChoices() {
	m.keepDoor()
	alerts := raised(m.snap)
	if len(alerts) > 0 && alertIndex(alerts, m.ui.Alert) < 0 {
		m.ui.Alert = alerts[0].id()
	}
	if p := m.ui.here(); p.Screen == doorScreen && cardOf(m.snap, p.Door) == nil {
		m.ui.Dialog = nil
		m.ui.pop()
		m.tell(m.t("That door is no longer part of the site."), true)
	}
}
