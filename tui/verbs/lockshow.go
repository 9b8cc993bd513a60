package verbs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// LockShow writes all that is known of one lock, and what it cannot do.
func (v Verbs) LockShow(ctx context.Context, lock string) error {
	c, s, err := v.lockAt(ctx, lock)
	if err != nil {
		return err
	}
	cannot := c.Lock.Lacks.Say()
	if v.JSON {
		return v.json(struct {
			core.DoorCard
			Cannot []string `json:"cannot"` // sentences; none for a lock that lacks nothing
		}{c, append([]string{}, cannot...)})
	}
	out := []string{c.Door.Name}
	for _, f := range lockFacts(c, s.Now, zone(s)) {
		out = append(out, fmt.Sprintf("  %-9s %s", f.label, f.says))
	}
	if len(cannot) > 0 {
		out = append(out, "What this lock cannot do:")
	}
	for _, l := range cannot {
		out = append(out, "  "+l)
	}
	return v.lines(out...)
}

type fact struct{ label, says string }

func lockFacts(c core.DoorCard, now core.Instant, z *time.Location) []fact {
	r, y := c.State.Reported, c.State.Sync
	fs := []fact{
		{"Lock", plain.Model(*c.Lock) + ", serial " + c.Lock.Serial + plain.Plus(", firmware ", r.Firmware)},
		{"Id", string(c.Lock.ID)},
		{"Bolt", said(c.State) + toldWords(r.At, now)},
		{"Door", r.Contact.String() + openedWords(c, now)},
		{"Office", officeWords(c, z)},
		{"Battery", percent(r.Battery)},
		{"Radio", heard(c, now)},
		{"Table", strings.TrimPrefix(tableWords(y), "table ") + toldWords(y.At, now)},
	}
	for _, l := range leftWords(c) {
		fs = append(fs, fact{"", l})
	}
	return append(fs,
		fact{"History", historyWords(c)},
		fact{"Today", fmt.Sprintf("%s; a battery bears %d a day", plain.Count(c.Signal.Today, "connection"), core.LinkBudget)})
}

// openedWords is since when it stands open, and how well that is known.
func openedWords(c core.DoorCard, now core.Instant) string {
	o := c.State.Opening
	if !o.Open {
		return ""
	}
	return plain.Plus(" for ", plain.Age(now, o.Since)) + plain.Within(o.Within)
}

func officeWords(c core.DoorCard, z *time.Location) string {
	o := c.State.Office
	if !o.On {
		return "off"
	}
	words := "on, until somebody ends it"
	if o.Until != 0 {
		words = "on, until " + time.Unix(0, o.Until).In(z).Format("2 Jan 2006 15:04")
	}
	if c.Lock.Lacks.Has(core.LackHold) {
		words += "; the hub keeps it, and has to end it"
	}
	return words
}

// leftWords is which keys do not open there, though they should.
func leftWords(c core.DoorCard) (out []string) {
	y, refused := c.State.Sync, "without the hub it refuses them"
	if c.Lock.Lacks.Has(core.LackRequests) {
		refused = "they do not open there"
	}
	if why := y.LeftFor.Say(); y.Left > 0 {
		out = append(out, plain.Count(y.Left, "key")+" left out"+plain.Plus(": ", why)+"; "+refused)
	}
	if y.Unfit > 0 {
		out = append(out, "it cannot hold "+plain.Count(y.Unfit, "key")+", for what it lacks: "+refused)
	}
	return out
}

// historyWords is how far the lock's own record is kept here, or why it is not.
func historyWords(c core.DoorCard) string {
	switch at := c.State.Cursor; {
	case !c.State.Admin.Refused.IsZero():
		return "not read: the lock does not take the admin PIN; give it anew: localiq lock pin " + plain.Quoted(c.Door.Name)
	case c.Lock.Lacks.Has(core.LackAdmin):
		return "not read: no admin PIN is known; give it: localiq lock pin " + plain.Quoted(c.Door.Name)
	case at.Journal == "":
		return "nothing read yet"
	default:
		return fmt.Sprintf("read up to entry %d", at.Index)
	}
}
