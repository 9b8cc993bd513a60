package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// consoles is who is at this hub from afar, as it said last.
type consoles struct {
	Is   *core.Consoles // nil: not known yet
	Err  string
	At   core.Instant // when it was asked
	seq  core.Seq
	beat int
	busy bool
}

type consolesMsg struct{ told core.Told }

// askAgain is after how many snapshots the shown consoles are asked for anew: how long somebody is idle is no event.
const askAgain = 10

// consolesOn asks who is there while the hub's screen is shown.
func (m *model) consolesOn() tea.Cmd {
	c := &m.ui.Consoles
	if m.ui.here().Screen != hubScreen || m.snap == nil || c.busy || !c.At.IsZero() && c.seq == m.snap.Seq && m.beat < c.beat+askAgain {
		return nil
	}
	c.seq, c.beat, c.At, c.busy = m.snap.Seq, m.beat, m.snap.Now, true
	asked := core.Asked{Origin: m.origin, Wish: core.ListConsoles{}}
	asked.Origin.Request = "" // nothing is done
	return func() tea.Msg { return consolesMsg{m.hub.Ask(m.ctx, asked)} }
}

func (m *model) takeConsoles(msg consolesMsg) {
	c := &m.ui.Consoles
	c.busy, c.Is, c.Err = false, msg.told.Consoles, ""
	if e := msg.told.Error; e != nil {
		c.Err = plain.Clean(strings.TrimSpace(sentence(e.Text) + sentence(e.Do)))
	}
}

// sessionLines is who looks at this hub.
func sessionLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("CONSOLES"))}
	if n := s.Health.Screens; n > 0 {
		lines = append(lines, labelled(u.t("Screens"), u.t("%s, this one among them", plain.Number(n)), w)...)
	}
	lines = append(lines, labelled(u.t("You"), or(u.Acts, u.Glyphs.None), w)...)
	c := u.Consoles
	switch {
	case c.Err != "":
		return append(lines, labelled(u.t("SSH"), c.Err, w)...)
	case c.Is == nil:
		return append(lines, labelled(u.t("SSH"), u.Glyphs.None, w)...)
	}
	ssh := u.t("listens on %s", plain.Clean(c.Is.Listens))
	if c.Is.Listens == "" {
		ssh = u.t("not served: %s", plain.Clean(c.Is.Why))
	}
	lines = append(lines, labelled(u.t("SSH"), u.t("%s, %s enrolled", ssh, u.count(len(c.Is.Keys), "key")), w)...)
	if c.Is.Claim != "" {
		lines = append(lines, labelled("", in(warn, u.t("a claim code is shown for %s", plain.Clean(c.Is.Claim))), w)...)
	}
	for _, n := range c.Is.Sessions {
		lines = append(lines, indented(u.Glyphs.Open+" "+sessionWords(s, u, n), w)...)
	}
	return lines
}

// sessionWords are one session's: who, from where, since when, and for how long nothing was typed.
func sessionWords(s *core.Snapshot, u UI, n core.SessionNow) string {
	words := u.t("%s, %s, %s from %s since %s", plain.Clean(or(n.Name, string(n.Person))), u.t(n.Role.String()), u.t(plain.Clean(n.How)), plain.Clean(n.From), clockAt(u, s.Now, n.Since, minutes))
	if idle := time.Duration(n.Idle); idle >= time.Minute {
		words += u.t(", idle for %s", coarse(u.Glyphs, idle))
	}
	return words
}

// askEndSession throws somebody out, whichever session is chosen.
func (m *model) askEndSession() tea.Cmd {
	c := m.ui.Consoles.Is
	if c == nil || len(c.Sessions) == 0 {
		m.tell(m.t("Nobody is here from afar."), false)
		return nil
	}
	x := field{Label: "Session", Kind: choiceField}
	for _, n := range c.Sessions {
		x.Options, x.IDs = append(x.Options, m.t("%s from %s, %s", plain.Clean(or(n.Name, string(n.Person))), plain.Clean(n.From), plain.Clean(n.ID))), append(x.IDs, n.ID)
	}
	x.Text, x.Was = x.Options[0], x.Options[0]
	return m.fill(form{Title: m.t("Whom to throw out? Their key stays: localiq console key revoke takes it away"), Verb: endSessionVerb, Wish: wishEndSession, Name: m.t("The session"), Fields: []field{x}})
}
