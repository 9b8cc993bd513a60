package hub

import (
	"context"
	"fmt"
	"slices"

	"localiq/core"
	"localiq/hub/sitefile"
)

// whatIf tells what another configuration would have done with the inputs that were recorded after
// root. Two sites live through them side by side, one as it was set up then, with every change, and
// one as the file says all the time. What people, doors and locks did is taken as it was.
func (h *Hub) whatIf(ctx context.Context, root *core.Site, last core.Seq, yaml []byte) core.Told {
	plan, err := sitefile.PlanImport(root, h.c.Private.Names(), yaml, h.tools(new(error)))
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	_, kept, err := h.reach()
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	c := &comparison{names: h.c.Private.Names(), r: core.Replayed{Reach: kept[0]},
		was: &imagined{site: root, last: root.At}, is: &imagined{site: root, last: root.At, fixed: true}}
	for e, err := range h.entries(ctx, root.Seq, last) {
		if err == nil && c.r.Inputs == 0 {
			c.is.last = e.Input.At
			err = asError(c.is.own(core.FromCLI, core.SiteEdited{Why: "as the file says", Edits: plan.Edits, Zone: plan.Zone}))
		}
		if err != nil {
			return core.Told{Error: core.AsError(err)}
		}
		c.takes(e)
	}
	c.r.Report = c.report(plan.Report)
	return core.Told{Replayed: &c.r}
}

func asError(d core.Decision) error {
	if d.Answer.Error != nil {
		return d.Answer.Error
	}
	return nil
}

// comparison is the difference between two sites, in sentences.
type comparison struct {
	names   map[core.PersonID]core.Name
	was, is *imagined
	r       core.Replayed

	edits, opens, refuses int
	lines                 []string
	more                  int // lines that are not kept
}

func (c *comparison) takes(e core.Entry) {
	if c.r.From == 0 {
		c.r.From = e.Input.ID
	}
	c.r.To, c.r.Inputs, c.r.Events = e.Input.ID, c.r.Inputs+1, c.r.Events+len(e.Decision.Notices)
	if _, edits := e.Input.Event.(core.SiteEdited); edits {
		c.edits++
	}
	c.was.lives(e)
	c.is.lives(e)
	c.pair(c.was.tells(), c.is.tells())
}

// pair puts what differs side by side, door by door.
func (c *comparison) pair(was, is []core.Notice) {
	for _, n := range slices.Clone(was) {
		if i := slices.IndexFunc(is, func(o core.Notice) bool { return c.alike(n, o) }); i >= 0 {
			was, is = slices.Delete(was, slices.Index(was, n), slices.Index(was, n)+1), slices.Delete(is, i, i+1)
		}
	}
	for len(was) > 0 {
		n, then := was[0], c.say(c.was, was[0])
		was = was[1:]
		if i := slices.IndexFunc(is, func(o core.Notice) bool { return o.Door == n.Door }); i >= 0 {
			c.count(n, is[i])
			c.note(n.At, then, c.say(c.is, is[i]))
			is = slices.Delete(is, i, i+1)
			continue
		}
		c.note(n.At, then, "nothing")
	}
	for _, n := range is {
		c.note(n.At, "nothing", c.say(c.is, n))
	}
}

// alike is true when both read the same: what fell due was told some milliseconds late in truth, and
// is told at its instant here.
func (c *comparison) alike(was, is core.Notice) bool {
	return was.Door == is.Door && was.What == is.What && was.Reason == is.Reason && c.say(c.was, was) == c.say(c.is, is)
}

func (c *comparison) count(was, is core.Notice) {
	switch {
	case was.What == core.AccessGranted && is.What == core.AccessDenied:
		c.refuses++
	case was.What == core.AccessDenied && is.What == core.AccessGranted:
		c.opens++
	}
}

func (c *comparison) say(w *imagined, n core.Notice) string {
	return lineOf(w.site, c.names, n).Say(w.site.Config.Zone)
}

// reportLines bounds a report; what is beyond is counted.
const reportLines = 1000

func (c *comparison) note(at core.Instant, then, now string) {
	if len(c.lines) == reportLines {
		c.more++
		return
	}
	c.lines = append(c.lines, fmt.Sprintf("%s  then: %s; with the file: %s", at.In(c.was.site.Config.Zone).Format("Mon 2 Jan 2006 15:04:05"), then, now))
}

func (c *comparison) report(changes []string) []string {
	out := []string{"The file, beside the site as it was before:"}
	for _, l := range changes {
		out = append(out, "  "+l)
	}
	if c.edits > 0 {
		out = append(out, fmt.Sprintf("Changes of the configuration that were made in that time, which the file does not know: %d.", c.edits))
	}
	out = append(out, "What people, doors and locks did is taken as it was recorded.")
	if len(c.lines) == 0 {
		return append(out, "Nothing would have been different.")
	}
	out = append(out, fmt.Sprintf("Openings that would have been refused: %d. Refusals that would have opened: %d. Differences in all: %d.", c.refuses, c.opens, len(c.lines)+c.more))
	out = append(out, c.lines...)
	if c.more > 0 {
		out = append(out, fmt.Sprintf("and %d more", c.more))
	}
	return out
}
