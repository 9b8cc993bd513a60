package verbs

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// asking asks whether to go on; an error where nobody is there to be asked.
type asking func(prompt string) (bool, error)

// Import makes the site what the file says, when whoever asked for it has seen the difference and said
// yes; or only tells it. A site that has nothing yet has nothing to lose, and nobody is asked.
func (v Verbs) Import(ctx context.Context, w core.ImportSite, ask asking) error {
	look := w
	look.DryRun = true
	t, err := v.ask(ctx, look)
	if err != nil {
		return err
	}
	switch {
	case v.JSON && w.DryRun:
		return v.json(t)
	case !v.JSON:
		if err := v.lines(diffLines(t)...); err != nil {
			return err
		}
	}
	switch {
	case w.DryRun:
		return v.lines("Nothing was changed: this was a dry run.")
	case t.Diff != nil && t.Diff.First, w.Sure, slices.Equal(t.Report, nothing):
	default:
		yes, err := ask("Make it so? [y/N] ")
		if err != nil {
			return core.Errorf(core.CodeRefused, "nothing was changed: nobody has said yes").Advise("look with --dry-run, then say it with --yes")
		}
		if !yes {
			return v.lines("Nothing was changed.")
		}
		w.Sure = true
	}
	if t.Diff != nil {
		w.Of = t.Diff.Of
	}
	return v.imports(ctx, w, t.Report)
}

// nothing is the report of a file that changes nothing.
var nothing = []string{"nothing to change"}

// imports tells only what was not seen before.
func (v Verbs) imports(ctx context.Context, w core.ImportSite, seen []string) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	news := slices.DeleteFunc(t.Report, func(l string) bool { return slices.Contains(seen, l) })
	if err := v.lines(news...); err != nil {
		return err
	}
	if t.Shown != "" {
		if err := v.lines(strings.Split(t.Shown, "\n")...); err != nil {
			return err
		}
	}
	return v.toHear(ctx)
}

// linesAtMost of one sort are written; of more there is a count.
const linesAtMost = 200

// diffLines are what to be careful of first, then what comes, changes and goes, and what becomes of the
// doors.
func diffLines(t core.Told) (out []string) {
	d := t.Diff
	if d == nil || d.Empty() && len(d.Notes) == 0 {
		return append(out, t.Report...)
	}
	for _, part := range []struct {
		head  string
		lines []string
	}{{"LOOK AT THESE FIRST:", d.Careful}, {"Added:", d.Added}, {"Changed:", d.Changed}, {"Removed:", d.Removed}, {"So at the doors:", d.Doors}, {"To be known:", d.Notes}} {
		if len(part.lines) == 0 {
			continue
		}
		out = append(out, part.head)
		for i, l := range part.lines {
			if i == linesAtMost {
				out = append(out, fmt.Sprintf("  and %d more", len(part.lines)-i))
				break
			}
			out = append(out, "  "+l)
		}
	}
	if d.Empty() && len(t.Report) == 1 {
		out = append(out, t.Report...)
	}
	return out
}
