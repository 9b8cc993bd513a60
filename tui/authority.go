package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// byAdmin is no situation but who is in it: somebody who may change people. The lines of the key table
// that want it are offered to nobody else. What is asked all the same the hub refuses, in words.
const byAdmin mode = 1 << 63

// admin: whoever holds the box, or acts for somebody of an admin's level.
func (o Options) admin() bool { return o.As == "" || o.Role.Level() >= core.RoleAdmin.Level() }

// acts is under whose authority, in words.
func (o Options) acts() string {
	if o.As == "" {
		return o.Glyphs.t("this console acts under the box's own authority")
	}
	return o.Glyphs.t("%s, with the rights of the role %s", plain.Clean(or(o.Who, string(o.As))), o.Glyphs.t(o.Role.String()))
}

// counts is true where a line of the table means something.
func (b binding) counts(in mode) bool {
	return b.In&in&^byAdmin != 0 && (b.In&byAdmin == 0 || in&byAdmin != 0)
}

// withheld says why a key that others have does nothing here.
func (m *model) withheld(key string) (tea.Cmd, bool) {
	in := m.ui.mode()
	b, ok := bound(key, in|byAdmin)
	if !ok || in&byAdmin != 0 {
		return nil, false
	}
	m.tell(m.t("You are not an admin of this site: what %s does (%s) is not yours to do.", m.t(b.Sign), m.t(b.Does)), true)
	return nil, true
}
