package core

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Subscription is what a site may use, and until when [sub.voucher]. The zero value is that of a
// self-run site: any number of users and IQs, for ever.
type Subscription struct {
	Users   int       `json:"users,omitempty"` // slots; 0: any number
	IQs     int       `json:"iqs,omitempty"`   // 0: any number
	From    int64     `json:"from,omitempty"`  // ns UTC: when its voucher was redeemed
	Until   int64     `json:"until,omitempty"` // ns UTC, exclusive; 0: for ever
	Voucher VoucherID `json:"voucher,omitempty"`
}

// Ended is true from the end on.
func (s *Subscription) Ended(wall int64) bool { return s.Until != 0 && wall >= s.Until }

// VoucherID is the dealer's fingerprint, a dash, and the serial number: unique among all dealers.
type VoucherID string

// DealerID is the fingerprint of a dealer's public key; see DealerOf.
type DealerID string

// DealerOf is the first 8 bytes of SHA-256 of the public key, in hex.
func DealerOf(key ed25519.PublicKey) DealerID {
	sum := sha256.Sum256(key)
	return DealerID(hex.EncodeToString(sum[:8]))
}

// Of is the dealer who sold it.
func (v VoucherID) Of() DealerID {
	dealer, _, _ := strings.Cut(string(v), "-")
	return DealerID(dealer)
}

// Voucher is capacity that a dealer sold. As an item of the configuration it was redeemed, and it
// stays for good: it cannot be redeemed again.
type Voucher struct {
	ID       VoucherID `json:"id"`
	Users    int       `json:"users,omitempty"`    // 0: any number
	IQs      int       `json:"iqs,omitempty"`      // 0: any number
	Days     int       `json:"days,omitempty"`     // 0: for ever
	Issued   int64     `json:"issued"`             // ns UTC, in whole seconds
	Site     HubID     `json:"site,omitempty"`     // good for this one alone; "": for any
	Redeemed int64     `json:"redeemed,omitempty"` // ns UTC; 0: not yet
	Until    int64     `json:"until,omitempty"`    // ns UTC: the end that the subscription got; 0: none
}

// What a voucher can say at most.
const (
	MaxUsers       = 1_000_000
	MaxIQs         = 10_000
	MaxVoucherDays = 36_500
)

// Dealer is whose vouchers this site takes.
type Dealer struct {
	ID        DealerID `json:"id"`
	Name      string   `json:"name"`
	PublicKey []byte   `json:"publicKey"` // Ed25519, 32 bytes
}

func (v Voucher) Ref() Ref { return Ref{KindVoucher, string(v.ID)} }
func (d Dealer) Ref() Ref  { return Ref{KindDealer, string(d.ID)} }

// Voucher is nil for one that was not redeemed here.
func (c *Config) Voucher(id VoucherID) *Voucher {
	return row(c.Vouchers, id, func(v *Voucher) VoucherID { return v.ID })
}

// Dealer is nil for one who is not trusted here.
func (c *Config) Dealer(id DealerID) *Dealer {
	return row(c.Dealers, id, func(d *Dealer) DealerID { return d.ID })
}

// Spent is the refusal of a voucher that was used before.
func Spent() *Error {
	return Errorf(CodeRefused, "this voucher was redeemed on this site already").Advise("a voucher counts once; ask your dealer for another")
}

// redeemable: what was redeemed is neither redeemed again nor forgotten.
func (c *Config) redeemable(e Edit) *Error {
	was := c.Voucher(VoucherID(e.ID))
	if v, put := e.Item.(Voucher); was == nil && put || was != nil && put && v == *was {
		return nil
	}
	if e.Item == nil {
		return Errorf(CodeRefused, "a voucher that was redeemed stays on the site's list")
	}
	return Spent()
}

func (c *Config) checkSubscription() error {
	if s := c.Settings.Subscription; s.Users < 0 || s.IQs < 0 || s.Until != 0 && s.Until < s.From {
		return Errorf(CodeInvalid, "a subscription of %d users and %d IQs, or its dates, make no sense", s.Users, s.IQs)
	}
	for _, d := range c.Dealers {
		if len(d.PublicKey) != ed25519.PublicKeySize || DealerOf(d.PublicKey) != d.ID {
			return Errorf(CodeInvalid, "%s: its public key is another's", d.Ref())
		}
	}
	return nil
}

// Term is what the hub has told of the end of a subscription, so that it tells it once.
type Term struct {
	Until int64 `json:"until,omitempty"` // of the subscription that it is about
	Told  uint8 `json:"told,omitempty"`  // reminders that were told or passed, of three
	Ended bool  `json:"ended,omitempty"` // as told last
	// Back is what the clock had shown when a person set it back, ns UTC; 0: nobody has, or a source
	// has told the time since.
	Back int64 `json:"back,omitempty"`
}

// VoucherRedeemed: somebody redeems a voucher whose signature is right. Whether it counts here the
// rules say.
type VoucherRedeemed struct{ Voucher Voucher }

func (VoucherRedeemed) event() {}
