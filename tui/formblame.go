package tui

import (
	"slices"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// blames are the fields, by their labels, that a refusal is about. The first that a form has is shown with it.
var blames = map[core.Code][]string{
	core.CodePodName:      {"Name"},
	core.CodePodDoor:      {"Doors", "Door"},
	core.CodePodEmail:     {"Members", "E-mail"},
	core.CodePodTwice:     {"Members"},
	core.CodePodOther:     {"Members"},
	core.CodePodTag:       {"Members", "Door"},
	core.CodePodLimit:     {"Guests"},
	core.CodePodMember:    {"Members", "Groups", "First name"},
	core.CodePodFull:      {"Host", "Guests", "Name"},
	core.CodePodNotItsOwn: {"Doors", "Groups", "Door"},
}

// refuse puts what the hub said into the form: at the field that it is about, else below all of them. What was
// typed stays.
func (m *model) refuse(err *core.Error) {
	f := m.ui.Form
	if f == nil {
		return
	}
	n := *f
	n.Fields, n.Sent, n.Err = slices.Clone(f.Fields), 0, ""
	text := strings.TrimSpace(sentence(plain.Clean(err.Text)) + sentence(plain.Clean(err.Do)))
	m.ui.Form = &n
	for _, label := range blames[err.Code] {
		if i := slices.IndexFunc(n.Fields, func(x field) bool { return x.Label == label }); i >= 0 {
			n.Fields[i].Err, n.At = text, i
			return
		}
	}
	n.Err = text
}
