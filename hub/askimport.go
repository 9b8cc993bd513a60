package hub

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"localiq/core"
	"localiq/hub/people"
	"localiq/hub/saltoks"
	"localiq/hub/sitefile"
	"localiq/hub/sitefile/sealed"
	"localiq/rules"
)

// importSite makes the site what a file says, all or nothing, or tells what it would change. It waits
// for other changes of people, so that none is lost under it.
func (h *Hub) importSite(ctx context.Context, a core.Asked, w core.ImportSite) core.Told {
	gone := false
	t := h.planned(ctx, func(site *core.Site) (t core.Told) {
		t, gone = h.importOn(ctx, site, a, w)
		return t
	})
	if gone {
		t = h.forgotten(ctx, t)
	}
	return t
}

// importOn is importSite on one version of the site. gone: somebody was erased.
func (h *Hub) importOn(ctx context.Context, site *core.Site, a core.Asked, w core.ImportSite) (t core.Told, gone bool) {
	foreign, err := translated(&w, site.Config.Settings.Zone)
	if err != nil {
		return core.Told{Error: core.AsError(err)}, false
	}
	if w.Of != 0 && w.Of != site.Config.Version {
		return core.Told{Error: core.Errorf(core.CodeRefused, "the site was changed while you looked, and nothing of the file was done").Advise("look again")}, false
	}
	wasSealed := sealed.Is(w.YAML)
	if wasSealed {
		if w.YAML, err = sealed.Open(w.YAML, core.NewSecret(w.Passphrase)); err != nil {
			return core.Told{Error: needsPhrase(w, err)}, false
		}
	}
	p, err := h.plan(site, w.YAML, wasSealed)
	if err != nil {
		return core.Told{Error: core.AsError(err)}, false
	}
	fit, unfit := people.Refit(site, h.c.Private.Names(), h.peopleTools(), p.Edits, p.Zone)
	if unfit != nil {
		return core.Told{Error: unfit}, false
	}
	p.Edits, p.Private = append(p.Edits, fit.Edits...), append(p.Private, fit.Private...)
	p.Diff.Changed, p.Diff.Notes = append(p.Diff.Changed, fit.Report...), append(p.Diff.Notes, foreign...)
	if fit.Shown != "" {
		p.Shown = append(p.Shown, fit.Shown)
	}
	edited := core.SiteEdited{Why: "site file imported", Edits: p.Edits, Of: site.Config.Version, Zone: p.Zone, Sure: w.Sure, Consent: w.Consent}
	t = core.Told{Report: slices.Concat(p.Report, fit.Report, foreign), Diff: h.changesOf(site, p)}
	switch {
	case len(p.Edits) == 0 && len(p.Private) == 0:
		return t, false
	case w.DryRun:
		edited.Sure = true // what it stops is said among what to be careful of
		in := core.Input{ID: site.Seq + 1, At: h.c.Clock.Now(), Origin: a.Origin, Private: p.Private, Event: edited}
		if e := rules.Decide(site, in).Answer.Error; e != nil {
			return core.Told{Error: e}, false
		}
		return t, false
	}
	did := h.put(ctx, a, edited, p.Private...)
	if did.Error == nil {
		did.Report, did.Diff, did.Shown = t.Report, t.Diff, strings.Join(p.Shown, "\n")
	}
	return did, did.Error == nil && erases(p.Private)
}

func needsPhrase(w core.ImportSite, err error) *core.Error {
	if w.Passphrase == "" {
		return core.Errorf(core.CodeInvalid, "this file is sealed with a passphrase").Advise("say it: --passphrase-stdin")
	}
	return core.AsError(err)
}

// changesOf is the plan as people read it: what becomes of the doors in sentences, and whoever is left
// with none among what to be careful of.
func (h *Hub) changesOf(site *core.Site, p sitefile.Plan) *core.Diff {
	d := p.Diff
	d.Of = site.Config.Version
	c := site.Config
	d.First = len(c.People)+len(c.Groups)+len(c.Schedules) == 0
	if d.First {
		return &d // nobody loses what nobody had
	}
	next, err := site.Config.With(site.Seq+1, p.Edits, p.Zone)
	if err != nil {
		return &d
	}
	names := h.c.Private.Names()
	for _, o := range rules.Difference(site.Config, next, h.c.Clock.Now().Wall) {
		d.Doors = append(d.Doors, o.Text+named(names, o.People))
	}
	return &d
}

// namedAtMost are so many people that a line has room for.
const namedAtMost = 5

// named are the people whom a line is about, where they are few and have names here already.
func named(names map[core.PersonID]core.Name, ids []core.PersonID) string {
	if len(ids) == 0 || len(ids) > namedAtMost {
		return ""
	}
	var out []string
	for _, id := range ids {
		if names[id].First == "" {
			return ""
		}
		out = append(out, people.Called(names, id))
	}
	slices.Sort(out)
	return " (" + strings.Join(out, ", ") + ")"
}

// translated makes a site file of what another system has exported, and tells what was lost on the way.
func translated(w *core.ImportSite, zone string) (report []string, err error) {
	switch w.From {
	case "":
		return nil, nil
	case core.FromSaltoKS:
		w.YAML, report, err = saltoks.Convert(w.YAML, zone)
		return report, err
	}
	return nil, core.Errorf(core.CodeRequest, "a site cannot be read from %q", w.From).Advise("write " + core.FromSaltoKS + ", or leave it out for a site file")
}

// tools are those of an import; noPIN is why a PIN could not be chosen, if one could not.
func (h *Hub) tools(noPIN *error) sitefile.Tools {
	return sitefile.Tools{Digest: h.c.Private.Digest, NewID: newID, Now: h.c.Clock.Now().Wall, Secrets: h.c.Private.Secrets,
		NewPIN: func(digits int, taken func(core.Digest) bool) core.Secret {
			s, err := h.c.Private.NewPIN(digits, taken)
			*noPIN = cmp.Or(*noPIN, err)
			return s
		}}
}

// plan is what a site file would do to a site. Nothing of it is done.
func (h *Hub) plan(site *core.Site, yaml []byte, wasSealed bool) (sitefile.Plan, error) {
	var noPIN error
	tools := h.tools(&noPIN)
	tools.Sealed = wasSealed
	p, err := sitefile.PlanImport(site, h.c.Private.Names(), yaml, tools)
	return p, cmp.Or(noPIN, err)
}
