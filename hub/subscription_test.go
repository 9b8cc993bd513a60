package hub

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"localiq/core"
	"localiq/core/voucher"
)

func dealerKey(letter byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{letter}, ed25519.SeedSize))
}

func publicFile(k ed25519.PrivateKey) []byte {
	return []byte(hex.EncodeToString(k.Public().(ed25519.PublicKey)) + "\n")
}

// voucher is one that is made now.
func (r *rig) voucher(k ed25519.PrivateKey, serial byte, v core.Voucher) string {
	r.t.Helper()
	v.Issued = r.c.Clock.Now().Wall
	text, err := voucher.Sign(k, v, [voucher.SerialSize]byte{serial})
	if err != nil {
		r.t.Fatal(err)
	}
	return text
}

func (r *rig) wants(code core.Code, says string, w core.Wish) core.Told {
	r.t.Helper()
	t := r.asks(w)
	switch {
	case code == 0 && t.Error != nil:
		r.t.Fatalf("%T: %v", w, t.Error)
	case code != 0 && (t.Error == nil || t.Error.Code != code || !strings.Contains(t.Error.Error(), says)):
		r.t.Fatalf("%T: %v, want %d %s", w, t.Error, code, says)
	}
	return t
}

// Spent knows more than a database that was put back.
func (d *disk) Spent(id core.VoucherID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.spent, id)
}

// TestVoucherIsRedeemedOnce [sub.voucher] [sub.slots]: what is forged, strange, cut off or used changes
// nothing and says why; a right one counts once, also behind a backup.
func TestVoucherIsRedeemedOnce(t *testing.T) {
	inOffice(t, func(r *rig) {
		acme, zeta := dealerKey('a'), dealerKey('z')
		text := r.voucher(acme, 1, core.Voucher{Users: 1, IQs: 1, Days: 30})
		r.wants(core.CodeRefused, "does not take vouchers of dealer", core.Redeem{Text: text, Sure: true})
		r.wants(core.CodeInvalid, "no dealer's public key", core.TrustDealer{Name: "Acme", Key: []byte("hello")})
		r.wants(0, "", core.TrustDealer{Name: "Acme", Key: publicFile(acme)})
		r.wants(core.CodeRefused, "does not take vouchers of dealer", core.Redeem{Text: r.voucher(zeta, 1, core.Voucher{Users: 1}), Sure: true})
		r.wants(core.CodeInvalid, "cut off", core.Redeem{Text: text[:len(text)-60], Sure: true})
		r.wants(core.CodeRefused, "is for site 0badf00d", core.Redeem{Text: r.voucher(acme, 2, core.Voucher{Users: 1, Site: "0badf00d"}), Sure: true})
		if r.Site().Config.Settings.Subscription != (core.Subscription{}) || len(r.Site().Config.Vouchers) != 0 {
			t.Fatalf("a refused voucher changed %+v", r.Site().Config.Settings.Subscription)
		}

		r.wants(core.CodeRefused, "any number of users, and then 1", core.Redeem{Text: text})
		got := r.wants(0, "", core.Redeem{Text: text, Sure: true})
		if s := got.Subscribed; s == nil || s.Users != 1 || s.Used != 1 || s.Until != r.Site().Config.Settings.Subscription.Until || s.Carried != 0 {
			t.Fatalf("%+v", got.Subscribed)
		}
		r.wants(core.CodeRefused, "redeemed on this site already", core.Redeem{Text: text, Sure: true})

		first, last := "Ben", "Berg"
		r.wants(0, "", core.AddPerson{Is: core.PersonWords{First: &first, Last: &last}})
		ben := r.Site().Config.People[slices.IndexFunc(r.Site().Config.People, func(p core.Person) bool { return p.ID != "ana" })].ID
		pin := r.wants(0, "", core.NewPIN{Person: ben})
		if len(pin.Unsubscribed) != 1 {
			t.Fatalf("nobody was told that no slot is left: %+v", pin)
		}
		r.wants(core.CodeSubscription, "1 of 1 are taken", core.Subscribe{People: []core.PersonID{core.PersonID(pin.Unsubscribed[0])}})
		r.wants(0, "", core.Subscribe{People: []core.PersonID{"ana"}, Off: true})
		r.wants(0, "", core.Subscribe{People: []core.PersonID{core.PersonID(pin.Unsubscribed[0])}})
		if s := r.wants(0, "", core.ShowSubscription{}).Subscribed; s.Used != 1 || len(s.Outside) != 1 || s.Outside[0] != "Ana Novak" || len(s.Vouchers) != 1 {
			t.Errorf("%+v", s)
		}
		r.tag(ana(), "7")
		if a := of[core.Answer](r.air); len(a) != 1 || a[0].Op.(core.Answer).Reason != core.UserUnsubscribed {
			t.Errorf("an unsubscribed person was answered %+v", a)
		}
	})
}

// TestVoucherAfterRestore [sub.voucher]: what the database has forgotten, the file beside it has not.
func TestVoucherAfterRestore(t *testing.T) {
	inOffice(t, func(r *rig) {
		acme := dealerKey('a')
		r.wants(0, "", core.TrustDealer{Name: "Acme", Key: publicFile(acme)})
		text := r.voucher(acme, 1, core.Voucher{Users: 9, Days: 30})
		v, err := voucher.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		r.disk.mu.Lock()
		r.disk.spent = []core.VoucherID{v.ID}
		r.disk.mu.Unlock()
		r.wants(core.CodeRefused, "redeemed on this site already", core.Redeem{Text: text, Sure: true})
		r.wants(0, "", core.Redeem{Text: r.voucher(acme, 2, core.Voucher{Users: 9, Days: 30}), Sure: true})
	})
}

// TestForgedVoucherChangesNothing: another's signature under a trusted dealer's fingerprint.
func TestForgedVoucherChangesNothing(t *testing.T) {
	inOffice(t, func(r *rig) {
		acme := dealerKey('a')
		r.wants(0, "", core.TrustDealer{Name: "Acme", Key: publicFile(acme)})
		// The dealer's entry is what is compared with; a voucher of Zeta's that says it is Acme's has the
		// same fingerprint and another signature.
		forged := r.voucher(acme, 1, core.Voucher{Users: 9, Days: 30})
		cfg := *r.Site().Config
		cfg.Dealers = []core.Dealer{{ID: cfg.Dealers[0].ID, Name: "Acme", PublicKey: dealerKey('z').Public().(ed25519.PublicKey)}}
		site := *r.Site()
		site.Config = &cfg
		if _, err := r.genuine(&site, forged); err == nil || err.Code != core.CodeInvalid || !strings.Contains(err.Text, "forged") {
			t.Errorf("%v", err)
		}
	})
}
