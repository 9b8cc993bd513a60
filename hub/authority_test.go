package hub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// as is a wish of a person, from another program.
func (r *rig) as(who core.PersonID, w core.Wish) core.Told {
	r.t.Helper()
	t := r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromAPI, As: who}, Wish: w})
	synctest.Wait()
	return t
}

func (r *rig) put(items ...core.Item) {
	r.t.Helper()
	var edits []core.Edit
	for _, it := range items {
		edits = append(edits, core.Put(it))
	}
	if err := r.Edit(context.Background(), "test", nil, edits, nil); err != nil {
		r.t.Fatal(err)
	}
	synctest.Wait()
}

func (r *rig) opens(t core.Told) bool {
	return t.Error == nil || t.Error.Code == core.CodeUnknown // the lock of this rig never answers
}

// TestOpeningFromAfarAsksForThePIN [iq.pin]: invited, activated, right, wrong, reset; the PIN and the
// code are in nothing that is kept or told.
func TestOpeningFromAfarAsksForThePIN(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.put(core.Person{ID: "olga", Role: core.RoleOwner}, core.Person{ID: "ana", Groups: []core.GroupID{"staff"}, Remote: true})
		if got := r.as("ana", core.OpenDoor{Door: "Front", IQPIN: "582946"}); got.Error == nil || got.Error.Code != core.CodeNotActivated {
			t.Fatalf("before she activated: %+v", got.Error)
		}
		invited := r.as("olga", core.InvitePerson{Who: "ana"})
		if invited.Error != nil || len(invited.Shown) != core.InviteLetters+1 {
			t.Fatalf("%+v", invited)
		}
		for _, w := range []core.Activate{{Code: "AAAAA-AAAAA", PIN: "582946"}, {Code: "short", PIN: "582946"}} {
			if got := r.as("ana", w); got.Error == nil || got.Error.Code != core.CodeActivation {
				t.Errorf("%+v", got.Error)
			}
		}
		if got := r.as("ana", core.Activate{Code: strings.ToLower(invited.Shown), PIN: "1234"}); got.Error == nil || got.Error.Code != core.CodeInvalid {
			t.Errorf("a trivial PIN: %+v", got.Error)
		}
		if got := r.as("ana", core.Activate{Code: strings.ToLower(invited.Shown), PIN: "582946"}); got.Error != nil {
			t.Fatal(got.Error)
		}
		if got := r.as("ana", core.OpenDoor{Door: "Front"}); got.Error == nil || got.Error.Code != core.CodeRefused {
			t.Errorf("without a PIN: %+v", got.Error)
		}
		if got := r.as("ana", core.OpenDoor{Door: "Front", IQPIN: "582947"}); got.Error == nil || got.Error.Code != core.CodeRefused {
			t.Errorf("with another: %+v", got.Error)
		}
		if got := r.as("ana", core.OpenDoor{Door: "Front", IQPIN: "582946"}); !r.opens(got) || len(r.told(core.AccessGranted)) != 1 {
			t.Errorf("with her own: %+v", got.Error)
		}
		if got := r.as("olga", core.ResetIQPIN{Who: "ana"}); got.Error != nil {
			t.Error(got.Error)
		}
		if got := r.as("ana", core.OpenDoor{Door: "Front", IQPIN: "582946"}); got.Error == nil || got.Error.Code != core.CodeNotActivated {
			t.Errorf("after the reset: %+v", got.Error)
		}
		kept, _ := json.Marshal(r.disk.entries)
		for _, secret := range []string{"58294", strings.ReplaceAll(invited.Shown, "-", "")} {
			if strings.Contains(string(kept), secret) {
				t.Errorf("%s is kept in clear", secret)
			}
		}
	})
}

// TestWhoMayAskIsAskedBeforeAnythingIsRead [roles]: a user reads no list and begins nothing at a lock,
// and their attempt is told; an unknown caller is nobody.
func TestWhoMayAskIsAskedBeforeAnythingIsRead(t *testing.T) {
	inOffice(t, func(r *rig) {
		for _, w := range []core.Wish{core.ExportSite{}, core.WhoOpens{Door: "Front"}, core.PairLock{Code: "setup", DoorName: "Shop"},
			core.ImportSite{YAML: []byte("version: 1"), DryRun: true}, core.ReplayPast{}, core.ForgetLock{Lock: "l1"}, core.ResetIQ{}, core.ReleaseSite{}} {
			if got := r.as("ana", w); got.Error == nil || got.Error.Code != core.CodeRefused || len(got.Report) > 0 || got.YAML != nil {
				t.Errorf("%T: %+v", w, got)
			}
			if got := r.as("nobody", w); got.Error == nil || got.Error.Code == core.CodeRefused {
				t.Errorf("%T by nobody: %+v", w, got.Error)
			}
		}
		if n := len(r.told(core.TriedAbove)); n != 1 {
			t.Errorf("told of %d attempts within a minute", n)
		}
		if len(r.Site().Config.Locks) != 1 {
			t.Error("a lock was paired")
		}
	})
}

// TestUnreleasedSiteIsTheInstallersAlone [site.release].
func TestUnreleasedSiteIsTheInstallersAlone(t *testing.T) {
	inOffice(t, func(r *rig) {
		set := r.Site().Config.Settings
		set.Installing = true
		r.put(set, core.Person{ID: "ben", Role: core.RoleAdmin})
		for _, w := range []core.Wish{core.ExportSite{}, core.OpenDoor{Door: "Front"}, core.InvitePerson{Who: "ana"}, core.SyncTables{}} {
			if got := r.as("ben", w); got.Error == nil || got.Error.Code != core.CodeNotReleased {
				t.Errorf("%T: %+v", w, got.Error)
			}
		}
		box := func(w core.Wish) core.Told {
			return r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
		}
		if got := box(core.ReleaseSite{}); got.Error == nil || got.Error.Code != core.CodeNotReleased {
			t.Errorf("to nobody: %+v", got.Error)
		}
		if got := box(core.ReleaseSite{Owner: "Ana Novak"}); got.Error != nil {
			t.Fatal(got.Error)
		}
		if c := r.Site().Config; c.Settings.Installing || c.Owner() == nil || c.Owner().ID != "ana" {
			t.Errorf("%+v", c.Settings)
		}
		if got := r.as("ben", core.TransferOwner{To: "ben"}); got.Error == nil || got.Error.Code != core.CodeRefused {
			t.Errorf("an admin took the site: %+v", got.Error)
		}
		if got := r.as("ana", core.TransferOwner{To: "ben"}); got.Error != nil || r.Site().Config.Owner().ID != "ben" || r.Site().Config.Person("ana").Role != core.RoleAdmin {
			t.Errorf("%+v", got.Error)
		}
	})
}

// TestRequestIDIsItsSendersAlone [roles]: what one was answered nobody else learns by the same request id,
// and nothing of theirs is done under it.
func TestRequestIDIsItsSendersAlone(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.put(core.Person{ID: "olga", Role: core.RoleOwner}, core.Person{ID: "adam", Role: core.RoleAdmin}, core.Person{ID: "ana"})
		ask := func(o core.Origin) core.Told {
			return r.Ask(context.Background(), core.Asked{Origin: o, Wish: core.PutGroup{Name: "Night"}})
		}
		first := core.Origin{Kind: core.FromAPI, As: "olga", Request: "r-1"}
		was := ask(first)
		if was.Error != nil {
			t.Fatal(was.Error)
		}
		groups := len(r.Site().Config.Groups)
		if again := ask(first); again.Error != nil || again.Seq != was.Seq {
			t.Errorf("her own repeat: %+v", again)
		}
		for _, other := range []core.Origin{{Kind: core.FromAPI, As: "adam", Request: "r-1"}, {Kind: core.FromAPI, As: "ana", Request: "r-1"}, {Kind: core.FromCLI, Request: "r-1"}} {
			if got := ask(other); got.Error == nil || got.Error.Code != core.CodeRequest || got.Seq != 0 {
				t.Errorf("%+v was told %+v", other, got)
			}
		}
		if len(r.Site().Config.Groups) != groups {
			t.Error("a repeated request did something")
		}
	})
}
