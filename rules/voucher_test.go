package rules

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

const aDay = 24 * time.Hour

// sold is a site with a subscription that was redeemed at an instant; Acme is its dealer.
func sold(t interface {
	Helper()
	Fatal(...any)
}, sub core.Subscription) *core.Site {
	t.Helper()
	set := core.Settings{Name: "sold", Zone: "UTC", Subscription: sub}
	cfg, err := core.NewConfig().With(1, []core.Edit{core.Put(set), core.Put(dealer("Acme"))}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	s := core.NewSite(core.HubState{ID: "hub00000", Epoch: 7})
	return s.Apply(1, at("2026-11-02T00:00:00"), []core.Change{core.ConfigBecame{Next: cfg}})
}

func ofAcme(serial string, users, iqs, days int) core.Voucher {
	return core.Voucher{ID: core.VoucherID(dealer("Acme").ID) + "-" + core.VoucherID(serial), Users: users, IQs: iqs, Days: days, Issued: at("2026-11-02T00:00:00").Wall}
}

// TestProRata [sub.voucher]: worked out by hand: remaining whole days × old users ÷ new users × old IQs ÷
// new IQs, each at most 1, rounded down once at the end.
func TestProRata(t *testing.T) {
	type cap struct{ users, iqs int }
	for _, c := range []struct {
		name      string
		left      time.Duration // of the old subscription; 0: it never ends
		old, next cap
		carried   int
	}{
		{"the same again", 100 * aDay, cap{25, 1}, cap{25, 1}, 100},
		{"whole days only", 101*aDay - 1, cap{25, 1}, cap{25, 1}, 100},
		{"and to the nanosecond", 101 * aDay, cap{25, 1}, cap{25, 1}, 101},
		{"under a day is none", aDay - 1, cap{25, 1}, cap{25, 1}, 0},
		{"twice the users halve it", 100 * aDay, cap{25, 1}, cap{50, 1}, 50},
		{"101 × 25/50 = 50.5", 101 * aDay, cap{25, 1}, cap{50, 1}, 50},
		{"100 × 25/30 = 83.3", 100 * aDay, cap{25, 1}, cap{30, 1}, 83},
		{"100 × 1/3 = 33.3", 100 * aDay, cap{25, 1}, cap{25, 3}, 33},
		{"100 × 25/30 × 1/3 = 27.7, and not 33.3 or 83.3 rounded on the way", 100 * aDay, cap{25, 1}, cap{30, 3}, 27},
		{"7 × 2/3 × 2/3 = 3.1", 7 * aDay, cap{2, 2}, cap{3, 3}, 3},
		{"3 × 1/3 = 1, exactly", 3 * aDay, cap{1, 1}, cap{3, 1}, 1},
		{"2 × 1/3 = 0.7", 2 * aDay, cap{1, 1}, cap{3, 1}, 0},
		{"fewer users lengthen nothing", 100 * aDay, cap{50, 1}, cap{25, 1}, 100},
		{"fewer IQs lengthen nothing", 100 * aDay, cap{25, 4}, cap{25, 1}, 100},
		{"fewer users do not make up for more IQs", 100 * aDay, cap{50, 1}, cap{25, 2}, 50},
		{"without an end nothing is left", 0, cap{25, 1}, cap{25, 1}, 0},
		{"any number of users is no fewer", 100 * aDay, cap{0, 1}, cap{25, 1}, 100},
		{"any number of users takes all", 100 * aDay, cap{25, 1}, cap{0, 1}, 0},
		{"any number of IQs takes all", 100 * aDay, cap{25, 1}, cap{25, 0}, 0},
		{"any number to any number", 100 * aDay, cap{0, 0}, cap{0, 0}, 100},
		{"as much as there can be", core.MaxVoucherDays * aDay, cap{core.MaxUsers, core.MaxIQs}, cap{core.MaxUsers, core.MaxIQs}, core.MaxVoucherDays - 365},
	} {
		now := at("2026-11-22T18:00:00")
		old := core.Subscription{Users: c.old.users, IQs: c.old.iqs, From: at("2026-11-02T00:00:00").Wall}
		if c.left != 0 {
			old.Until = now.Wall + int64(c.left)
		}
		next, carried, err := Redeem(sold(t, old), ofAcme("1", c.next.users, c.next.iqs, 365), now)
		if err != nil || carried != c.carried || next.Until != now.Wall+int64(time.Duration(365+carried)*aDay) || next.From != now.Wall {
			t.Errorf("%s: %d days carried, want %d; until %s (%v)", c.name, carried, c.carried, time.Unix(0, next.Until).UTC(), err)
		}
	}
	// One that has ended carries nothing, and one for ever has no end.
	now, ended := at("2026-11-22T18:00:00"), core.Subscription{Users: 1, Until: at("2026-11-22T18:00:00").Wall}
	if next, carried, err := Redeem(sold(t, ended), ofAcme("1", 9, 1, 1), now); err != nil || carried != 0 || next.Until != now.Wall+int64(aDay) {
		t.Errorf("an ended one: %+v, %d, %v", next, carried, err)
	}
	if next, carried, err := Redeem(sold(t, core.Subscription{}), ofAcme("1", 0, 0, 0), now); err != nil || carried != 0 || next.Until != 0 || next.Voucher == "" {
		t.Errorf("for ever: %+v, %d, %v", next, carried, err)
	}
}

// TestVoucherIsRefused [sub.voucher]: with the reason, and nothing has changed.
func TestVoucherIsRefused(t *testing.T) {
	now := at("2026-11-22T18:00:00")
	set := func(f func(*core.Site)) *core.Site {
		s := sold(t, core.Subscription{Users: 5, IQs: 1, From: at("2026-11-10T00:00:00").Wall, Until: at("2026-12-10T00:00:00").Wall})
		f(s)
		return s
	}
	zeta, once, elsewhere, late, wide := ofAcme("1", 9, 1, 9), ofAcme("1", 9, 1, 9), ofAcme("1", 9, 1, 9), ofAcme("1", 9, 1, 9), ofAcme("1", core.MaxUsers+1, 1, 9)
	zeta.ID = core.VoucherID(dealer("Zeta").ID) + "-1"
	elsewhere.Site = "hub00001"
	late.Issued = now.Wall + int64(aDay) + 1
	untrusted, before := now, at("2026-11-09T23:00:00")
	untrusted.Trust = core.Untrusted
	for name, c := range map[string]struct {
		s    *core.Site
		v    core.Voucher
		at   core.Instant
		code core.Code
		says string
	}{
		"another dealer's":    {set(func(*core.Site) {}), zeta, now, core.CodeRefused, "does not take vouchers of dealer " + string(dealer("Zeta").ID)},
		"another site's":      {set(func(*core.Site) {}), elsewhere, now, core.CodeRefused, "for site hub00001"},
		"redeemed before":     {set(func(s *core.Site) { s.Config.Vouchers = []core.Voucher{once} }), once, now, core.CodeRefused, "redeemed on this site already"},
		"clock not believed":  {set(func(*core.Site) {}), once, untrusted, core.CodeRefused, "nobody knows what time it is"},
		"before it was made":  {set(func(*core.Site) {}), late, now, core.CodeRefused, "this voucher was made on 23 Nov 2026 18:00"},
		"before the last one": {set(func(*core.Site) {}), once, before, core.CodeRefused, "redeemed on 10 Nov 2026 00:00"},
		"set back by hand":    {set(func(s *core.Site) { s.Hub.Term.Back = now.Wall + 1 }), once, now, core.CodeRefused, "set back by hand"},
		"no such numbers":     {set(func(*core.Site) {}), wide, now, core.CodeInvalid, "no site can have"},
	} {
		d := Decide(c.s, core.Input{ID: 2, At: c.at, Origin: core.Origin{Kind: core.FromCLI}, Event: core.VoucherRedeemed{Voucher: c.v}})
		if e := d.Answer.Error; e == nil || e.Code != c.code || !strings.Contains(e.Text, c.says) || e.Do == "" && c.code != core.CodeInvalid {
			t.Errorf("%s: %v", name, e)
		}
		for _, ch := range d.Changes {
			if _, is := ch.(core.ConfigBecame); is {
				t.Errorf("%s: the configuration changed", name)
			}
		}
	}
}

// TestVoucherNobodyCanHave [sub.voucher]: its numbers are those that a site can have, to the last.
func TestVoucherNobodyCanHave(t *testing.T) {
	s, now := sold(t, core.Subscription{}), at("2026-11-22T18:00:00")
	for _, n := range [][3]int{{-1, 1, 9}, {core.MaxUsers + 1, 1, 9}, {9, -1, 9}, {9, core.MaxIQs + 1, 9}, {9, 1, -1}, {9, 1, core.MaxVoucherDays + 1}} {
		if _, _, err := Redeem(s, ofAcme("1", n[0], n[1], n[2]), now); err == nil || err.Code != core.CodeInvalid {
			t.Errorf("%d users, %d IQs and %d days: %v", n[0], n[1], n[2], err)
		}
	}
	for _, n := range [][3]int{{0, 0, 0}, {core.MaxUsers, core.MaxIQs, core.MaxVoucherDays}} {
		if _, _, err := Redeem(s, ofAcme("1", n[0], n[1], n[2]), now); err != nil {
			t.Errorf("%d users, %d IQs and %d days: %v", n[0], n[1], n[2], err)
		}
	}
}

// TestVoucherAtTheLimitOfTheClock [sub.voucher]: a day of a dealer's clock, five minutes of ours, and what
// it had shown before a person set it back, are just good enough.
func TestVoucherAtTheLimitOfTheClock(t *testing.T) {
	now, v := at("2026-11-22T18:00:00"), ofAcme("1", 9, 1, 9)
	v.Issued = now.Wall + int64(aDay)
	s := sold(t, core.Subscription{Users: 5, IQs: 1, From: now.Wall + int64(5*time.Minute), Until: now.Wall + int64(30*aDay)})
	s.Hub.Term.Back = now.Wall
	if _, _, err := Redeem(s, v, now); err != nil {
		t.Error(err)
	}
	v.Days = core.MaxVoucherDays
	if next, _, err := Redeem(s, v, now); err != nil || next.Until != now.Wall+core.MaxVoucherDays*int64(aDay) {
		t.Errorf("the longest is %+v (%v)", next, err)
	}
}

// TestClockSetBackByHand [sub.voucher]: what is left of a subscription is not counted by a clock that a
// person has set back; a time server's word ends that.
func TestClockSetBackByHand(t *testing.T) {
	s := sold(t, core.Subscription{Users: 5, IQs: 1, From: at("2026-11-10T00:00:00").Wall, Until: at("2026-12-10T00:00:00").Wall})
	seq := core.Seq(2)
	now := at("2026-11-22T18:00:00")
	now.Trust = core.Untrusted // as a box's own clock says of itself
	do := func(up time.Duration, e core.Event) *core.Error {
		t.Helper()
		in := core.Input{ID: seq, At: s.Hub.Clock.Judge(now.Add(up), s.At.Wall), Origin: core.Origin{Kind: core.FromCLI}, Event: e}
		if e, hub := e.(core.HubStarted); hub {
			in.Origin.Kind = core.FromHub
			in.Event = e
		}
		d := Decide(s, in)
		s, seq = s.Apply(seq, in.At, d.Changes), seq+1
		return d.Answer.Error
	}
	ntp := core.BoxClock{Base: now.Wall - int64(now.Up), Synced: true}
	do(0, core.HubStarted{Version: "1", Box: ntp})
	if err := do(time.Minute, core.ClockConfirmed{Wall: at("2026-11-11T00:00:00").Wall}); err != nil {
		t.Fatal(err)
	}
	v := ofAcme("1", 5, 1, 30)
	if err := do(2*time.Minute, core.VoucherRedeemed{Voucher: v}); err == nil || !strings.Contains(err.Text, "set back by hand from 22 Nov 2026 18:01") {
		t.Fatalf("redeemed eleven days too early: %v", err)
	}
	do(3*time.Minute, core.ClockRead{Box: ntp})
	do(4*time.Minute, core.Ticked{})
	if err := do(5*time.Minute, core.VoucherRedeemed{Voucher: v}); err != nil {
		t.Fatalf("after a time server's word: %v, clock %+v, term %+v", err, s.Hub.Clock, s.Hub.Term)
	}
	if left := s.Config.Settings.Subscription.Until - s.At.Wall; left != int64((30+17)*aDay) {
		t.Errorf("it lasts %s, want 47 days", time.Duration(left))
	}
}
