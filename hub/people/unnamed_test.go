package people

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"localiq/core"
)

var village = map[core.PersonID]core.Name{
	"p-1": {First: "Ana", Last: "Novak", Email: "ana@example.org"},
	"p-2": {First: "Ana", Last: "Berg"},
	"p-3": {First: "Élodie", Last: "O'Neil"},
	"p-4": {First: "Bo"},
}

// TestReasonsOutliveNoName [user.delete]: a reason reads as it was typed while the person is there, has
// no name in what is kept, and names nobody once they are erased.
func TestReasonsOutliveNoName(t *testing.T) {
	for typed, want := range map[string]struct{ kept, after string }{
		"let in Ana Novak":              {"let in {p-1:full}", "let in somebody"},
		"let in Novak, ana@example.org": {"let in {p-1:last}, {p-1:mail}", "let in somebody, somebody"},
		"Ana forgot her tag":            {"Ana forgot her tag", "Ana forgot her tag"}, // there are two
		"Novakova is nobody here":       {"Novakova is nobody here", "Novakova is nobody here"},
		"Élodie's delivery":             {"{p-3:first}'s delivery", "somebody's delivery"},
		"for O'Neil":                    {"for {p-3:last}", "for somebody"},
		"Bo":                            {"Bo", "Bo"}, // too short to be told from a word
		"{p-1:full} typed":              {"{p-1:full} typed", "somebody typed"},
		"":                              {"", ""},
	} {
		kept := Unnamed(village, typed)
		if kept != want.kept {
			t.Errorf("%q is kept as %q, want %q", typed, kept, want.kept)
		}
		if got := Named(village, kept); got != typed && !strings.Contains(typed, "{") {
			t.Errorf("%q reads as %q", typed, got)
		}
		erased := maps.Clone(village)
		delete(erased, "p-1")
		delete(erased, "p-3")
		if got := Named(erased, kept); got != want.after {
			t.Errorf("%q reads as %q afterwards, want %q", typed, got, want.after)
		}
	}
	if got := Named(village, Unnamed(village, "let in ana NOVAK")); got != "let in Ana Novak" {
		t.Errorf("%q", got)
	}
}

// FuzzUnnamed: no whole name stays in what is kept, and it reads as it was typed but for capitals.
func FuzzUnnamed(f *testing.F) {
	for _, s := range []string{"let in Ana Novak", "{p-1:full}Ana Novak{", "ana@example.org.Élodie"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		kept := Unnamed(village, typed)
		if !utf8.ValidString(typed) || strings.ContainsAny(typed, "{}") {
			return
		}
		for _, word := range strings.Fields(kept) {
			if word == "Novak" || strings.EqualFold(word, "ana@example.org") {
				t.Fatalf("%q keeps %q", kept, word)
			}
		}
		if got := Named(village, kept); !strings.EqualFold(got, typed) {
			t.Fatalf("%q reads as %q", typed, got)
		}
	})
}
