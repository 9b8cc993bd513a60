package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// carried says what came of a change to people: what the hub kept, and which locks have not heard of it.
func carried(u UI, e errand, t core.Told, at string) (text string, bad bool) {
	done := u.t(verbWords[e.Verb].Done)
	if t.Error != nil {
		text = u.t("%s: not %s.", e.Name, done) + " "
		if t.Error.MayHaveSucceeded() {
			text = u.t("%s: nobody knows whether it was %s.", e.Name, done) + " "
		}
		return strings.TrimSpace(text + sentence(plain.Clean(t.Error.Text)) + sentence(plain.Clean(t.Error.Do))), true
	}
	text = u.t("%s: %s at %s.", e.Name, done, at) + " "
	for _, r := range t.Report {
		text += sentence(plain.Clean(r))
	}
	if len(t.Unsubscribed) > 0 {
		text += u.t("No slot for %s.", plain.Clean(strings.Join(t.Unsubscribed, ", "))) + " "
	}
	if len(t.Pending) > 0 {
		text += u.t("On its way to %s.", plain.Clean(strings.Join(t.Pending, ", "))) + " "
	}
	if e.Undo != nil {
		text += u.t("u undoes it.")
	}
	return strings.TrimSpace(text), len(t.Unsubscribed) > 0
}

// takeCarried shows what came of a change where its asker still waits, and as a message elsewhere. Digits
// are shown to who waits for them, and to nobody else.
func (m *model) takeCarried(e errand, t core.Told, at string) tea.Cmd {
	waits := e.Form != 0 && m.filled(e, t)
	if d := m.ui.Dialog; d != nil && d.Stage == waiting && d.Errand.ID == e.ID {
		waits, m.ui.Dialog = true, nil
	}
	if t.Error == nil {
		m.ui.Undo = e.Undo
	}
	if e.Verb == saveVerb && t.Error == nil {
		m.saved(e)
	}
	text, bad := carried(m.ui, e, t, at)
	switch {
	case t.Shown != "" && waits:
		return m.reveal(e, t)
	case t.Shown != "" && e.Verb == claimVerb:
		text += " " + m.t("You left before it could be shown: take it back, and make another.")
	case t.Shown != "":
		text += " " + m.t("You left before it could be shown: r on the person's page shows it.")
	case t.Error != nil && waits && e.Form != 0:
		return nil // the form says it
	}
	m.tell(text, bad)
	switch p := m.ui.here(); {
	case e.Verb == addPersonVerb && waits && t.Person != "":
		m.ui.push(place{Screen: personScreen, Person: t.Person})
	case e.Verb == removeVerb && t.Error == nil && p.about(e):
		m.ui.pop()
	}
	return nil
}

// saved: what was changed on a page is what the hub has now.
func (m *model) saved(e errand) {
	switch {
	case len(e.Wishes) > 0:
		m.ui.Matrix.Changed = nil
	case m.ui.Gang.ID == e.Group:
		m.ui.Gang.Changed = nil
	}
}

// about is true for the page of what an errand is about.
func (p place) about(e errand) bool {
	return p.Screen == personScreen && p.Person == e.Person || p.Screen == groupScreen && p.Group == e.Group ||
		p.Screen == podScreen && p.Pod == e.Pod || p.Screen == scheduleScreen && p.Week == e.Week
}
