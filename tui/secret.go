package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// secret is a PIN while somebody reads it. It is nowhere else: in no message, and gone with its screen.
type secret struct {
	ID   int
	Who  string
	Code bool // a code for a key, and no PIN
	PIN  string
	Text string   // what to send a guest; it has the PIN
	More []string // what the hub says of it
}

// secretFor is how long a PIN stays on a screen that somebody may have walked away from.
const secretFor = 2 * time.Minute

type hideMsg struct{ secret int }

// reveal puts the digits on a screen of their own, on top of the place where they were asked for.
func (m *model) reveal(e errand, t core.Told) tea.Cmd {
	m.secrets++
	m.ui.Secret = &secret{ID: m.secrets, Who: e.Name, Code: e.Verb == claimVerb, PIN: plain.Clean(t.Shown), Text: t.Text, More: t.Report}
	if len(t.Pending) > 0 {
		m.ui.Secret.More = append(m.ui.Secret.More, m.t("on its way to %s; there it opens when the lock has heard of it", strings.Join(t.Pending, ", ")))
	}
	m.ui.push(place{Screen: secretScreen})
	return m.after(secretFor, hideMsg{m.secrets})
}

// forget sees to it that digits are held by nobody who does not show them.
func (m *model) forget() {
	if m.ui.Secret != nil && m.ui.here().Screen != secretScreen {
		m.ui.Secret = nil
	}
}

func (m *model) hide(id int) {
	if m.ui.Secret != nil && m.ui.Secret.ID == id {
		m.ui.pop()
		m.tell(m.t("The PIN is hidden again."), false)
	}
}

func secretContent(u UI, w int) []string {
	x := u.Secret
	if x == nil {
		return nil
	}
	title, digits := u.t("PIN of %s", x.Who), spaced(x.PIN)
	if x.Code {
		title, digits = u.t("Code for the key of %s", x.Who), x.PIN
	}
	lines := []string{"", " " + title, "", "   " + in(bold, digits), ""}
	if x.Text != "" {
		lines = append(lines, in(bold, " "+u.t("TO SEND")))
		for l := range strings.SplitSeq(x.Text, "\n") {
			lines = append(lines, indented(plain.Clean(l), w)...)
		}
		lines = append(lines, "")
	}
	for _, r := range x.More {
		lines = append(lines, indented(plain.Clean(sentence(r)), w)...)
	}
	return append(lines, indented(u.t("It is shown this once, and hidden when you leave or after 2 minutes."), w)...)
}

// spaced is digits as people read them aloud: in threes.
func spaced(pin string) string {
	var b strings.Builder
	for i, r := range pin {
		if i > 0 && i%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
