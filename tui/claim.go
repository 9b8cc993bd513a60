package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// claim has the box show a code with which somebody enrols their own key for SSH; where one is open, it asks whether that is
// to be taken back. What opens a way in from afar is made at the box.
func (m *model) claim() tea.Cmd {
	if m.origin.As != "" {
		m.tell(m.t("Keys for the console are enrolled at the box only."), true)
		return nil
	}
	if c := m.ui.Consoles.Is; c != nil && c.Claim != "" {
		return m.ask(errand{Name: m.t("the code for %s", plain.Clean(c.Claim)), Verb: closeClaimVerb, Wish: core.ShowClaim{For: -1}}, m.t("Whoever has it can enrol no key with it any more."))
	}
	return m.fill(form{Title: m.t("A code, good for %s and once: they connect by SSH with their key, and type it", m.ui.lasting(core.ClaimGood)), Verb: claimVerb, Wish: wishClaim,
		Fields: []field{{Label: "Person", Must: true, Teach: "a name, or its beginning"}}})
}
