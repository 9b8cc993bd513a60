package tui

import (
	"time"

	"localiq/core"
)

// t is a sentence of ours in the language of this terminal. The English one is its name in the catalogue; what stands
// in its holes (names, times, signs) is never translated.
func (g *Glyphs) t(format string, args ...any) string { return g.Language.Say(format, args...) }
func (u *UI) t(format string, args ...any) string     { return u.Glyphs.Language.Say(format, args...) }
func (m *model) t(format string, args ...any) string {
	return m.ui.Glyphs.Language.Say(format, args...)
}

// count is a number of things: "1 key", "3 keys".
func (u *UI) count(n int, noun string) string    { return u.Glyphs.Language.Count(n, noun) }
func (m *model) count(n int, noun string) string { return m.ui.count(n, noun) }

// date is a moment of the site, in a layout of package time, with the names of days and months in the language.
func (u *UI) date(t time.Time, layout string) string {
	return u.Glyphs.Language.Time(t.In(u.Zone), layout)
}

// lasting is a duration to the second: "4 min 12 s".
func (u *UI) lasting(d time.Duration) string { return u.Glyphs.Language.Lasting(core.SayDuration(d)) }
