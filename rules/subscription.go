package rules

import (
	"reflect"
	"slices"

	"localiq/core"
)

// A subscription that has ended, or is over its IQs, unsubscribes the IQ: it answers no lock and
// changes no right to more, and what the locks hold stays as it is but for what somebody takes away
// (lessens) [sub.iq]. This box is one IQ, and every voucher is for one at least, so that the end alone
// can do it. Leaving, locking, the modes above office mode and alerts ask for no subscription.

// subscribed is the step after 6. A site that was sold nothing has no such step. What a lock did by
// itself needed no IQ.
func (i *inquiry) subscribed() {
	sub := &i.s.Config.Settings.Subscription
	switch {
	case i.person != nil && i.person.Unsubscribed:
		i.note(core.CheckSubscribed, core.UserUnsubscribed)
	case !i.byItself && sub.Ended(i.q.At.Wall):
		i.note(core.CheckSubscribed, core.IQUnsubscribed)
	case *sub != (core.Subscription{}):
		i.note(core.CheckSubscribed, core.Granted)
	}
}

// iqUnsubscribed is true for an IQ whose subscription has ended. A clock that nobody believes is read
// as a floor.
func (d *draft) iqUnsubscribed() bool { return d.cfg.Settings.Subscription.Ended(d.now().Wall) }

// unanswered leaves a key to the lock: without a word from us it goes by its own table.
func (w *doorway) unanswered(e core.AccessRequested) {
	n := core.Notice{What: core.KeyUnanswered, At: w.in.When(), KeyKind: e.Kind, Reason: core.IQUnsubscribed}
	if k := w.cfg.KeyOf(e.Digest); k != nil && k.Kind == e.Kind {
		n.Key, n.Person = k.ID, k.Person
	}
	w.tell(n)
}

// hasSlot refuses whoever has none everything but the way back [sub.user]. What an integration does is
// no user's: its keys alone open nothing then.
func (c caller) hasSlot(asked any) *core.Error {
	switch asked.(type) {
	case core.VoucherRedeemed, core.Redeem, core.ShowSubscription:
		return nil
	}
	if c.is == nil || !c.is.Unsubscribed || c.is.Role == core.RoleIntegration {
		return nil
	}
	return core.Errorf(core.CodeSubscription, "%s who has no slot of the subscription does nothing here", c.word()).
		Advise("an admin or the owner frees a slot, or redeems a voucher: localiq subscription redeem")
}

// NoSubscription is the refusal of what an unsubscribed IQ does not do.
func NoSubscription() *core.Error {
	return core.Errorf(core.CodeSubscription, "the subscription of this site has ended").Advise("redeem a voucher: localiq subscription redeem")
}

// lapsed refuses an edit that gives a right while the IQ is unsubscribed. Hardware may be replaced.
func (d *draft) lapsed(edits []core.Edit) *core.Error {
	if !d.iqUnsubscribed() {
		return nil
	}
	for _, e := range edits {
		if !hardware(d.cfg, e) && !lessens(d.cfg, e) {
			return NoSubscription()
		}
	}
	return nil
}

// hardware is true for an edit that changes nobody's right.
func hardware(c *core.Config, e core.Edit) bool {
	switch e.Kind {
	case core.KindLock, core.KindRepeater, core.KindDealer:
		return true
	case core.KindDoor:
		now, put := e.Item.(core.Door)
		was := c.Door(now.ID)
		if !put || was == nil {
			return put
		}
		same := *was
		same.Name, same.Lock, same.Alerts = now.Name, now.Lock, now.Alerts
		return reflect.DeepEqual(same, now)
	case core.KindSettings:
		now, put := e.Item.(core.Settings)
		was := &c.Settings
		return put && now.Zone == was.Zone && now.TagLease == was.TagLease && now.PINLease == was.PINLease
	}
	return false
}

// keepsSubscription has an edit of the settings leave the subscription as it stands: only a voucher
// changes it, whatever an older file or a slower caller says.
func (d *draft) keepsSubscription(edits []core.Edit) []core.Edit {
	for i, e := range edits {
		if set, is := e.Item.(core.Settings); is {
			set.Subscription = d.cfg.Settings.Subscription
			edits = slices.Clone(edits)
			edits[i] = core.Put(set)
		}
	}
	return edits
}
