package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// askPeople is for every wish about people, their keys and their groups.
func (h *Hub) askPeople(ctx context.Context, a core.Asked) core.Told {
	switch w := a.Wish.(type) {
	case core.AssignTag:
		if w.At != "" && w.Number == "" {
			return h.awaitTag(ctx, a, w)
		}
	case core.ReadPIN:
		return h.readPIN(ctx, a, w)
	case core.ListPeople, core.ListKeys, core.ListGroups, core.ListSchedules, core.ShowPerson:
		return h.list(a.Origin, w)
	case core.ListPods:
		return core.Told{Pods: people.Pods(h.Site().Config, h.c.Private.Names(), w)}
	case core.ListBookings:
		site, sees, err := h.looks(a.Origin)
		if err != nil {
			return core.Told{Error: err}
		}
		return core.Told{Bookings: people.Bookings(site, h.c.Private.Names(), h.c.Private.Secrets, sees, w)}
	case core.ReportBookings:
		return h.roomUse(ctx, w)
	}
	t, gone := h.changePeople(ctx, a)
	if gone {
		t = h.forgotten(ctx, t)
	}
	return t
}

// list answers in the caller's goroutine; the next list of the same people finds them in order.
func (h *Hub) list(o core.Origin, w core.Wish) core.Told {
	site, sees, err := h.looks(o)
	if err != nil {
		return core.Told{Error: err}
	}
	r := people.RegisterOf(site.Config, h.c.Private.Names(), h.register.Load())
	h.register.Store(r)
	return people.List(site, r, h.c.Clock.Now(), sees, w)
}

// changePeople does what a wish about people comes to. One is planned at a time, on what the one
// before it has left, so that no change is lost under another. gone: somebody was erased.
func (h *Hub) changePeople(ctx context.Context, a core.Asked) (t core.Told, gone bool) {
	t = h.planned(ctx, func(site *core.Site) core.Told {
		var told core.Told
		told, gone = h.changeOf(ctx, site, a)
		return told
	})
	return t, gone
}

// changeOf is changePeople on one version of the site.
func (h *Hub) changeOf(ctx context.Context, site *core.Site, a core.Asked) (t core.Told, gone bool) {
	wish, err := hosting(site, h.c.Private.Names(), a)
	if err != nil {
		return core.Told{Error: err}, false
	}
	p, err := people.Plan(site, h.c.Private.Names(), h.peopleTools(), wish)
	switch {
	case err != nil:
		return core.Told{Error: err}, false
	case a.DryRun:
		return h.wouldBe(site, a, p), false
	case len(p.Edits) == 0 && len(p.Private) == 0:
		return core.Told{Report: append(p.Report, "nothing to change")}, false
	}
	t = h.put(ctx, a, p.Event(), p.Private...)
	if t.Error != nil {
		return core.Told{Seq: t.Seq, Error: people.InNames(h.c.Private.Names(), p.Private, t.Error)}, false
	}
	t.Shown, t.Report, t.Person, t.Text = p.Shown, p.Report, p.Person, p.Text
	if p.Phone != "" {
		h.sign(&t, p.Phone)
	}
	cfg := h.Site().Config
	for _, k := range p.Keys {
		if cfg.Key(k) != nil {
			t.Report = append(t.Report, rules.NotHeld(cfg, k, h.c.Clock.Now())...)
		}
	}
	if _, is := wish.(core.AssignTag); is {
		t.Report = append(t.Report, rules.TagsLinger(h.Site(), h.c.Clock.Now())...)
	}
	return h.heardOf(t), erases(p.Private)
}

// heardOf names the doors whose locks have not heard of a change yet.
func (h *Hub) heardOf(t core.Told) core.Told {
	site := h.Site()
	for i := range site.Doors {
		if st := &site.Doors[i]; st.Sync.Wanted >= t.Seq && !st.Sync.Done() && site.Config.Doors[i].Lock != "" {
			t.Pending = append(t.Pending, site.Config.Doors[i].Name)
		}
	}
	return t
}

// wouldBe is the plan told and not done: what is refused is refused here as well.
func (h *Hub) wouldBe(site *core.Site, a core.Asked, p people.Planned) core.Told {
	in := core.Input{ID: site.Seq + 1, At: h.c.Clock.Now(), Origin: a.Origin, Private: p.Private, Event: p.Event()}
	if e := rules.Decide(site, in).Answer.Error; e != nil {
		return core.Told{Error: people.InNames(h.c.Private.Names(), p.Private, e)}
	}
	next, err := site.Config.With(in.ID, p.Edits, nil)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	t := core.Told{Report: p.Report, Unsubscribed: h.called(rules.WithoutSlot(site.Config, next))}
	for _, d := range rules.Difference(site.Config, next, h.c.Clock.Now().Wall) {
		t.Report = append(t.Report, d.Text)
	}
	if len(t.Report) == 0 {
		t.Report = []string{"nothing becomes different at the doors"}
	}
	return t
}

// readPIN tells that a PIN is read, and only then reads it [pin.secret].
func (h *Hub) readPIN(ctx context.Context, a core.Asked, w core.ReadPIN) core.Told {
	k, err := people.FindKey(h.Site().Config, h.c.Private.Names(), h.c.Private.Digest, core.KeyWords{Kind: core.KeyPIN, Name: w.Key.Name})
	if err != nil {
		return core.Told{Error: err}
	}
	t := h.put(ctx, a, core.PINRead{Person: k.Person, Key: k.ID})
	if t.Error != nil {
		return t
	}
	secrets, fault := h.c.Private.Secrets(k.Person)
	switch pin, known := secrets[k.ID]; {
	case fault != nil:
		t.Error = core.AsError(fault)
	case !known:
		t.Error = core.Errorf(core.CodeNotFound, "the digits of this PIN are not kept here").Advise("give another one: localiq pin new")
	default:
		t.Shown = pin.Reveal()
	}
	return t
}

func (h *Hub) peopleTools() people.Tools {
	return people.Tools{Now: h.c.Clock.Now(), Digest: h.c.Private.Digest, NewID: newID, NewInvite: newInvite, NewAPIKey: newAPIKey, NewPIN: h.c.Private.NewPIN, Secrets: h.c.Private.Secrets}
}
