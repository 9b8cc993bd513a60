package people

import (
	"regexp"
	"strings"

	"localiq/core"
)

// person is how core, which knows no names, calls somebody in a refusal.
var person = regexp.MustCompile(`person p-[0-9a-f]+`)

// InNames is a refusal of a plan as people read it, with the names that the plan brings. It goes to
// whoever wished, and into no ledger.
func InNames(names map[core.PersonID]core.Name, private []core.Private, e *core.Error) *core.Error {
	said := *e
	said.Text = person.ReplaceAllStringFunc(e.Text, func(text string) string {
		id := core.PersonID(strings.TrimPrefix(text, "person "))
		for _, p := range private {
			if p.Person == id && p.Name != nil {
				return p.Name.String()
			}
		}
		if n, known := names[id]; known && n.First != "" {
			return n.String()
		}
		return text
	})
	return &said
}
