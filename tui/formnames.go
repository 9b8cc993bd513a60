package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// namesMsg has the names that a field of a form can have.
type namesMsg struct {
	form  int
	label string
	told  core.Told
}

// askNames fetches the names of groups and schedules, so that a form can say what it understood.
func (m *model) askNames() tea.Cmd {
	f := m.ui.Form
	var cmds []tea.Cmd
	for label, w := range map[string]core.Wish{"Groups": core.ListGroups{}, "Schedule": core.ListSchedules{}} {
		if f.at(label) == nil {
			continue
		}
		asked := core.Asked{Origin: m.origin, Wish: w}
		asked.Origin.Request = "" // nothing is done
		id := f.ID
		cmds = append(cmds, func() tea.Msg { return namesMsg{id, label, m.hub.Ask(m.ctx, asked)} })
	}
	return tea.Batch(cmds...)
}

func (m *model) takeNames(msg namesMsg) {
	f := m.ui.Form
	if f == nil || f.ID != msg.form || msg.told.Listed == nil {
		return
	}
	n := *f
	n.Fields = slices.Clone(f.Fields)
	x := n.at(msg.label)
	x.Options = []string{}
	for _, g := range msg.told.Listed.Groups {
		x.Options = append(x.Options, plain.Clean(g.Name))
	}
	for _, s := range msg.told.Listed.Schedules {
		x.Options = append(x.Options, plain.Clean(s.Name))
	}
	m.ui.Form = &n
}

// doorNames are the names that a field of doors can have.
func doorNames(s *core.Snapshot) []string {
	names := []string{}
	for _, c := range s.Doors {
		names = append(names, plain.Clean(c.Door.Name))
	}
	return names
}

// listed are the names that are meant by what stands in a field; the hub finds them.
func (f form) listed(label string) (out []string) { return f.meant(label, f.text(label)) }

func (f form) meant(label, text string) (out []string) {
	for _, n := range names(text) {
		if name, err := meant(UI{}, n, f.at(label).Options); err == "" {
			n = name
		}
		out = append(out, n)
	}
	return out
}

// difference is what came to a field of names, and what went from it.
func (f form) difference(label string) (came, went []string) {
	was, is := f.meant(label, f.at(label).Was), f.listed(label)
	for _, n := range is {
		if !slices.Contains(was, n) {
			came = append(came, n)
		}
	}
	for _, n := range was {
		if !slices.Contains(is, n) {
			went = append(went, n)
		}
	}
	return came, went
}

// ids are names as the hub takes them in the place of ids.
func ids[T ~string](names []string) (out []T) {
	for _, n := range names {
		out = append(out, T(n))
	}
	return out
}
