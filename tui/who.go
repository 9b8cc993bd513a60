package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// who is the hub's answer to who can open a door.
type who struct {
	Door core.DoorID
	Told *core.Told // nil: it has not answered yet
}

type whoMsg struct {
	door core.DoorID
	told core.Told
}

func (m *model) enterWho() tea.Cmd {
	id := m.ui.here().Door
	m.ui.push(place{Screen: whoScreen, Door: id})
	m.ui.Who = who{Door: id}
	asked := core.Asked{Origin: m.origin, Wish: core.WhoOpens{Door: id}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return whoMsg{id, m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeWho(msg whoMsg) {
	if m.ui.Who.Door == msg.door {
		m.ui.Who.Told = &msg.told
	}
}

// whoContent is everybody who could open a door when it was asked.
func whoContent(_ *core.Snapshot, u UI, id core.DoorID, w int) []string {
	t := u.Who.Told
	switch {
	case u.Who.Door != id, t == nil:
		return teach(w, u.Glyphs, u.t("Asking the hub%s", u.Glyphs.Cut), u.t("Every key of every person is looked at."))
	case t.Error != nil:
		return teach(w, u.Glyphs, u.t("The hub could not say."), plain.Clean(strings.TrimSpace(sentence(t.Error.Text)+sentence(t.Error.Do))))
	case t.Openers == nil:
		return teach(w, u.Glyphs, u.t("The hub could not say."), u.t("Ask again."))
	}
	l := t.Openers
	lines := wrap(u.t("%d of %s can open %s, as of %s.", len(l.Rows), people(u, l.Of), plain.Clean(l.Door), u.date(l.At.In(u.Zone), "Mon 2 Jan 15:04:05")), w-2, "")
	for i := range lines {
		lines[i] = " " + in(bold, lines[i])
	}
	lines = append(lines, "")
	for _, o := range l.Rows {
		lines = append(lines, openerRows(u, o, w)...)
	}
	return lines
}

func people(u UI, n int) string {
	if n == 1 {
		return u.t("1 person")
	}
	return u.t("%d people", n)
}

// openerRows is a name and how they open, beside it where there is room.
func openerRows(u UI, o core.Opener, w int) []string {
	how := plain.Clean(plain.Opens(u.Glyphs.Language, o, u.Zone))
	if o.But != "" {
		how += u.t("; but %s", plain.Clean(o.But))
	}
	name := plain.Clean(or(o.PersonName, string(o.Person)))
	const pad = 24
	if w < 60 {
		out := []string{" " + name}
		for _, l := range wrap(how, w-4, "") {
			out = append(out, "   "+l)
		}
		return out
	}
	out := wrap(how, w-pad-2, "")
	for i := range out {
		head := ""
		if i == 0 {
			head = name
		}
		out[i] = " " + fit(head, pad, u.Glyphs) + " " + out[i]
	}
	return out
}
