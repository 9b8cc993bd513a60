package hub

import (
	"strings"
	"testing"

	"localiq/core"
)

// TestRemovingWantsTheOwnersConsent [user.delete]: the owner is whose data it is. An admin and an
// integration say that the owner agrees, by command as by file; the owner and the box need not; a guest is
// sent home without asking.
func TestRemovingWantsTheOwnersConsent(t *testing.T) {
	inOffice(t, func(r *rig) {
		staff := []core.GroupID{"staff"}
		r.put(core.Person{ID: "olga", Role: core.RoleOwner}, core.Person{ID: "adam", Role: core.RoleAdmin}, core.Person{ID: "hall", Role: core.RoleIntegration},
			core.Person{ID: "p1", Groups: staff}, core.Person{ID: "p2"}, core.Person{ID: "p3"}, core.Person{ID: "p4"},
			core.Person{ID: "g1", Guest: core.GuestOf{Site: true}, Until: r.c.Clock.Now().Wall + 3600e9})
		for _, who := range []core.PersonID{"adam", "hall"} {
			if got := r.as(who, core.RemovePerson{Who: "p1", Sure: true}); got.Error == nil || got.Error.Code != core.CodeRefused || !strings.Contains(got.Error.Error(), "--consent") {
				t.Errorf("%q: %v", who, got.Error)
			}
		}
		file := r.asks(core.ExportSite{})
		cut := strings.Index(string(file.YAML), "  - id: p1")
		end := cut + 1 + strings.Index(string(file.YAML)[cut+1:], "  - id: ")
		without := append([]byte(file.YAML[:cut]), file.YAML[end:]...)
		if got := r.as("adam", core.ImportSite{YAML: without, Sure: true}); got.Error == nil || !strings.Contains(got.Error.Error(), "--consent") {
			t.Errorf("by a file: %v", got.Error)
		}
		if r.Site().Config.Person("p1") == nil {
			t.Fatal("p1 is gone")
		}
		for who, w := range map[core.PersonID]core.Wish{"adam": core.RemovePerson{Who: "p1", Consent: true}, "hall": core.RemovePerson{Who: "p2", Consent: true}, "olga": core.RemovePerson{Who: "p3"}} {
			if got := r.as(who, w); got.Error != nil {
				t.Errorf("%s: %v", who, got.Error)
			}
		}
		if got := r.as("adam", core.RemoveGuest{Who: "g1"}); got.Error != nil {
			t.Errorf("a guest: %v", got.Error)
		}
		if got := r.asks(core.RemovePerson{Who: "p4"}); got.Error != nil {
			t.Errorf("the box: %v", got.Error)
		}
		agreed := 0
		for _, n := range r.told(core.ConfigChanged) {
			if strings.Contains(n.Detail, "to which the owner agrees") {
				agreed++
			}
		}
		if agreed != 2 {
			t.Errorf("%d events say that the owner agreed, want 2", agreed)
		}
	})
}
