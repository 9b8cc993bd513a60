package tui

import (
	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// How this console draws. What is chosen over SSH the hub remembers for the key that came in.

func (m *model) drawWith(g Glyphs) tea.Cmd {
	g.Language = m.ui.Glyphs.Language
	m.ui.Glyphs = g
	return m.remember(core.DisplayConsoleKey{Signs: &g.Name})
}

func (m *model) speak(l texts.Language) tea.Cmd {
	m.ui.Glyphs.Language = l
	name := l.Name()
	return m.remember(core.DisplayConsoleKey{Language: &name})
}

// remember draws anew, and tells the hub where it came in by a key.
func (m *model) remember(w core.DisplayConsoleKey) tea.Cmd {
	if w.Key = string(m.key); w.Key == "" {
		return tea.ClearScreen
	}
	return tea.Batch(tea.ClearScreen, m.send(errand{Name: m.t("this console"), Verb: changePersonVerb, Wish: w}, w))
}
