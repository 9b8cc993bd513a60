package hub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
	"localiq/core/clock"
)

// TestAdminCodeLeavesTheHubNowhere [pin.secret]: it is sealed for its lock at the pairing, goes to
// the driver, and is in no answer, no snapshot, no list and no export, sealed or not.
func TestAdminCodeLeavesTheHubNowhere(t *testing.T) {
	inOffice(t, func(r *rig) {
		got := r.asks(core.PairLock{Code: "setup 0417", DoorName: "Shop"})
		if got.Error != nil || got.Lock.Admin != nil || got.Lock.Lacks.Has(core.LackAdmin) {
			t.Fatalf("%+v", got)
		}
		synctest.Wait()
		kept := r.Site().Config.Lock("l2")
		if string(kept.Admin) != "sealed for l2: 0417" {
			t.Fatalf("kept as %q", kept.Admin)
		}
		tends := of[core.Tend](r.air)
		if op := tends[len(tends)-1].Op.(core.Tend); string(op.Lock.Admin) != string(kept.Admin) || op.NoAdmin {
			t.Errorf("the driver got %+v", op)
		}
		again := r.asks(core.SetLockPIN{Lock: "Shop", PIN: "041739"})
		if again.Error != nil || string(r.Site().Config.Lock("l2").Admin) != "sealed for l2: 041739" {
			t.Fatalf("%+v", again)
		}
		if never := r.asks(core.SetLockPIN{Lock: "Shop", PIN: "0000"}); never.Error == nil || string(r.Site().Config.Lock("l2").Admin) != "sealed for l2: 041739" {
			t.Errorf("a PIN that no such lock has was kept: %+v", never)
		}
		snapshot, _ := json.Marshal(r.seen())
		answers, _ := json.Marshal([]core.Told{got, again, r.asks(core.Explain{Door: "Shop", Person: "ana"})})
		lines, err := r.Lines(context.Background(), 0, 1000)
		list, _ := json.Marshal(lines)
		export := r.asks(core.ExportSite{})
		if err != nil || export.Error != nil {
			t.Fatal(err, export.Error)
		}
		sealed, _ := json.Marshal(core.Sealed("sealed for l2: 041739"))
		for name, out := range map[string]string{"snapshot": string(snapshot), "answers": string(answers), "list": string(list), "export": string(export.YAML)} {
			for _, secret := range []string{"0417", "sealed for", strings.Trim(string(sealed), `"`), `"admin":`} {
				if strings.Contains(out, secret) {
					t.Errorf("the %s has %s: %s", name, secret, out)
				}
			}
		}
		if !strings.Contains(string(snapshot), `"lacks":"requests, tags"`) {
			t.Error("the snapshot does not say what the lock lacks")
		}
	})
}

// TestPairingWithoutAdminCode: the lock is ours all the same, and says that it lacks it.
func TestPairingWithoutAdminCode(t *testing.T) {
	inOffice(t, func(r *rig) {
		got := r.asks(core.PairLock{Code: "setup", DoorName: "Shop"})
		if l := r.Site().Config.Lock("l2"); got.Error != nil || l.Admin != nil || !l.Lacks.Has(core.LackAdmin) {
			t.Fatalf("%+v %+v", got, l)
		}
		for wish, code := range map[core.SetLockPIN]core.Code{{Lock: "l2", PIN: "12"}: core.CodeInvalid, {Lock: "nobody's", PIN: "1234"}: core.CodeNotFound, {Lock: "l1", PIN: "1234"}: core.CodeRefused} {
			if got := r.asks(wish); got.Error == nil || got.Error.Code != code || strings.Contains(got.Error.Error(), wish.PIN) {
				t.Errorf("%+v: %+v", wish, got.Error)
			}
		}
		if l := r.Site().Config.Lock("l2"); l.Admin != nil {
			t.Error("a refused code was kept")
		}
	})
}

// TestRefusedAdminCodeStaysRefused: nothing is managed, not even after a restart, until somebody
// gives another code.
func TestRefusedAdminCodeStaysRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk, d := clock.Process(), &disk{site: office(t)}
		r := start(t, clk, d)
		defer func() { r.stop() }()
		r.asks(core.PairLock{Code: "setup 0417", DoorName: "Shop"})
		r.says(core.AdminRefused{Lock: "l2"})
		r.says(core.AdminRefused{Lock: "l2"})
		if n := len(r.told(core.AlertRaised)); n != 1 || r.Site().DoorOf("l2").Alert(core.AlertAdmin) == nil {
			t.Fatalf("raised %d times: %+v", n, r.Site().DoorOf("l2"))
		}
		r.stop()
		r = start(t, clk, d)
		if !tended(r, "l2").NoAdmin || tended(r, "l1").NoAdmin {
			t.Fatal("a restart tries the refused code again")
		}
		if got := r.asks(core.SetLockPIN{Lock: "Shop", PIN: "0418"}); got.Error != nil {
			t.Fatal(got.Error)
		}
		synctest.Wait()
		if op := tended(r, "l2"); op.NoAdmin || string(op.Lock.Admin) != "sealed for l2: 0418" || r.Site().DoorOf("l2").Alert(core.AlertAdmin) != nil {
			t.Errorf("with another code: %+v, %+v", op, r.Site().DoorOf("l2").Alerts)
		}
		r.says(core.AdminRefused{Lock: "l2"})
		if r.Site().DoorOf("l2").Alert(core.AlertAdmin) == nil {
			t.Error("the other one is wrong, and nobody is told")
		}
	})
}

// tended is the last Tend of a lock.
func tended(r *rig, l core.LockID) (last core.Tend) {
	for _, c := range of[core.Tend](r.air) {
		if op := c.Op.(core.Tend); op.Lock.ID == l {
			last = op
		}
	}
	return last
}

// TestNewPIN [pin.generated]: chosen by the system, kept for its person, shown once, and it says
// where it does not open.
func TestNewPIN(t *testing.T) {
	inOffice(t, func(r *rig) {
		got := r.asks(core.NewPIN{Person: "Ana Novak"})
		if got.Error != nil || got.Shown != "739214" || got.Report != nil {
			t.Fatalf("%+v", got)
		}
		k := r.Site().Config.KeyOf(names{}.Digest(core.KeyPIN, []byte("739214")))
		if k == nil || k.Person != "ana" || k.State != core.KeyActive {
			t.Fatalf("%+v", k)
		}
		list, _ := json.Marshal(r.told(core.ConfigChanged))
		if strings.Contains(string(list), "739214") {
			t.Error("the ledger shows it")
		}
		for _, w := range []core.NewPIN{{Person: "nobody"}, {}, {Person: "ana", Key: "k9"}} {
			if got := r.asks(w); got.Error == nil || got.Error.Code != core.CodeNotFound || got.Shown != "" {
				t.Errorf("%+v: %+v", w, got)
			}
		}
	})
}

// TestExplainKnowsAKeypadsDigits: a PIN that a keypad cannot be given is told, typed or kept; the
// digits are not.
func TestExplainKnowsAKeypadsDigits(t *testing.T) {
	inOffice(t, func(r *rig) {
		secrets := map[core.KeyID]core.Secret{"k2": core.NewSecret("7481590")}
		r.c.Private = opened{names{}, secrets}
		r.asks(core.PairLock{Code: "setup 0417", DoorName: "Shop"})
		shop := *r.Site().Config.Lock("l2")
		shop.Lacks |= core.LackLongPINs
		ana := *r.Site().Config.Person("ana")
		ana.Master = true
		key := core.Key{ID: "k2", Person: "ana", Kind: core.KeyPIN, State: core.KeyActive, Digest: names{}.Digest(core.KeyPIN, []byte("7481590"))}
		if err := r.Edit(context.Background(), "a long PIN", nil, []core.Edit{core.Put(shop), core.Put(ana), core.Put(key)}, nil); err != nil {
			t.Fatal(err)
		}
		for _, w := range []core.Explain{{Door: "Shop", Kind: core.KeyPIN, Key: "7481590"}, {Door: "Shop", Person: "ana"}} {
			got := r.asks(w)
			if got.Error != nil || !got.Explain.Verdict.Granted || !strings.Contains(got.Explain.But, "six digits") || strings.Contains(got.Explain.But, "7481590") {
				t.Errorf("%+v: %+v", w, got.Explain)
			}
		}
		secrets["k3"] = core.NewSecret("748159")
		key.ID, key.Digest = "k3", names{}.Digest(core.KeyPIN, []byte("748159"))
		if err := r.Edit(context.Background(), "a short one", nil, []core.Edit{core.Put(key)}, nil); err != nil {
			t.Fatal(err)
		}
		for _, w := range []core.Explain{{Door: "Shop", Kind: core.KeyPIN, Key: "748159"}, {Door: "Shop", Person: "ana"}, {Door: "Front", Kind: core.KeyPIN, Key: "7481590"}} {
			want := "its lock may not have this key yet" // it has not said so
			if w.Door == "Front" {
				want = ""
			}
			if got := r.asks(w); got.Error != nil || !strings.HasPrefix(got.Explain.But, want) || want == "" && got.Explain.But != "" {
				t.Errorf("%+v: %+v", w, got.Explain)
			}
		}
	})
}

// opened are names with the secrets behind them.
type opened struct {
	names
	secrets map[core.KeyID]core.Secret
}

func (o opened) Secrets(core.PersonID) (map[core.KeyID]core.Secret, error) { return o.secrets, nil }
