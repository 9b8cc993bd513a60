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
	lines := []string{in(bold, " CONSOLES")}
	if n := s.Health.Screens; n > 0 {
		lines = append(lines, labelled("Screens", plain.Number(n)+", this one among them", w)...)
	}
	lines = append(lines, labelled("You", or(u.Acts, u.Glyphs.None), w)...)
	c := u.Consoles
	switch {
	case c.Err != "":
		return append(lines, labelled("SSH", c.Err, w)...)
	case c.Is == nil:
		return append(lines, labelled("SSH", u.Glyphs.None, w)...)
	}
	ssh := "listens on " + plain.Clean(c.Is.Listens)
	if c.Is.Listens == "" {
		ssh = "not served: " + plain.Clean(c.Is.Why)
	}
	lines = append(lines, labelled("SSH", ssh+", "+plain.Count(len(c.Is.Keys), "key")+" enrolled", w)...)
	if c.Is.Claim != "" {
		lines = append(lines, labelled("", in(warn, "a claim code is shown for "+plain.Clean(c.Is.Claim)), w)...)
	}
	for _, n := range c.Is.Sessions {
		lines = append(lines, indented(u.Glyphs.Open+" "+sessionWords(s, u, n), w)...)
	}
	return lines
}

// sessionWords are one session's: who, from where, since when, and for how long nothing was typed.
func sessionWords(s *core.Snapshot, u UI, n core.SessionNow) string {
	words := plain.Clean(or(n.Name, string(n.Person))) + ", " + n.Role.String() + ", " + plain.Clean(n.How) + " from " + plain.Clean(n.From) + " since " + clockAt(s.Now, n.Since, u.Zone, minutes)
	if idle := time.Duration(n.Idle); idle >= time.Minute {
		words += ", idle for " + coarse(idle)
	}
	return words
}

// askEndSession throws somebody out, whichever session is chosen.
func (m *model) askEndSession() tea.Cmd {
	c := m.ui.Consoles.Is
	if c == nil || len(c.Sessions) == 0 {
		m.tell("Nobody is here from afar.", false)
		return nil
	}
	x := field{Label: "Session", Kind: choiceField}
	for _, n := range c.Sessions {
		x.Options, x.IDs = append(x.Options, plain.Clean(or(n.Name, string(n.Person)))+" from "+plain.Clean(n.From)+", "+plain.Clean(n.ID)), append(x.IDs, n.ID)
	}
	x.Text, x.Was = x.Options[0], x.Options[0]
	return m.fill(form{Title: "Whom to throw out? Their key stays: localiq console key revoke takes it away", Verb: endSessionVerb, Wish: wishEndSession, Name: "The session", Fields: []field{x}})
}
