package hub

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"localiq/core"
	"localiq/core/order"
	"localiq/core/voucher"
	"localiq/hub/people"
	"localiq/rules"
)

// Spender is a Ledger that remembers what was redeemed also where a backup has forgotten it.
type Spender interface {
	Spent(core.VoucherID) bool
}

// redeem checks the signature here, where it costs the loop nothing; whether the voucher counts is
// decided in the loop.
func (h *Hub) redeem(ctx context.Context, a core.Asked, w core.Redeem) core.Told {
	site, now := h.Site(), h.c.Clock.Now()
	if h.c.Offline {
		return core.Told{Error: core.Errorf(core.CodeRefused, "no hub is running, so nobody answers for the time, and a voucher counts from now").Advise("start it: localiq run")}
	}
	v, err := h.genuine(site, w.Text)
	if err != nil {
		return core.Told{Error: err}
	}
	next, carried, err := rules.Redeem(site, v, now)
	if err != nil {
		return core.Told{Error: err}
	}
	losing := h.called(rules.Losing(site.Config, next))
	if less := lessThan(&site.Config.Settings.Subscription, &next, losing); less != "" && !w.Sure && !a.DryRun {
		return core.Told{Error: core.Errorf(core.CodeRefused, "%s", less).Advise("look with --dry-run, and say it with --yes if it is meant")}
	}
	t := core.Told{Unsubscribed: losing}
	if !a.DryRun {
		if t = h.put(ctx, a, core.VoucherRedeemed{Voucher: v}); t.Error != nil {
			return t
		}
		site = h.Site()
		next = site.Config.Settings.Subscription
	}
	t.Subscribed = h.subscribed(site, now)
	t.Subscribed.Subscription, t.Subscribed.Carried, t.Subscribed.Ended = next, carried, false
	return t
}

// genuine reads a voucher that a trusted dealer signed and that was not redeemed on this box.
func (h *Hub) genuine(site *core.Site, text string) (core.Voucher, *core.Error) {
	v, perr := voucher.Parse(text)
	if perr != nil {
		return core.Voucher{}, core.AsError(perr)
	}
	if d := site.Config.Dealer(v.ID.Of()); d != nil && !v.By(d.PublicKey) {
		return core.Voucher{}, core.Errorf(core.CodeInvalid, "this voucher is not signed by %s: it is forged", d.Name).Advise("ask your dealer")
	}
	if s, ok := h.c.Ledger.(Spender); ok && s.Spent(v.ID) {
		return core.Voucher{}, core.Spent()
	}
	return v.Voucher, nil
}

// lessThan says what a site has less of by another subscription; "": nothing.
func lessThan(old, next *core.Subscription, losing []string) string {
	switch {
	case len(losing) > 0:
		return fmt.Sprintf("%d people have no slot then and open nothing any more", len(losing))
	case old.Users == 0 && next.Users != 0:
		return fmt.Sprintf("this site may have any number of users, and then %d", next.Users)
	case old.Until == 0 && next.Until != 0:
		return "this site's subscription has no end, and then it has one"
	}
	return ""
}

func (h *Hub) showSubscription() core.Told {
	return core.Told{Subscribed: h.subscribed(h.Site(), h.c.Clock.Now())}
}

func (h *Hub) subscribed(site *core.Site, now core.Instant) *core.Subscribed {
	c := site.Config
	sub := core.Subscribed{Subscription: c.Settings.Subscription, Site: site.Hub.ID, Used: rules.Slots(c), Dealers: c.Dealers}
	sub.Ended = sub.Subscription.Ended(now.Wall)
	var out []core.PersonID
	for i := range c.People {
		if c.People[i].Unsubscribed {
			out = append(out, c.People[i].ID)
		}
	}
	sub.Outside = h.called(out)
	sub.Vouchers = slices.Clone(c.Vouchers)
	order.By(sub.Vouchers, func(a, b core.Voucher) int {
		return cmp.Or(-cmp.Compare(a.Redeemed, b.Redeemed), cmp.Compare(a.ID, b.ID))
	})
	return &sub
}

// called are people's names, sorted; nil for nobody.
func (h *Hub) called(ids []core.PersonID) (out []string) {
	names := h.c.Private.Names()
	for _, id := range ids {
		out = append(out, people.Called(names, id))
	}
	slices.Sort(out)
	return out
}
