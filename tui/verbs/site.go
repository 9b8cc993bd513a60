package verbs

import (
	"context"
	"fmt"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// toHear: what a file says is true at a lock when the lock has said so.
func (v Verbs) toHear(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, c := range fitted(s) {
		if !c.State.Sync.Done() {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return v.lines(plain.Count(n, "lock") + " still to hear of it: localiq lock sync")
}

// moment reads a date and time on the site's clock; 0 for none.
func (v Verbs) moment(ctx context.Context, text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	snap, err := v.newest(ctx)
	if err != nil {
		return 0, err
	}
	return parseMoment(text, zone(snap))
}

// Explain says whether somebody can open a door, and why; granted is the answer itself.
func (v Verbs) Explain(ctx context.Context, w core.Explain) (granted bool, err error) {
	t, err := v.ask(ctx, w)
	if err != nil {
		return false, err
	}
	e := t.Explain
	opens := e.Verdict.Granted && e.But == ""
	if v.JSON {
		return opens, v.json(e)
	}
	snap, err := v.newest(ctx)
	if err != nil {
		return false, err
	}
	who := e.Person
	if who == "" {
		who = "this key"
	}
	can := "cannot open"
	if opens {
		can = "can open"
	}
	out := []string{fmt.Sprintf("%s %s %s at %s.", who, can, e.Door, e.At.In(zone(snap)).Format("2006-01-02 15:04:05 MST")), e.Because}
	if e.But != "" {
		out = append(out, "But: "+e.But)
	}
	out = append(out, steps(e.Steps)...)
	if e.Fix != "" {
		out = append(out, "What would make it work: "+e.Fix)
	}
	return opens, v.lines(out...)
}

// steps are a line each, and one for all that nobody had to ask.
func steps(all []string) (lines []string) {
	var unasked []string
	for _, s := range all {
		if what, not := strings.CutSuffix(s, ": not asked"); not {
			unasked = append(unasked, what)
		} else {
			lines = append(lines, "  "+s)
		}
	}
	if len(unasked) > 0 {
		lines = append(lines, "  not asked: "+strings.Join(unasked, ", "))
	}
	return lines
}
