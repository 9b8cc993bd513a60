package verbs

import (
	"context"

	"localiq/core"
)

// change does what a wish says, and writes what came of it.
func (v Verbs) change(ctx context.Context, w core.Wish, done string) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	out := append([]string{done}, t.Report...)
	if t.Shown != "" {
		out = append(out, t.Shown)
	}
	if err := v.lines(out...); err != nil {
		return err
	}
	return v.toHear(ctx)
}
