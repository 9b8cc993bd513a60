package sitefile

import (
	"testing"

	"localiq/core"
)

// TestPINsOfAFileFitTheLocks [pin.generated]: a PIN that a file asks for is one that every lock of its
// person takes; others are as long as the site wants them.
func TestPINsOfAFileFitTheLocks(t *testing.T) {
	o := newOffice(t)
	o.load("version: 1\nsite:\n  name: Mill\n  zone: UTC\ndoors:\n- name: Front\n- name: Shop\nschedules: []\ngroups: []\npeople: []\n")
	shop := o.site.Config.Doors[0]
	if shop.Name != "Shop" {
		shop = o.site.Config.Doors[1]
	}
	shop.Lock = "l-s"
	o.edit(nil, core.Put(core.Lock{ID: "l-s", Family: "fake", Serial: "1", Lacks: core.LackLongPINs}), core.Put(shop))
	o.load("version: 1\nsite:\n  name: Mill\n  zone: UTC\n  pinDigits: 8\nschedules: []\ndoors:\n- name: Front\n- name: Shop\ngroups:\n- name: Staff\n  doors: [Front]\n- name: Sales\n  doors: [Shop]\n" +
		"people:\n- first: Ana\n  groups: [Staff]\n  keys:\n  - pin: new\n- first: Ben\n  groups: [Staff, Sales]\n  keys:\n  - pin: new\n- first: Olga\n  role: owner\n  keys:\n  - pin: new\n")
	want := map[string]int{"Ana": 8, "Ben": core.PINDigits, "Olga": core.PINDigits}
	if len(o.site.Config.Keys) != len(want) {
		t.Fatalf("%d keys", len(o.site.Config.Keys))
	}
	for _, k := range o.site.Config.Keys {
		name := o.names[k.Person].First
		if got := len(o.secrets[k.Person][k.ID].Reveal()); got != want[name] {
			t.Errorf("%s's PIN has %d digits, want %d", name, got, want[name])
		}
	}
}
