package hub

import (
	"context"
	"time"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// awaitTag opens the window at a door and waits until a tag was shown there or the time is over. Who
// goes away before that closes it.
func (h *Hub) awaitTag(ctx context.Context, a core.Asked, w core.AssignTag) core.Told {
	cfg := h.Site().Config
	who, err := people.FindPerson(cfg, h.c.Private.Names(), w.Who)
	if err != nil {
		return core.Told{Error: err}
	}
	door, err := people.FindDoor(cfg, w.At)
	if err != nil {
		return core.Told{Error: err}
	}
	key := core.KeyID(newID("k"))
	t := h.put(ctx, a, core.TagAwaited{Door: door, Person: who.ID, Key: key, For: w.For, From: w.From, Until: w.Until})
	if t.Error != nil {
		return t
	}
	return h.shownAt(ctx, a, door, key, h.Site().Config.Door(door).Name)
}

// shownAt waits for what becomes of a window.
func (h *Hub) shownAt(ctx context.Context, a core.Asked, door core.DoorID, key core.KeyID, name string) core.Told {
	others := 0
	for {
		changed, site := h.news.wait(), h.Site()
		if site.Config.Key(key) != nil {
			return h.heardOf(core.Told{Seq: site.Config.Version, Report: rules.TagsLinger(site, h.c.Clock.Now())})
		}
		st := site.Door(door)
		if st == nil || st.Await.Key != key {
			return core.Told{Error: noTag(name, others)}
		}
		others = st.Await.Others
		look, stop := h.c.Clock.After(time.Second) // others is told with the window, which goes at its end
		select {
		case <-changed:
		case <-look:
		case <-ctx.Done():
			stop()
			h.put(context.WithoutCancel(ctx), core.Asked{Origin: core.Origin{Kind: a.Origin.Kind, Who: a.Origin.Who}}, core.TagForgone{Door: door, Key: key})
			return core.Told{Error: core.Errorf(core.CodeRefused, "no tag was given: nobody waits for it any more")}
		case <-h.over:
			stop()
			return core.Told{Error: core.Errorf(core.CodeHubAway, "the hub has stopped, and waits for no tag any more")}
		}
		stop()
	}
}

func noTag(door string, others int) *core.Error {
	if others > 0 {
		return core.Errorf(core.CodeInvalid, "no tag was given: the one that was shown at %s is on somebody already", door).
			Advise("a tag belongs to one person; take it from them first, or show another")
	}
	return core.Errorf(core.CodeNotFound, "no unknown tag was shown at %s in time", door).Advise("try again, and hold the tag to the reader until it blinks")
}

// keepShown has the number of a tag that was just given to somebody kept with their other secrets.
func keepShown(in *core.Input, d core.Decision) {
	e, ok := in.Event.(core.AccessRequested)
	if !ok || in.Presented == (core.Secret{}) {
		return
	}
	shown := in.Presented
	in.Presented, in.Private = core.Secret{}, nil
	for _, c := range d.Changes {
		became, ok := c.(core.ConfigBecame)
		if !ok {
			continue
		}
		for _, edit := range became.Edits {
			if k, put := edit.Item.(core.Key); put && k.Digest == e.Digest {
				in.Presented = shown // should the disk fail, it is decided again
				in.Private = []core.Private{{Person: k.Person, Secrets: map[core.KeyID]core.Secret{k.ID: shown}}}
			}
		}
	}
}
