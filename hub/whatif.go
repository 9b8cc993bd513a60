package hub

import (
	"context"
	"fmt"
	"slices"
	"time"

	"localiq/core"
	"localiq/hub/sitefile"
	"localiq/rules"
)

// whatIf tells what another configuration would have done with the inputs that were recorded after
// root. What people and doors did is taken as it was; changes of the configuration are left out,
// because the file's holds all the time; a lock does at once what it is only told here.
func (h *Hub) whatIf(ctx context.Context, root *core.Site, last core.Seq, yaml []byte) core.Told {
	plan, err := sitefile.PlanImport(root, h.c.Private.Names(), yaml, h.tools(new(error)))
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	_, kept, err := h.reach()
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	w := &imagined{h: h, site: root, last: root.At, r: core.Replayed{Reach: kept[0]}}
	for e, err := range h.entries(ctx, root.Seq, last) {
		if err == nil && w.r.From == 0 {
			w.r.From, w.last = e.Input.ID, e.Input.At
			err = w.edit(plan)
		}
		if err != nil {
			return core.Told{Error: core.AsError(err)}
		}
		w.r.To, w.r.Inputs, w.r.Events = e.Input.ID, w.r.Inputs+1, w.r.Events+len(e.Decision.Notices)
		w.takes(e)
	}
	w.r.Report = w.report(plan.Report)
	return core.Told{Replayed: &w.r}
}

// imagined is a site under another configuration than the one that was.
type imagined struct {
	h     *Hub
	site  *core.Site
	last  core.Instant
	extra core.Seq // inputs that only this site had
	r     core.Replayed

	edits, opens, refuses int
	lines                 []string
	more                  int // of lines that are not kept
}

// aside numbers the inputs that nobody recorded, far from those that somebody did.
const aside core.Seq = 1 << 55

func (w *imagined) edit(p sitefile.Plan) error {
	d := w.decide(core.SiteEdited{Why: "as the file says", Edits: p.Edits, Zone: p.Zone})
	if d.Answer.Error != nil {
		return d.Answer.Error
	}
	return nil
}

// decide takes an input of its own, now, and has the locks do what follows.
func (w *imagined) decide(ev core.Event) core.Decision {
	w.extra++
	d, next := again(w.site, core.Input{ID: aside + w.extra, At: w.last, Event: ev})
	w.site = next
	w.obey(d.Commands)
	return d
}

// obey is a lock that does what it is told; nobody recorded what it would have answered.
func (w *imagined) obey(cs []core.Command) {
	for _, c := range cs {
		switch c.Op.(type) {
		case core.Turn, core.Answer:
			w.extra++
			_, w.site = again(w.site, core.Input{ID: aside + w.extra, At: w.last, Origin: core.Origin{Kind: core.FromAir},
				Event: core.CommandAnswered{Lock: c.Lock, Command: c.ID, Result: core.ResultDone}})
		}
	}
}

// takes decides a recorded input here too, and notes what differs.
func (w *imagined) takes(e core.Entry) {
	w.wakes(e.Input.At)
	w.last = e.Input.At
	if _, edits := e.Input.Event.(core.SiteEdited); edits {
		w.edits++
		return
	}
	was := w.site
	d, next := again(was, e.Input)
	w.site = next
	w.obey(slices.DeleteFunc(slices.Clone(d.Commands), func(c core.Command) bool {
		return slices.ContainsFunc(e.Decision.Commands, func(r core.Command) bool { return r.ID == c.ID })
	}))
	w.compare(e.Input.At, e.Decision.Notices, d.Notices)
}

// wakes has happen what falls due here before the next recorded input.
func (w *imagined) wakes(next core.Instant) {
	for range 1000 {
		at, due := w.due(next)
		if !due {
			return
		}
		w.last = at
		before := w.extra
		d := w.decide(core.Ticked{})
		w.compare(at, nil, d.Notices)
		if d.Empty() && w.extra == before+1 {
			return
		}
	}
}

func (w *imagined) due(next core.Instant) (core.Instant, bool) {
	wake, wait := rules.Next(w.site), time.Duration(-1)
	if wake.Up != 0 && next.Boot == w.last.Boot && wake.Up < next.Up {
		wait = max(wake.Up-w.last.Up, 0)
	}
	if d := time.Duration(wake.Wall - w.last.Wall); wake.Wall != 0 && wake.Wall < next.Wall && (wait < 0 || d < wait) {
		wait = max(d, 0)
	}
	return w.last.Add(wait), wait >= 0
}

// compare pairs what was told with what would have been.
func (w *imagined) compare(at core.Instant, was, is []core.Notice) {
	was, is = notable(was), notable(is)
	for _, n := range slices.Clone(was) {
		if i := slices.IndexFunc(is, func(o core.Notice) bool { return alike(n, o) }); i >= 0 {
			was, is = slices.Delete(was, slices.Index(was, n), slices.Index(was, n)+1), slices.Delete(is, i, i+1)
		}
	}
	for i := range max(len(was), len(is)) {
		then, now := "nothing", "nothing"
		if i < len(was) {
			then = w.say(was[i])
		}
		if i < len(is) {
			now = w.say(is[i])
		}
		w.count(was, is, i)
		w.note(fmt.Sprintf("%s  then: %s; with the file: %s", at.In(w.site.Config.Zone).Format("Mon 2 Jan 2006 15:04:05"), then, now))
	}
}

func (w *imagined) count(was, is []core.Notice, i int) {
	if i >= len(was) || i >= len(is) {
		return
	}
	switch {
	case was[i].What == core.AccessGranted && is[i].What == core.AccessDenied:
		w.refuses++
	case was[i].What == core.AccessDenied && is[i].What == core.AccessGranted:
		w.opens++
	}
}

func (w *imagined) say(n core.Notice) string {
	return lineOf(w.site, w.h.c.Private.Names(), n).Say(w.site.Config.Zone)
}

// reportLines bounds a report; what is beyond is counted.
const reportLines = 1000

func (w *imagined) note(line string) {
	if len(w.lines) < reportLines {
		w.lines = append(w.lines, line)
		return
	}
	w.more++
}

// notable are the notices that a person would see the difference of, without what a lock says to a
// command.
func notable(ns []core.Notice) (out []core.Notice) {
	for _, n := range ns {
		switch n.What {
		case core.AccessGranted, core.AccessDenied, core.OfficeStarted, core.OfficeEnded, core.OfficeRefused:
		case core.AlertRaised, core.AlertCleared:
			if n.Alert == core.AlertRelockUnconfirmed {
				continue
			}
		default:
			continue
		}
		out = append(out, n)
	}
	return out
}

// alike is true when both would read the same, but for the way to the verdict.
func alike(a, b core.Notice) bool {
	a.Seq, a.N, a.Verdict, a.At = 0, 0, nil, core.Instant{}
	b.Seq, b.N, b.Verdict, b.At = 0, 0, nil, core.Instant{}
	return a == b
}

func (w *imagined) report(changes []string) []string {
	out := []string{"The file, beside the site as it was then:"}
	for _, c := range changes {
		out = append(out, "  "+c)
	}
	if w.edits > 0 {
		out = append(out, fmt.Sprintf("Changes of the configuration in that time, left out because the file holds all the time: %d.", w.edits))
	}
	out = append(out, "What people, doors and locks did is taken as it was recorded.")
	if len(w.lines) == 0 {
		return append(out, "Nothing would have been different.")
	}
	out = append(out, fmt.Sprintf("Openings that would have been refused: %d. Refusals that would have opened: %d. Differences in all: %d.", w.refuses, w.opens, len(w.lines)+w.more))
	out = append(out, w.lines...)
	if w.more > 0 {
		out = append(out, fmt.Sprintf("and %d more", w.more))
	}
	return out
}
