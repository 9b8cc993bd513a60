package phone

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"localiq/ble/profile"
	"localiq/core"
)

// Wallet is what a hub gave: a certificate for each lock. It opens nothing without the private key that
// it was made for. The site's word in it is shared by all phones of the site.
type Wallet struct {
	Site  string `cbor:"1,keyasint,omitempty"` // as people call it
	Word  []byte `cbor:"2,keyasint"`
	Doors []Door `cbor:"3,keyasint,omitempty"`
}

// Door is one lock that the phone may open.
type Door struct {
	Name    string            `cbor:"1,keyasint,omitempty"`
	Lock    profile.PublicKey `cbor:"2,keyasint"`
	Present profile.Present   `cbor:"3,keyasint"`
}

// String says nothing of the word.
func (w Wallet) String() string   { return "digital keys of " + w.Site }
func (w Wallet) GoString() string { return w.String() }

const (
	textPrefix = "LIQK1-"
	maxDoors   = 16
	maxText    = 64 << 10
	maxName    = 200
)

var reading = func() cbor.DecMode {
	m, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 8, MaxArrayElements: maxDoors, MaxMapPairs: 16}.DecMode()
	if err != nil {
		panic("phone: cbor: " + err.Error())
	}
	return m
}()

// Text is how a wallet is sent: it may go by e-mail or be pasted.
func (w Wallet) Text() (string, error) {
	b, err := cbor.Marshal(w)
	if err != nil {
		return "", err
	}
	return textPrefix + base64.RawURLEncoding.EncodeToString(b), nil
}

// ParseWallet reads Text, with whatever blanks and line ends a mail put in. It is a *core.Error, and
// repeats nothing of the text. What the certificates are worth the locks say.
func ParseWallet(text string) (w Wallet, err error) {
	damaged := core.Errorf(core.CodeInvalid, "this is no digital key, or not all of it").Advise("copy the whole text that begins with " + textPrefix)
	packed, ours := strings.CutPrefix(strings.Join(strings.Fields(text), ""), textPrefix)
	b, err := base64.RawURLEncoding.DecodeString(packed)
	if !ours || err != nil || len(text) > maxText || reading.Unmarshal(b, &w) != nil || len(b) == 0 || b[0]>>5 != 5 {
		return Wallet{}, damaged
	}
	if len(w.Word) != 32 || len(w.Site) > maxName {
		return Wallet{}, damaged
	}
	for _, d := range w.Doors {
		if _, err := d.Present.Read(); err != nil || len(d.Name) > maxName {
			return Wallet{}, damaged
		}
	}
	return w, nil
}

// For is the wallet if it was made for that phone.
func (w Wallet) For(own profile.PublicKey) error {
	for _, d := range w.Doors {
		c, err := d.Present.Read()
		if err != nil {
			return err
		}
		if !bytes.Equal(c.Holder[:], own[:]) {
			return core.Errorf(core.CodeInvalid, "this digital key was made for another phone").Advise("have one issued to this phone's own key: localiq phone show")
		}
	}
	return nil
}

// door is the one whose lock has that key; nil: there is none.
func (w *Wallet) door(k profile.PublicKey) *Door {
	for i := range w.Doors {
		if w.Doors[i].Lock == k {
			return &w.Doors[i]
		}
	}
	return nil
}

// serials are those of the locks that it opens, which a lock in clear tells.
func (w *Wallet) opens(s profile.Serial) bool {
	for _, d := range w.Doors {
		if c, err := d.Present.Read(); err == nil && c.Lock == s {
			return true
		}
	}
	return false
}
