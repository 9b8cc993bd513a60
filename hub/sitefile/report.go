package sitefile

import (
	"fmt"
	"strings"
)

// say is a line of the report that is no change.
func (p *planner) say(format string, args ...any) { p.tell(&p.plan.Diff.Notes, format, args...) }

func (p *planner) tell(under *[]string, format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	*under = append(*under, line)
	p.plan.Report = append(p.plan.Report, line)
}

// dropped is a line of what goes; of what nobody gets back also in front of all others.
func (p *planner) dropped(format string, args ...any) {
	p.tell(&p.plan.Diff.Removed, format, args...)
}

// careful is what nobody should do without having read it.
func (p *planner) careful(format string, args ...any) {
	p.plan.Diff.Careful = append(p.plan.Diff.Careful, fmt.Sprintf(format, args...))
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
