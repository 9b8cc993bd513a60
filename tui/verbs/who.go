package verbs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
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
		line := fmt.Sprintf("  %-24s  %s", name(o), opens(o, z))
		if o.But != "" {
			line += "; but " + o.But
		}
		out = append(out, line)
	}
	return out
}

// opens is "tag and PIN until Mon 23 Nov 18:00, by group Staff, schedule Hours".
func opens(o core.Opener, z *time.Location) string {
	switch o.Reason {
	case core.Granted:
	case core.ReasonNone:
		return "no: they may, and have no key"
	default:
		return "no: " + o.Reason.Say()
	}
	by := "by the master key"
	if o.Group != "" {
		by = "by group " + o.Group
	}
	if o.Schedule != "" {
		by += ", schedule " + o.Schedule
	}
	return means(o, z) + ", " + by
}

// means joins ways that end together.
func means(o core.Opener, z *time.Location) string {
	var parts, words []string
	for i, m := range o.With {
		words = append(words, wordOf(m.Kind))
		if i+1 == len(o.With) || o.With[i+1].Until != m.Until {
			parts, words = append(parts, strings.Join(words, " and ")+" "+untilText(m.Until, z)), nil
		}
	}
	return strings.Join(parts, "; ")
}

func wordOf(k core.KeyKind) string {
	switch k {
	case core.KeyPIN:
		return "PIN"
	case core.KeyDigital:
		return "phone"
	case core.KeyOperator:
		return "from afar"
	}
	return k.String()
}

func untilText(wall int64, z *time.Location) string {
	if wall == 0 {
		return "without end"
	}
	return "until " + time.Unix(0, wall).In(z).Format("Mon 2 Jan 2006 15:04")
}
