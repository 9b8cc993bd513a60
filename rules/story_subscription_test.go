package rules

import (
	"bytes"
	"strconv"
	"strings"

	"localiq/core"
)

// dealer has a key made of the name.
func dealer(name string) core.Dealer {
	key := bytes.Repeat([]byte(name[:1]), 32)
	return core.Dealer{ID: core.DealerOf(key), Name: name, PublicKey: key}
}

// redeems reads "redeem Acme 1 users=2 iqs=1 days=30 [site=hub]": the first voucher of that dealer, made now.
func (st *story) redeems(f []string) core.Event {
	v := core.Voucher{ID: core.VoucherID(dealer(f[0]).ID) + "-" + core.VoucherID(f[1]), Issued: st.now.Wall}
	for _, w := range f[2:] {
		word, text, _ := strings.Cut(w, "=")
		n, _ := strconv.Atoi(text)
		switch word {
		case "users":
			v.Users = n
		case "iqs":
			v.IQs = n
		case "days":
			v.Days = n
		case "site":
			v.Site = core.HubID(text)
		default:
			st.t.Fatalf("no voucher has the word %q", w)
		}
	}
	return core.VoucherRedeemed{Voucher: v}
}
