package tui

import (
	"strings"

	"localiq/tui/internal/texts"
)

// Glyphs are the few signs that are not letters, and the language of the letters: whoever draws needs both. The zero value
// chooses by the environment.
type Glyphs struct {
	Name     string
	Language texts.Language
	Good, Warn, Bad, Open,
	Bar, Rule, Dot, None, Cut, Down, Up, OK, No, Skip, Full, Half, Free string
}

// Mark stands before the selected row; Unsure before a state that nobody confirmed. Both are
// plain letters in every set.
const (
	Mark   = ">"
	Unsure = "?"
)

// Unicode needs a terminal that shows ● ▲ ✖ ▸ ─ │ one cell wide.
var Unicode = Glyphs{Name: "unicode", Good: "●", Warn: "▲", Bad: "✖", Open: "▸", Bar: "│", Rule: "─", Dot: " · ", None: "–",
	Cut: "…", Down: "▼", Up: "▲", OK: "●", No: "✖", Skip: "–", Full: "█", Half: "▌", Free: "·"}

// ASCII works on everything.
var ASCII = Glyphs{Name: "ascii", Good: "*", Warn: "!", Bad: "X", Open: ">", Bar: "|", Rule: "-", Dot: ", ", None: "-",
	Cut: "~", Down: "v", Up: "^", OK: "*", No: "X", Skip: "-", Full: "#", Half: "+", Free: "."}

// signSets are the sets by their names in core.SignSets.
var signSets = map[string]Glyphs{Unicode.Name: Unicode, ASCII.Name: ASCII}

// GlyphsFor chooses by what the terminal's side says of itself: the hub's own locale means
// nothing to a person who looks at it from elsewhere.
func GlyphsFor(env []string) Glyphs {
	term := lookup(env, "TERM")
	for _, bare := range []string{"vt", "dumb", "linux", "ansi"} {
		if strings.HasPrefix(term, bare) {
			return ASCII
		}
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		v := strings.ToLower(lookup(env, name))
		if v == "" {
			continue
		}
		if strings.Contains(v, "utf-8") || strings.Contains(v, "utf8") {
			return Unicode
		}
		return ASCII
	}
	return ASCII
}

func lookup(env []string, name string) (v string) {
	for _, kv := range env {
		if k, val, ok := strings.Cut(kv, "="); ok && k == name {
			v = val
		}
	}
	return v
}

// plain spells what our own sentences contain beyond ASCII.
func (g Glyphs) plain(s string) string {
	if g.Name != ASCII.Name {
		return s
	}
	return asciiSpelling.Replace(s)
}

var asciiSpelling = strings.NewReplacer("–", "-", "—", "-", "…", "...", "·", ",", "’", "'", "“", `"`, "”", `"`, "→", "->", "±", "+-")
