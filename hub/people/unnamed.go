package people

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"localiq/core"
	"localiq/core/order"
)

// A reason that somebody types is kept with the event, and outlives whom it names. So it is kept with
// ids in the place of names, and reads as it was typed for as long as the site knows the person:
// "let in {p-0a1b:full}". full, first, last and mail say which part it was.
var mentioned = regexp.MustCompile(`\{([^{}:]+):(full|first|last|mail)\}`)

// shortName is how long a part of a name must be to be taken for one where it stands alone.
const shortName = 3

// Unnamed takes the names of the site's people out of a text: a whole name, an e-mail address, and a
// part of a name that one person alone has. What it does not know as a name stays.
func Unnamed(names map[core.PersonID]core.Name, text string) string {
	if text == "" {
		return ""
	}
	folded := strings.ToLower(text)
	var whole, parts []mention
	for id, n := range names {
		for _, m := range []mention{{n.Email, id, "mail"}, {n.First + " " + n.Last, id, "full"}} {
			if len(strings.TrimSpace(m.text)) >= shortName && n.Last != "" || m.part == "mail" && m.text != "" {
				whole = m.in(folded, whole)
			}
		}
		for _, m := range []mention{{n.First, id, "first"}, {n.Last, id, "last"}} {
			if len(m.text) >= shortName {
				parts = m.in(folded, parts)
			}
		}
	}
	order.By(whole, mention.before)
	order.By(parts, mention.before)
	for _, m := range append(whole, alone(parts)...) {
		text = m.taken(text)
	}
	return text
}

// mention is a part of somebody's name.
type mention struct {
	text string
	id   core.PersonID
	part string
}

func (m mention) in(folded string, ms []mention) []mention {
	if strings.Contains(folded, strings.ToLower(m.text)) {
		return append(ms, m)
	}
	return ms
}

func (m mention) before(o mention) int {
	if n := len(o.text) - len(m.text); n != 0 {
		return n // the longer first
	}
	return strings.Compare(m.text+string(m.id)+m.part, o.text+string(o.id)+o.part)
}

// alone are those that mean one person.
func alone(ms []mention) (out []mention) {
	for _, m := range ms {
		if !slices.ContainsFunc(ms, func(o mention) bool { return o.id != m.id && strings.EqualFold(o.text, m.text) }) {
			out = append(out, m)
		}
	}
	return out
}

// taken puts the id where the name stands as a word of its own.
func (m mention) taken(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range regexp.MustCompile(`\{[^{}]*\}|(?i:`+regexp.QuoteMeta(m.text)+`)`).FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if text[at[0]] == '{' || letter(before) || letter(after) {
			continue
		}
		out.WriteString(text[last:at[0]] + "{" + string(m.id) + ":" + m.part + "}")
		last = at[1]
	}
	return out.String() + text[last:]
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Named is the text for reading, with the names of now: who was erased is somebody.
func Named(names map[core.PersonID]core.Name, text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return mentioned.ReplaceAllStringFunc(text, func(s string) string {
		m := mentioned.FindStringSubmatch(s)
		n, known := names[core.PersonID(m[1])]
		said := map[string]string{"full": n.String(), "first": n.First, "last": n.Last, "mail": n.Email}[m[2]]
		if !known || said == "" {
			return "somebody"
		}
		return said
	})
}
