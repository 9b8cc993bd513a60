package core

// Wishes about subscriptions.
type (
	// Redeem redeems a voucher, as the dealer wrote it. Where the site has less by it (no end, any number
	// of users, somebody's slot) it wants Sure.
	Redeem struct {
		Text string
		Sure bool `json:",omitempty"`
	}
	// Subscribe gives people slots, or takes them away. All or none.
	Subscribe struct {
		People []PersonID // ids or names
		Off    bool       `json:",omitempty"`
	}
	// TrustDealer has the site take a dealer's vouchers. Key is the dealer's public key file.
	TrustDealer struct {
		Name string
		Key  []byte
	}
	DistrustDealer   struct{ Dealer DealerID } // by fingerprint or name
	ShowSubscription struct{}
)

var subscriptionWishes = []Wish{Redeem{}, Subscribe{}, TrustDealer{}, DistrustDealer{}, ShowSubscription{}}

func (Redeem) wish()           {}
func (Subscribe) wish()        {}
func (TrustDealer) wish()      {}
func (DistrustDealer) wish()   {}
func (ShowSubscription) wish() {}

// Subscribed is a subscription as it stands, or as it would: ShowSubscription, Redeem.
type Subscribed struct {
	Subscription
	Site     HubID     `json:"site"`
	Used     int       `json:"used"`              // slots that are taken
	Outside  []string  `json:"outside,omitempty"` // people who are not subscribed, by name
	Ended    bool      `json:"ended,omitempty"`
	Vouchers []Voucher `json:"vouchers,omitempty"` // that were redeemed, the newest first
	Dealers  []Dealer  `json:"dealers,omitempty"`
	Carried  int       `json:"carried,omitempty"` // Redeem: days of the one before that were added
}
