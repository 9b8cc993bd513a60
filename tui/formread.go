package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// What stands in a form's fields, by their labels.

func (f form) at(label string) *field {
	if i := slices.IndexFunc(f.Fields, func(x field) bool { return x.Label == label }); i >= 0 {
		return &f.Fields[i]
	}
	return nil
}

func (f form) text(label string) string {
	if x := f.at(label); x != nil {
		return strings.TrimSpace(x.Text)
	}
	return ""
}

// id is what is behind the option that is chosen.
func (f form) id(label string) string {
	x := f.at(label)
	if x == nil {
		return ""
	}
	if i := slices.Index(x.Options, x.Text); i >= 0 && i < len(x.IDs) {
		return x.IDs[i]
	}
	return ""
}

// when is 0 for a field that is empty, or not there.
func (f form) when(label string, now time.Time) int64 {
	x := f.at(label)
	if x == nil {
		return 0
	}
	at, _ := plain.When(x.Text, now, x.Kind == untilField)
	return at
}

// groups are the names that are meant; the hub finds them.
func (f form) groups(text string) (out []core.GroupID) {
	for _, n := range names(text) {
		if name, err := meant(n, f.at("Groups").Options); err == "" {
			n = name
		}
		out = append(out, core.GroupID(n))
	}
	return out
}

// split2 is first name and last name.
func split2(name string) (first, last string) {
	first, last, _ = strings.Cut(strings.TrimSpace(name), " ")
	return first, strings.TrimSpace(last)
}

type namesMsg struct {
	form int
	told core.Told
}

// askNames fetches the names of the groups, so that a form can say what it understood.
func (m *model) askNames() tea.Cmd {
	f := m.ui.Form
	if f.at("Groups") == nil {
		return nil
	}
	asked := core.Asked{Origin: m.origin, Wish: core.ListGroups{}}
	asked.Origin.Request = "" // nothing is done
	id := f.ID
	return func() tea.Msg { return namesMsg{id, m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeNames(msg namesMsg) {
	f := m.ui.Form
	if f == nil || f.ID != msg.form || msg.told.Listed == nil {
		return
	}
	n := *f
	n.Fields = slices.Clone(f.Fields)
	x := n.at("Groups")
	x.Options = []string{}
	for _, g := range msg.told.Listed.Groups {
		x.Options = append(x.Options, plain.Clean(g.Name))
	}
	m.ui.Form = &n
}
