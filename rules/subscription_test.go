package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// TestEndedAndHardware [sub.iq]: without a subscription hardware is replaced and named, and nobody's right
// changes by it.
func TestEndedAndHardware(t *testing.T) {
	set := core.Settings{Name: "sold", Zone: "UTC", TagLease: int64(time.Hour), PINLease: int64(time.Hour),
		Subscription: core.Subscription{Users: 5, IQs: 1, From: at("2026-11-02T00:00:00").Wall, Until: at("2026-11-10T00:00:00").Wall}}
	front := core.Door{ID: "front", Name: "Front", Lock: "l"}
	s := sold(t, set.Subscription)
	cfg, err := s.Config.With(2, []core.Edit{core.Put(set), core.Put(core.Lock{ID: "l"}), core.Put(front)}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(2, s.At, []core.Change{core.ConfigBecame{Next: cfg}})
	door := func(f func(*core.Door)) core.Edit { d := front; f(&d); return core.Put(d) }
	setting := func(f func(*core.Settings)) core.Edit { n := set; f(&n); return core.Put(n) }
	for name, c := range map[string]struct {
		edit core.Edit
		may  bool
	}{
		"another lock":              {core.Put(core.Lock{ID: "m"}), true},
		"a dealer":                  {core.Put(dealer("Zeta")), true},
		"another name of a door":    {door(func(d *core.Door) { d.Name = "Gate" }), true},
		"what a door alerts of":     {door(func(d *core.Door) { d.Alerts.Offline = 90 }), true},
		"a new door":                {core.Put(core.Door{ID: "yard", Name: "Yard"}), true},
		"a site's name":             {setting(func(n *core.Settings) { n.Name = "another" }), true},
		"a door that is taken away": {core.Drop(front.Ref()), false},
		"how a door opens":          {door(func(d *core.Door) { d.Office = core.OfficeManual }), false},
		"the site's zone":           {setting(func(n *core.Settings) { n.Zone = "Europe/Vienna" }), false},
		"how long tags last":        {setting(func(n *core.Settings) { n.TagLease = 0 }), false},
		"how long PINs last":        {setting(func(n *core.Settings) { n.PINLease = 0 }), false},
		"a person":                  {core.Put(core.Person{ID: "ana"}), false},
	} {
		d := Decide(s, core.Input{ID: 3, At: at("2026-11-22T09:00:00"), Origin: core.Origin{Kind: core.FromCLI}, Event: core.SiteEdited{Edits: []core.Edit{c.edit}, Zone: time.UTC}})
		if e := d.Answer.Error; c.may != (e == nil) || e != nil && e.Code != core.CodeSubscription {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// TestOnlyAVoucherChangesASubscription [sub.voucher]: an edit of the settings leaves it as it stands.
func TestOnlyAVoucherChangesASubscription(t *testing.T) {
	now := at("2026-11-22T09:00:00")
	s := sold(t, core.Subscription{Users: 5, IQs: 1, From: at("2026-11-02T00:00:00").Wall, Until: at("2026-12-02T00:00:00").Wall})
	set := s.Config.Settings
	set.Name, set.Subscription = "another", core.Subscription{}
	in := core.Input{ID: 2, At: now, Event: core.SiteEdited{Edits: []core.Edit{core.Put(set)}, Zone: time.UTC}}
	d := Decide(s, in)
	if d.Answer.Error != nil {
		t.Fatal(d.Answer.Error)
	}
	after := s.Apply(2, now, d.Changes).Config.Settings
	if after.Name != "another" || after.Subscription != s.Config.Settings.Subscription {
		t.Errorf("the settings became %+v", after)
	}
}
