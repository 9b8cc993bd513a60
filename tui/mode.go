package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// The modes that stand above office mode and keys, at one door.

var modeOf = map[verb]core.DoorMode{lockdownVerb: core.ModeLockdown, fireVerb: core.ModeFireOpen, blockVerb: core.ModeBlocked, normalVerb: core.ModeNormal,
	siteLockdownVerb: core.ModeLockdown, siteFireVerb: core.ModeFireOpen, siteBlockVerb: core.ModeBlocked, siteNormalVerb: core.ModeNormal}

// lockDown is in a hurry: it asks for the same key once more, and for nothing else.
func (m *model) lockDown() tea.Cmd {
	c := m.fitted()
	switch {
	case c == nil:
		return nil
	case !m.ui.Locking:
		m.ui.Locking = true
		m.tell(m.t("d once more locks %s down: only people with the right to override it are let in.", plain.Clean(c.Door.Name)), false)
		return nil
	}
	m.ui.Locking = false
	e := errand{Door: c.Door.ID, Name: plain.Clean(c.Door.Name), Verb: lockdownVerb}
	return m.send(e, e.wish())
}

func (m *model) askFire() tea.Cmd  { return m.confirm(fireVerb) }
func (m *model) askBlock() tea.Cmd { return m.confirm(blockVerb) }

func (m *model) askNormal() tea.Cmd {
	if c := cardOf(m.snap, m.ui.here().Door); c != nil && c.State.Mode(m.snap.Now) == core.ModeNormal {
		m.tell(m.t("%s is normal: no mode stands that could be released.", plain.Clean(c.Door.Name)), false)
		return nil
	}
	return m.confirm(normalVerb)
}

// modeLines is what stands above office mode, who set it and why; nothing where nothing does.
func modeLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	l := c.State.Level(s.Now)
	if l.Mode == core.ModeNormal {
		return nil
	}
	text := u.t("%s since %s", u.t(l.Mode.Say()), clockAt(u, s.Now, l.Since.Wall, minutes))
	if l.Site {
		text += u.t(", as the whole site")
	}
	if by := plain.Clean(l.By); by != "" {
		text += u.t(", by %s", by)
	}
	if !l.Until.IsZero() {
		text += u.t(", until %s", clockAt(u, s.Now, l.Until.Wall, minutes))
	}
	if y := plain.Clean(l.Why); y != "" {
		text += ": " + y
	}
	return labelled(u.t("Mode"), text, w)
}
