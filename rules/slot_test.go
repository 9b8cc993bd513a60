package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// TestSlotsAreNeitherLostNorDoubled [sub.slots] [keys.many]: whatever people do to a site, in whatever order,
// there are as many slots taken as people who have a key and are subscribed, never more than there are;
// whoever finds none is named in the answer and told; and nobody who had one loses it but by a voucher.
func TestSlotsAreNeitherLostNorDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sold(t, core.Subscription{})
		now := at("2026-11-02T00:00:00")
		for n := range 100 {
			now = now.Add(time.Duration(rapid.IntRange(1, 48).Draw(t, "hours")) * time.Hour)
			ev, before := slotEvent(t, s, n), s
			in := core.Input{ID: s.Seq + 1, At: now, Origin: core.Origin{Kind: core.FromCLI}, Event: ev}
			d := Decide(s, in)
			s = s.Apply(in.ID, now, d.Changes)
			_, redeemed := ev.(core.VoucherRedeemed)
			slotsHold(t, before, s, d, redeemed)
		}
	})
}

func slotsHold(t *rapid.T, before, s *core.Site, d core.Decision, redeemed bool) {
	model, limit := map[core.PersonID]bool{}, s.Config.Settings.Subscription.Users
	for _, k := range s.Config.Keys {
		if p := s.Config.Person(k.Person); k.State == core.KeyActive && !p.Unsubscribed && p.Role != core.RoleInstaller {
			model[p.ID] = true
		}
	}
	for _, p := range s.Config.People {
		if (p.Remote || p.Role == core.RoleAdmin || p.Role == core.RoleOwner) && !p.Unsubscribed && p.Role != core.RoleInstaller && p.Role != core.RoleIntegration {
			model[p.ID] = true
		}
	}
	if got := Slots(s.Config); got != len(model) || limit != 0 && got > limit {
		t.Fatalf("%d slots taken, the model says %d, there are %d", got, len(model), limit)
	}
	told := 0
	for _, n := range d.Notices {
		if n.What == core.SlotMissing {
			told++
		}
	}
	if told != len(d.Answer.Unsubscribed) {
		t.Fatalf("%d were told of, %d answered", told, len(d.Answer.Unsubscribed))
	}
	for _, id := range d.Answer.Unsubscribed {
		was := before.Config.Person(id)
		if p := s.Config.Person(id); p == nil || !p.Unsubscribed {
			t.Fatalf("%s was said to have no slot, and has", id)
		}
		had := was != nil && !was.Unsubscribed && MayHold(before.Config, id)
		if had && !redeemed {
			t.Fatalf("%s lost a slot to somebody else", id)
		}
	}
}

// slotEvent adds, changes, blocks, removes, imports (many at once, the settings of before included) and redeems.
func slotEvent(t *rapid.T, s *core.Site, n int) core.Event {
	if rapid.IntRange(0, 9).Draw(t, "redeem") == 0 {
		v := ofAcme(fmt.Sprint(rapid.IntRange(0, n).Draw(t, "serial")), rapid.IntRange(0, 6).Draw(t, "users"), 1, rapid.IntRange(0, 40).Draw(t, "days"))
		return core.VoucherRedeemed{Voucher: v}
	}
	e := core.SiteEdited{Why: "test", Sure: true}
	if rapid.Bool().Draw(t, "import") {
		e.Edits = append(e.Edits, core.Put(core.Settings{Name: fmt.Sprint("n", n), Zone: "UTC"}))
	}
	for range rapid.IntRange(1, 4).Draw(t, "edits") {
		i := rapid.IntRange(0, 9).Draw(t, "who")
		p := core.Person{ID: core.PersonID(fmt.Sprint("p", i)), Remote: rapid.IntRange(0, 5).Draw(t, "remote") == 0,
			Blocked: rapid.IntRange(0, 3).Draw(t, "blocked") == 0, Unsubscribed: rapid.IntRange(0, 3).Draw(t, "off") == 0}
		p.From, p.Until = validity(t)
		p.Role = core.Role(max(0, rapid.IntRange(-8, 4).Draw(t, "role")))
		if p.Role == core.RoleOwner {
			p.Role = core.RoleUser
		}
		k := core.Key{ID: core.KeyID(fmt.Sprintf("k%d%d", i, rapid.IntRange(0, 2).Draw(t, "key"))), Person: p.ID, Kind: core.KeyTag,
			State: core.KeyState(rapid.IntRange(1, 4).Draw(t, "state"))}
		k.Digest = digest(k.ID)
		switch rapid.IntRange(0, 3).Draw(t, "edit") {
		case 0:
			e.Edits = append(e.Edits, core.Put(p))
		case 1:
			e.Edits = append(e.Edits, core.Put(p), core.Put(k))
		case 2:
			e.Edits = append(e.Edits, core.Drop(k.Ref()))
		case 3:
			for j := range 3 {
				e.Edits = append(e.Edits, core.Drop(core.Key{ID: core.KeyID(fmt.Sprintf("k%d%d", i, j))}.Ref()))
			}
			e.Edits = append(e.Edits, core.Drop(p.Ref()))
		}
	}
	return e
}

// TestRemindersComeOnce [sub.warn]: four weeks, one week and one day before the end, each once, over
// restarts and steps of the clock; of several that a box slept through, the last.
func TestRemindersComeOnce(t *testing.T) {
	s := sold(t, core.Subscription{Users: 1, From: at("2026-11-02T00:00:00").Wall, Until: at("2026-12-31T00:00:00").Wall})
	var told []string
	step := func(text string, boot core.BootID) {
		now := at(text)
		now.Boot = boot
		in := core.Input{ID: s.Seq + 1, At: now, Event: core.HubStarted{Version: "1"}}
		d := Decide(s, in)
		s = s.Apply(in.ID, now, d.Changes)
		for _, n := range d.Notices {
			if n.What == core.SubscriptionEnds || n.What == core.SubscriptionEnded || n.What == core.SubscriptionBack {
				told = append(told, text+" "+n.What.String())
			}
		}
		if w := Next(s); w.Wall != 0 && w.Wall <= now.Wall {
			t.Fatalf("at %s the next is due at %s", text, time.Unix(0, w.Wall).UTC())
		}
	}
	for _, c := range []string{"2026-11-03T00:00:00", "2026-12-02T23:59:59", "2026-12-03T00:00:00", "2026-12-03T00:00:01", "2026-11-20T00:00:00", "2026-12-04T00:00:00",
		"2026-12-24T00:00:00", "2026-12-23T00:00:00", "2026-12-24T00:00:01", "2026-12-31T00:00:00", "2026-12-30T23:00:00", "2026-12-31T00:00:01"} {
		step(c, core.BootID(c))
	}
	want := []string{"2026-12-03T00:00:00 subscription ends", "2026-12-24T00:00:00 subscription ends", "2026-12-31T00:00:00 subscription ended",
		"2026-12-30T23:00:00 subscription back", "2026-12-31T00:00:01 subscription ended"}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("told\n%v\nwant\n%v", told, want)
	}
}

// TestAccessUnderASubscription allocates nothing, and asks after it right behind the person [decide.order].
func TestAccessUnderASubscription(t *testing.T) {
	s := big(t)
	set := s.Config.Settings
	set.Subscription = core.Subscription{Users: 20_000, IQs: 1, From: 1, Until: at("2027-12-31T00:00:00").Wall}
	cfg, err := s.Config.With(2, []core.Edit{core.Put(set)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(2, s.At, []core.Change{core.ConfigBecame{Next: cfg}})
	for name, q := range bigRequests {
		v := Access(s, q)
		steps := v.Trail.Steps()
		for i := range steps {
			if steps[i].Check == core.CheckSubscribed && steps[i-1].Check != core.CheckPerson {
				t.Errorf("%s: it is asked behind %s", name, steps[i-1].Check)
			}
		}
		if n := testing.AllocsPerRun(200, func() { Access(s, q) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

// TestAProgramTakesASlotForAKey [sub.slots]: or people would be made integrations to open without one.
// One whose key found no slot still works as a program.
func TestAProgramTakesASlotForAKey(t *testing.T) {
	seam := core.Person{ID: "seam", Role: core.RoleIntegration}
	c := slotSite(t, core.Subscription{Users: 1}, []core.Person{{ID: "ana"}, seam})
	if Slots(c) != 2 || !MayHold(c, "seam") {
		t.Errorf("%d slots are taken by two who open", Slots(c))
	}
	if out := WithoutSlot(slotSite(t, core.Subscription{Users: 1}, []core.Person{{ID: "ana"}}), c); !slices.Equal(out, []core.PersonID{"seam"}) {
		t.Errorf("%v have no slot of one", out)
	}
	seam.Unsubscribed = true
	if err := (caller{is: &seam}).hasSlot(core.SiteEdited{}); err != nil {
		t.Error(err)
	}
}
