package hub

import (
	"crypto/rand"
	"strings"

	"localiq/core"
	"localiq/rules"
)

// newAPIKey is 256 random bits behind the prefix.
func newAPIKey() core.Secret {
	return core.NewSecret(core.APIKeyPrefix + strings.ToLower(rand.Text()+rand.Text()))
}

// Programs is the API for the network.
type Programs interface {
	// Serves tells the address where it listens and the fingerprint by which the box is known, or why
	// nobody does.
	Serves() (addr, fingerprint, why string)
}

func (h *Hub) lan() *core.LANNow {
	if h.c.Programs == nil {
		return &core.LANNow{Why: "it is off, or no hub is running"}
	}
	var l core.LANNow
	l.Listens, l.Fingerprint, l.Why = h.c.Programs.Serves()
	return &l
}

// KeySeat is the hub as the program has it that shows this key of the API, and which key that is; 1500 for
// one that is none. A key that is revoked later shows nothing from then on, and its streams end.
func (h *Hub) KeySeat(shown core.Secret) (Seat, core.APIKeyID, *core.Error) {
	k := h.Site().Config.APIKeyOf(h.c.Private.Digest(core.KeyOperator, core.ForAPI(shown)))
	if k == nil {
		return Seat{}, "", rules.Nobody()
	}
	return Seat{h, core.Origin{Kind: core.FromAPI, As: k.Person, Key: k.ID}}, k.ID, nil
}
