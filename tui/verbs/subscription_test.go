package verbs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/core/voucher"
)

// TestDealersDesk [sub.voucher]: a key pair, a voucher and a look at it, with no hub anywhere; the secret
// key is for nobody else's eyes, and is never printed or overwritten.
func TestDealersDesk(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	key := filepath.Join(t.TempDir(), "acme.key")
	out, err := h.at(t, "", &VoucherKeygen{File: key})
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := os.ReadFile(key)
	mark, digits, _ := strings.Cut(string(secret), "\n")
	if !strings.HasPrefix(mark, "#") {
		t.Error("a secret key can be taken for a public one")
	}
	if info, _ := os.Stat(key); info.Mode().Perm() != 0o600 || strings.Contains(out, strings.TrimSpace(digits)) {
		t.Errorf("mode %s, printed %s", info.Mode(), out)
	}
	if _, err := h.at(t, "", &VoucherKeygen{File: key}); core.AsError(err) == nil || core.AsError(err).Code != core.CodeRefused {
		t.Errorf("a key was overwritten: %v", err)
	}
	text, err := h.at(t, "", &VoucherNew{DealerKey: key, Users: 25, IQs: 1, Days: 365, Site: "0badf00d"})
	if err != nil {
		t.Fatal(err)
	}
	other, err := h.at(t, "", &VoucherNew{DealerKey: key, Users: 25, IQs: 1, Days: 365, Site: "0badf00d"})
	a, _ := voucher.Parse(text)
	b, _ := voucher.Parse(other)
	if err != nil || a.ID == b.ID {
		t.Errorf("two vouchers have the serial %s", a.ID)
	}
	file := filepath.Join(t.TempDir(), "voucher.txt")
	if err := os.WriteFile(file, []byte("Dear customer,\n"+text), 0o600); err != nil {
		t.Fatal(err)
	}
	for in, verb := range map[string]*VoucherShow{"": {Text: file, Dealer: key + ".pub"}, text: {Text: "-", Dealer: key + ".pub"}, "-": {Text: text, Dealer: key + ".pub"}} {
		out, err := h.at(t, in, verb)
		if err != nil || !strings.Contains(out, "For        25 users, 1 IQ, 365 days\nSite       0badf00d\n") || !strings.HasSuffix(out, "Signature  right\n") {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if _, err := h.at(t, "", &VoucherKeygen{File: key + "2"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.at(t, "", &VoucherShow{Text: file, Dealer: key + "2.pub"}); core.AsError(err) == nil || core.AsError(err).Code != core.CodeInvalid {
		t.Errorf("another dealer's key signed it: %v", err)
	}
	if len(h.asked) != 0 {
		t.Errorf("a hub was asked %v", h.asked)
	}
}

// TestSubscriptionShow tells what is left, and who has no slot.
func TestSubscriptionShow(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	now := h.shot.Now.Wall
	sub := core.Subscription{Users: 2, IQs: 1, Until: now + int64(400*time.Hour)}
	h.told = core.Told{Subscribed: &core.Subscribed{Subscription: sub, Site: "0badf00d", Used: 2, Outside: []string{"Ana Novak", "Ben Berg"},
		Vouchers: []core.Voucher{{ID: "v-1", Users: 2, IQs: 1, Days: 30, Redeemed: now}}, Dealers: []core.Dealer{{ID: "d", Name: "Acme"}}}}
	out, err := h.at(t, "", &SubscriptionShow{Filter: "ben"})
	end := time.Unix(0, sub.Until).UTC().Format("2 Jan 2006 15:04")
	want := "Subscription 2 users, 1 IQ, until " + end + ", 17 days more\nSlots        2 taken, 0 free\nSite         0badf00d\nNo slot      Ben Berg\n" +
		"Redeemed     " + time.Unix(0, now).UTC().Format("2 Jan 2006 15:04") + "  2 users, 1 IQ, 30 days  v-1\nDealer       Acme  d\n"
	if err != nil || out != want {
		t.Errorf("%v\ngot\n%swant\n%s", err, out, want)
	}
	h.told.Subscribed.Ended = true
	if out, _ := h.at(t, "", &SubscriptionShow{}); !strings.Contains(out, "ENDED on "+end) {
		t.Error(out)
	}
	h.told.Subscribed = &core.Subscribed{Used: 3}
	if out, _ := h.at(t, "", &SubscriptionShow{}); !strings.HasPrefix(out, "Subscription any number of users, any number of IQs, for ever\nSlots        3 taken\n") {
		t.Error(out)
	}
}

// TestNobodyIsLeftOutSilently [sub.slots]: whatever verb it was, it says who has no slot.
func TestNobodyIsLeftOutSilently(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	h.told = core.Told{Unsubscribed: []string{"Ben Berg"}}
	out, err := h.at(t, "", &PersonAdd{First: "Ben", Last: "Berg"})
	if err != nil || !strings.Contains(out, "NOT SUBSCRIBED: Ben Berg opens nothing") {
		t.Errorf("%v\n%s", err, out)
	}
	for _, verb := range []interface{ Run(*Desk) error }{&PINNew{Who: "Ben"}, &GuestAdd{First: "Ben"}} {
		if out, err := h.at(t, "", verb); err != nil || strings.Count(out, "NOT SUBSCRIBED") != 1 {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if out, _ := h.at(t, "", &PersonAdd{First: "Ben", Change: Change{JSON: true}}); !strings.Contains(out, `"unsubscribed":["Ben Berg"]`) {
		t.Error(out)
	}
}

// TestAScriptReadsTheNumberOfARefusal: the seeds' own, with --json; a person is told the sentence.
func TestAScriptReadsTheNumberOfARefusal(t *testing.T) {
	h := shop(func(*core.DoorCard) {})
	h.told = core.Told{Error: core.Errorf(core.CodePodName, "a pod with this name is on this site already")}
	out, err := h.at(t, "", &PodAdd{Name: "Acme", Change: Change{JSON: true}})
	if err == nil || !strings.HasPrefix(out, `{"error":{"code":2213,`) {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := h.at(t, "", &PodAdd{Name: "Acme"}); err == nil || out != "" {
		t.Errorf("%v\n%s", err, out)
	}
}
