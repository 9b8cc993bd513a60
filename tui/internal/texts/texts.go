// Package texts is the one catalogue of what the console says in other languages than English. The English sentence,
// with its holes, is the key: English needs no catalogue, and a sentence that has no translation yet is shown in English.
package texts

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// Language is one that the console speaks. The zero value is English.
type Language string

const (
	English Language = ""
	German  Language = "de"
)

// Name is the language's in core.Languages.
func (l Language) Name() string {
	if l == English {
		return "en"
	}
	return string(l)
}

// For is the language of a name ("de", "de_AT.UTF-8"); without a name, of what an environment says of its people.
func For(name string, env []string) Language {
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, kv := range env {
			if rest, ok := strings.CutPrefix(kv, v+"="); ok && name == "" {
				name = rest
			}
		}
	}
	if name == "de" || strings.HasPrefix(name, "de_") || strings.HasPrefix(name, "de.") {
		return German
	}
	return English
}

// Say is a sentence with its holes filled. Without args it is said as it stands, also where it has a % in it. A word that
// another language has two of says after a | which: "open|door".
func (l Language) Say(format string, args ...any) string {
	if said, ok := l.catalogue()[format]; ok {
		format = said
	}
	format, _, _ = strings.Cut(format, "|")
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Knows is whether a sentence has a translation.
func (l Language) Knows(format string) bool {
	_, ok := l.catalogue()[format]
	return ok || l == English
}

func (l Language) catalogue() map[string]string {
	if l == German {
		return german()
	}
	return nil
}

// Count is a number of things: "1 key", "3 keys". The catalogue has both forms of a noun under the English one.
func (l Language) Count(n int, noun string) string {
	many := noun + "s"
	if l == German {
		noun, many, _ = strings.Cut(german()["1 "+noun], "|")
	}
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Time is t in a layout of package time; the catalogue has the layouts, too: another language may write a date otherwise.
func (l Language) Time(t time.Time, layout string) string {
	if l == English {
		return t.Format(layout)
	}
	layout = l.Say(layout)
	text := t.Format(layout)
	for _, names := range [][2]string{{"Monday", "Mon"}, {"January", "Jan"}} {
		for _, name := range names {
			if strings.Contains(layout, name) {
				text = strings.Replace(text, t.Format(name), l.Say(t.Format(name)), 1)
				break // the long name has the short one in it
			}
		}
	}
	return text
}

// Lasting is a duration that was said in English, "3 d 4 h": its units alone differ.
func (l Language) Lasting(said string) string {
	if l != German {
		return said
	}
	return strings.Replace(said, " d", " T", 1)
}

// All is the catalogue of a language, for whoever asks whether it is whole.
func (l Language) All() map[string]string { return maps.Clone(l.catalogue()) }
