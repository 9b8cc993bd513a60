package rules

import (
	"time"

	"localiq/core"
)

// voucherSlack is how far a dealer's clock may be ahead of ours.
const voucherSlack = 24 * time.Hour

// Redeem says what subscription a voucher makes of the one that stands, and how many days of that
// are carried over; or why it does not count here. Its signature was checked by whoever read it.
func Redeem(s *core.Site, v core.Voucher, at core.Instant) (next core.Subscription, carried int, err *core.Error) {
	if err := redeemable(s, v, at); err != nil {
		return next, carried, err
	}
	next = core.Subscription{Users: v.Users, IQs: v.IQs, From: at.Wall, Voucher: v.ID}
	if v.Days == 0 {
		return next, 0, nil
	}
	carried = min(carry(&s.Config.Settings.Subscription, &next, at.Wall), core.MaxVoucherDays-v.Days)
	next.Until = at.Wall + int64(v.Days+carried)*int64(24*time.Hour)
	return next, carried, nil
}

func redeemable(s *core.Site, v core.Voucher, at core.Instant) *core.Error {
	now := &s.Config.Settings.Subscription
	switch {
	case s.Config.Dealer(v.ID.Of()) == nil:
		return core.Errorf(core.CodeRefused, "this site does not take vouchers of dealer %s", v.ID.Of()).
			Advise("ask who sold it for their public key: localiq subscription dealer add FILE")
	case v.Site != "" && v.Site != s.Hub.ID:
		return core.Errorf(core.CodeRefused, "this voucher is for site %s, and this is site %s", v.Site, s.Hub.ID).Advise("redeem it there")
	case s.Config.Voucher(v.ID) != nil:
		return core.Spent()
	case v.Users < 0 || v.Users > core.MaxUsers || v.IQs < 0 || v.IQs > core.MaxIQs || v.Days < 0 || v.Days > core.MaxVoucherDays:
		return core.Errorf(core.CodeInvalid, "this voucher is for %d users, %d IQs and %d days, which no site can have", v.Users, v.IQs, v.Days)
	case at.Trust == core.Untrusted:
		return core.Errorf(core.CodeRefused, "nobody knows what time it is, and a voucher counts from now").
			Advise("wait for a time server, or say it: localiq clock set; where no hub runs, start it first: localiq run")
	case at.Wall < v.Issued-int64(voucherSlack):
		return clockBehind(s, at, "this voucher was made on ", v.Issued)
	case at.Wall < now.From-int64(setBack):
		return clockBehind(s, at, "the subscription was redeemed on ", now.From)
	case at.Wall < s.Hub.Term.Back:
		return clockBehind(s, at, "the clock was set back by hand from ", s.Hub.Term.Back)
	}
	return nil
}

func clockBehind(s *core.Site, at core.Instant, why string, wall int64) *core.Error {
	say := func(ns int64) string { return core.Instant{Wall: ns}.In(s.Config.Zone).Format("2 Jan 2006 15:04") }
	return core.Errorf(core.CodeRefused, "the hub's clock shows %s, and %s%s", say(at.Wall), why, say(wall)).
		Advise("set the clock right, or let a time server do it: localiq clock")
}

// carry is the days of the old subscription that are added to the new one ("Decided on top", pro
// rata): what is left in whole days, by how much of the new capacity the old one had, of users and of
// IQs, rounded down once, at the end. A smaller one lengthens nothing. One that never ends carries
// nothing, nor does anything carry to one without a limit; any number of users or IQs is no fewer
// than the new one has.
func carry(old, next *core.Subscription, wall int64) int {
	days := (max(old.Until, wall) - wall) / int64(24*time.Hour)
	for _, c := range [][2]int{{old.Users, next.Users}, {old.IQs, next.IQs}} {
		if had, has := c[0], c[1]; had != 0 && has == 0 {
			return 0
		}
	}
	users, usersOf := share(old.Users, next.Users)
	iqs, iqsOf := share(old.IQs, next.IQs)
	return int(days * users * iqs / (usersOf * iqsOf))
}

// share is old ÷ next, at most 1, as a fraction; 0 stands for any number.
func share(old, next int) (part, of int64) {
	if old == 0 {
		return 1, 1
	}
	return int64(min(old, next)), int64(next)
}

// voucherRedeemed ends the subscription that stands, and begins the next.
func (d *draft) voucherRedeemed(v core.Voucher) {
	now := d.now()
	next, _, err := Redeem(d.s, v, now)
	if err != nil {
		d.refuse(err)
		return
	}
	set := d.cfg.Settings
	set.Subscription = next
	v.Redeemed, v.Until = now.Wall, next.Until
	d.becomes(core.SiteEdited{Edits: []core.Edit{core.Put(set), core.Put(v)}},
		core.Notice{What: core.SubscriptionBegan, Until: next.Until, Detail: next.Say()})
}
