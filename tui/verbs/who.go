package verbs

import (
	"context"
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// WhoOpens writes who can open a door, or what a person can do at every door: with what, until when,
// and why.
func (v Verbs) WhoOpens(ctx context.Context, w core.WhoOpens) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t.Openers)
	}
	snap, err := v.newest(ctx)
	if err != nil {
		return err
	}
	l, z := t.Openers, zone(snap)
	at := l.At.In(z).Format("2006-01-02 15:04:05 MST")
	if l.Door != "" {
		return v.lines(append([]string{fmt.Sprintf("%d of %s can open %s at %s.", len(l.Rows), plural(l.Of, "person", "people"), l.Door, at)},
			openerLines(l.Rows, z, func(o core.Opener) string { return o.PersonName })...)...)
	}
	n := 0
	for _, o := range l.Rows {
		if o.Reason == core.Granted {
			n++
		}
	}
	return v.lines(append([]string{fmt.Sprintf("%s can open %d of %s at %s.", l.Person, n, plain.Count(l.Of, "door"), at)},
		openerLines(l.Rows, z, func(o core.Opener) string { return o.DoorName })...)...)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func openerLines(rows []core.Opener, z *time.Location, name func(core.Opener) string) (out []string) {
	for _, o := range rows {
		line := fmt.Sprintf("  %-24s  %s", name(o), plain.Opens(texts.English, o, z))
		if o.But != "" {
			line += "; but " + o.But
		}
		out = append(out, line)
	}
	return out
}
