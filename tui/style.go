package tui

import "charm.land/lipgloss/v2"

// The styles use the sixteen colours of the terminal's own theme and leave its background
// alone, so they hold on black and on white. None of them says what a word does not.
var (
	usual  = lipgloss.NewStyle()
	bold   = lipgloss.NewStyle().Bold(true)
	good   = lipgloss.NewStyle().Foreground(lipgloss.Green)
	open   = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
	warn   = lipgloss.NewStyle().Foreground(lipgloss.Yellow)
	bad    = lipgloss.NewStyle().Foreground(lipgloss.Red).Bold(true)
	chosen = lipgloss.NewStyle().Reverse(true)
)

// in is s in a style, on one line, as it is: no wrapping, no tabs.
func in(st lipgloss.Style, s string) string {
	if s == "" {
		return ""
	}
	return st.Inline(true).Render(s)
}
