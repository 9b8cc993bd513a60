package hub

import (
	"context"
	"crypto/rand"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// named finds the person under whose authority a wish comes, whom its sender may have called by a name.
func (h *Hub) named(o *core.Origin) *core.Error {
	site := h.Site()
	if o.As == "" || site.Config.Person(o.As) != nil {
		return nil
	}
	p, err := people.FindPerson(site.Config, h.c.Private.Names(), o.As)
	if err == nil {
		o.As = p.ID
	}
	return err
}

// behind asks whether whoever stands behind a wish may have it. Wishes that become an event are asked
// of again there.
func (h *Hub) behind(ctx context.Context, a core.Asked) *core.Error {
	err := rules.MayAsk(h.Site(), a.Origin, h.c.Clock.Now(), a.Wish)
	if err != nil && a.Origin.As != "" {
		h.put(ctx, core.Asked{Origin: core.Origin{Kind: a.Origin.Kind, Who: a.Origin.Who, As: a.Origin.As, Key: a.Origin.Key}}, core.AttemptMade{What: err.Text})
	}
	return err
}

// openDoor opens in the name of whoever is behind the wish, with their PIN for this IQ, or under the
// authority of the box or an integration.
func (h *Hub) openDoor(ctx context.Context, a core.Asked, w core.OpenDoor) core.Told {
	if e := h.diskTrouble(); e != nil {
		return core.Told{Error: e}
	}
	door, err := h.doorFor(a.Origin, w.Door)
	if err != nil {
		return core.Told{Error: err}
	}
	e := core.OpenAsked{Door: door, Why: people.Unnamed(h.c.Private.Names(), w.Why)}
	if p := h.Site().Config.Person(a.Origin.As); p != nil && rules.InOwnName(p) {
		if e.Person = p.ID; w.IQPIN != "" {
			e.IQPIN = h.iqDigest(p.ID, core.NewSecret(w.IQPIN))
		}
	}
	return h.put(ctx, a, e)
}

// activate has whoever was invited choose a PIN. That the code is good is the rules' to say, who count
// those that are not: here it only tells whose PIN the digest is to be.
func (h *Hub) activate(ctx context.Context, a core.Asked, w core.Activate) core.Told {
	code, noCode := core.ParseInvite(w.Code)
	pin, err := core.ParseIQPIN(w.PIN)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	site := h.Site()
	var e core.Activated
	if noCode == nil {
		e.Code = h.c.Private.Digest(core.KeyOperator, core.ForInvite(site.Hub.ID, code))
	}
	for i := range site.Config.People {
		if p := &site.Config.People[i]; p.Invite.Code == e.Code && !e.Code.IsZero() {
			e.PIN = h.iqDigest(p.ID, pin)
		}
	}
	return h.put(ctx, a, e)
}

func (h *Hub) iqDigest(p core.PersonID, pin core.Secret) core.Digest {
	return h.c.Private.Digest(core.KeyOperator, core.ForIQ(h.Site().Hub.ID, p, pin))
}

// newInvite chooses an activation code.
func newInvite() core.Secret { return core.NewSecret(rand.Text()[:core.InviteLetters]) }
