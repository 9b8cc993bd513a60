package sitefile

import (
	"fmt"
	"strings"
)

func (p *planner) say(format string, args ...any) {
	p.plan.Report = append(p.plan.Report, fmt.Sprintf(format, args...))
}

// diff is what changes in one thing, in words.
type diff []string

func (d diff) String() string { return strings.Join(d, ", ") }

// of notes a field whose value changes. Values must not be secret.
func of[T comparable](d *diff, field string, was, is T) {
	if was != is {
		*d = append(*d, fmt.Sprintf("%s %s → %s", field, shown(was), shown(is)))
	}
}

// ofList compares two sorted lists by what their members are called.
func ofList(d *diff, field string, was, is []string) {
	of(d, field, strings.Join(was, ", "), strings.Join(is, ", "))
}

func shown(v any) string {
	s := fmt.Sprint(v)
	if s == "" {
		return "none"
	}
	return s
}
