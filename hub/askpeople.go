package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// changePeople does what a wish about people comes to. One is planned at a time, on what the one
// before it has left, so that no change is lost under another.
func (h *Hub) changePeople(ctx context.Context, a core.Asked) core.Told {
	h.planning.Lock()
	defer h.planning.Unlock()
	site := h.Site()
	p, err := people.Plan(site, h.c.Private.Names(), h.peopleTools(), a.Wish)
	switch {
	case err != nil:
		return core.Told{Error: err}
	case a.DryRun:
		return h.wouldBe(site, p)
	case len(p.Edits) == 0 && len(p.Private) == 0:
		return core.Told{Report: p.Report}
	}
	t := h.put(ctx, a, core.SiteEdited{Why: p.Why, Edits: p.Edits, Sure: p.Sure}, p.Private...)
	if t.Error != nil {
		return t
	}
	t.Shown, t.Report = p.Shown, p.Report
	cfg := h.Site().Config
	for _, k := range p.Keys {
		if cfg.Key(k) != nil {
			t.Report = append(t.Report, rules.NotHeld(cfg, k, h.c.Clock.Now())...)
		}
	}
	return t
}

// wouldBe is the plan told and not done: what is refused is refused here as well.
func (h *Hub) wouldBe(site *core.Site, p people.Planned) core.Told {
	next, err := site.Config.With(site.Seq+1, p.Edits, nil)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	t := core.Told{Report: p.Report}
	for _, d := range rules.Difference(site.Config, next, h.c.Clock.Now().Wall) {
		t.Report = append(t.Report, d.Text)
	}
	if len(t.Report) == 0 {
		t.Report = []string{"nothing becomes different at the doors"}
	}
	return t
}

func (h *Hub) peopleTools() people.Tools {
	return people.Tools{Now: h.c.Clock.Now(), Digest: h.c.Private.Digest, NewID: newID, NewInvite: newInvite, NewPIN: h.c.Private.NewPIN, Secrets: h.c.Private.Secrets}
}
