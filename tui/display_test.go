package tui

import (
	"testing"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// TestLanguageIsChosenHere by a command, at once and on every screen; a console that came in by a key has the hub remember it
// for that key, and one at the box tells nobody.
func TestLanguageIsChosenHere(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.press(":").types("language deutsch").press("enter").expect("SCHLOSS", "verriegelt").expectNo("LOCK ")
		c.press(":").types("ascii an").press("enter").expect("* verriegelt").press(":").types("language english").press("enter").expect("* locked")
		c.changed()
	})
	on(t, laptop, peopled(done)(), func(c *console) {
		c.model.key = "c-1"
		c.press(":").types("language deutsch").press("enter").expect("diese Konsole: geändert").press(":").types("ascii an").press("enter").expect("* verriegelt")
		de, ascii := texts.German.Name(), ASCII.Name
		c.changed(core.DisplayConsoleKey{Key: "c-1", Language: &de}, core.DisplayConsoleKey{Key: "c-1", Signs: &ascii})
	})
}

// TestKeyHasItsLanguage: what the hub remembers counts before what the terminal says of itself.
func TestKeyHasItsLanguage(t *testing.T) {
	for _, c := range []struct {
		is   core.Display
		want Glyphs
	}{{core.Display{}, Unicode}, {core.Display{Language: "de"}, Unicode}, {core.Display{Language: "en", Signs: "ascii"}, ASCII}} {
		c.want.Language = texts.For(c.is.Language, nil)
		if got := (Options{Env: []string{"TERM=xterm", "LANG=C.UTF-8"}, Display: c.is}).filled().Glyphs; got != c.want {
			t.Errorf("%+v: %s %q", c.is, got.Name, got.Language)
		}
	}
	if got := (Options{Env: []string{"LANG=de_DE.UTF-8"}, Display: core.Display{Language: "en"}}).filled().Glyphs.Language; got != texts.English {
		t.Errorf("a key in English at a German terminal: %q", got)
	}
}
