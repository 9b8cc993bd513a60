package verbs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"localiq/core"
)

// Change are the flags of what changes people, keys and groups.
type Change struct {
	Place
	DryRun bool `help:"Only tell what would become of it."`
	JSON   bool `help:"One JSON object."`
}

// does a wish and writes what came of it; done says it in a word.
func (c *Change) does(d *Desk, w core.Wish, done string) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.changes(d.Ctx, w, c.DryRun, done) })
}

func (v Verbs) change(ctx context.Context, w core.Wish, done string) error {
	return v.changes(ctx, w, false, done)
}

func (v Verbs) changes(ctx context.Context, w core.Wish, dryRun bool, done string) error {
	t := v.Hub.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: v.As}, Wish: w, DryRun: dryRun})
	if t.Error != nil {
		return t.Error
	}
	if v.JSON {
		return v.json(t)
	}
	if dryRun {
		return v.lines(append(append(t.Report, noSlots(t.Unsubscribed)...), "Nothing was changed: this was a dry run.")...)
	}
	return v.lines(v.came(t, done)...)
}

// came is what came of a change, and which locks have not heard of it: what was changed is true at a
// lock when the lock has said so.
func (v Verbs) came(t core.Told, done string) []string {
	out := []string{done}
	if t.Person != "" {
		out[0] += " The id is " + string(t.Person) + "."
	}
	if t.Shown != "" {
		for line := range strings.SplitSeq(t.Shown, "\n") {
			out = append(out, line)
		}
	}
	out = append(append(out, t.Report...), noSlots(t.Unsubscribed)...)
	if len(t.Pending) > 0 {
		out = append(out, "Still to hear of it: "+strings.Join(t.Pending, ", ")+". See: localiq lock sync")
	}
	return out
}

// end reads until when: a day is meant whole.
func (v Verbs) end(ctx context.Context, text string) (int64, error) {
	at, err := v.moment(ctx, text)
	if err != nil || len(text) != len(time.DateOnly) {
		return at, err
	}
	s, err := v.newest(ctx)
	if err != nil {
		return 0, err
	}
	z := zone(s)
	day := time.Unix(0, at).In(z)
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, z).UnixNano(), nil
}

// Span are the flags for from when until when.
type Span struct {
	From  *string `placeholder:"WHEN" help:"From when, on the site's clock: 2026-11-22 or 2026-11-22T08:00; \"\" for no beginning."`
	Until *string `placeholder:"WHEN" help:"Until when; a day is meant whole. \"\" for no end."`
}

// of reads the flags that were given; nil for the others.
func (s Span) of(ctx context.Context, v Verbs) (from, until *int64, err error) {
	if s.From != nil {
		at, err := v.moment(ctx, *s.From)
		if err != nil {
			return nil, nil, err
		}
		from = &at
	}
	if s.Until != nil {
		at, err := v.end(ctx, *s.Until)
		if err != nil {
			return nil, nil, err
		}
		until = &at
	}
	return from, until, nil
}

// Find are the flags of a list.
type Find struct {
	Place
	Filter string `placeholder:"TEXT" help:"Only what has this in its name."`
	Top    int    `placeholder:"N" help:"At most so many."`
	Skip   int    `placeholder:"N" help:"Not the first so many."`
	JSON   bool   `help:"One JSON object."`
}

func (f *Find) page() core.Page { return core.Page{Skip: f.Skip, Top: f.Top} }

// listed asks for a list and writes it by lines.
func (f *Find) listed(d *Desk, w core.Wish, none string, lines func(core.Listed, *time.Location) []string) error {
	return d.at(f.Place, f.JSON, func(v Verbs) error {
		t, err := v.ask(d.Ctx, w)
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t.Listed)
		}
		s, err := v.newest(d.Ctx)
		if err != nil {
			return err
		}
		out := lines(*t.Listed, zone(s))
		if len(out) == 0 {
			out = []string{none}
		} else if len(out) < t.Listed.Of {
			out = append(out, fmt.Sprintf("%d of %d.", len(out), t.Listed.Of))
		}
		return v.lines(out...)
	})
}

// ids makes of words what names things.
func ids[T ~string](words []string) (out []T) {
	for _, w := range words {
		out = append(out, T(w))
	}
	return out
}
