package profile

import (
	"bytes"
	"crypto/ed25519"
	"errors"

	"localiq/core"
)

// A digital key is a certificate: the hub signs for one lock that the phone with this key pair may
// open it, and when. The lock checks it with the site's public key alone (docs/lock-profile.md,
// "Digital keys"). The phone proves its key pair by the handshake of a visit, which also keeps the
// certificate from whoever listens.
type (
	// SetSite gives the lock what it needs for digital keys. It is answered by a State.
	SetSite struct {
		Key  []byte `cbor:"1,keyasint"` // 32 bytes, Ed25519: of the signature of every certificate
		Word []byte `cbor:"2,keyasint"` // 32 bytes: what every phone of the site knows, and no stranger
	}
	// Present is all that a phone says. It is answered by an Outcome, once it is clear.
	Present struct {
		Certificate []byte `cbor:"1,keyasint"`
		Signature   []byte `cbor:"2,keyasint"`
	}
	// Outcome is what became of a Present.
	Outcome struct {
		Granted bool        `cbor:"1,keyasint,omitempty"`
		Reason  core.Reason `cbor:"2,keyasint,omitempty"` // for the phone's own screen
	}
)

// Certificate is a digital key for one lock. It says nothing of the person. Of must match the table
// that the lock holds: from that version on the table knows the key, and what the table says counts.
type Certificate struct {
	Lock      Serial          `cbor:"1,keyasint"`
	Ref       []byte          `cbor:"2,keyasint"`           // as TableRow.Ref
	Holder    PublicKey       `cbor:"3,keyasint"`           // the phone's
	From      int64           `cbor:"4,keyasint,omitempty"` // ms UTC, inclusive; 0: always was
	Until     int64           `cbor:"5,keyasint"`           // ms UTC, exclusive; never without
	Of        uint64          `cbor:"6,keyasint,omitempty"` // TableMark.Version
	OpenFor   Millis          `cbor:"7,keyasint"`
	Lease     Millis          `cbor:"8,keyasint,omitempty"`  // as TableRow.Lease
	Schedules []TableSchedule `cbor:"9,keyasint,omitempty"`  // a union; none: at all times
	Zone      []TableOffset   `cbor:"10,keyasint,omitempty"` // of them; the first From is 0
	HubOnly   bool            `cbor:"11,keyasint,omitempty"` // only the hub's word opens
}

// MaxCertificate is in bytes: with its signature it fits into one message.
const MaxCertificate = 900

// ErrCertificate is all that is said of one that is none: forged, cut off, of another site, or with a
// restriction that this version does not know.
var ErrCertificate = errors.New("profile: not a certificate of this site")

const certificateName = "Local IQ digital key"

// signed is what the signature is over.
func signed(cert []byte) []byte { return append(append([]byte(certificateName), Version), cert...) }

// Sign makes of c what a phone presents. It fails for what no lock would take, or would not fit.
func (c Certificate) Sign(site ed25519.PrivateKey) (Present, error) {
	if !c.valid() {
		return Present{}, errMalformed
	}
	b := written(c)
	if len(b) > MaxCertificate {
		return Present{}, errors.New("profile: the hours of this right are too many for a certificate")
	}
	return Present{Certificate: b, Signature: ed25519.Sign(site, signed(b))}, nil
}

// Open checks the signature before anything in it is believed. Whether it is for this lock, this
// phone and this moment is the lock's to say.
func (p Present) Open(site ed25519.PublicKey) (c Certificate, err error) {
	if len(site) != ed25519.PublicKeySize || !ed25519.Verify(site, signed(p.Certificate), p.Signature) {
		return c, ErrCertificate
	}
	return p.Read()
}

// Read is Open for the phone, which has not the site's key: it shows what the certificate says, and
// must not decide by it. Bytes that are not written as Sign writes them are refused: a key in them
// that we do not know may be a restriction.
func (p Present) Read() (c Certificate, err error) {
	b := p.Certificate
	if len(b) == 0 || len(b) > MaxCertificate || b[0]>>5 != 5 || decoding.Unmarshal(b, &c) != nil || !c.valid() || !bytes.Equal(written(c), b) {
		return Certificate{}, ErrCertificate
	}
	return c, nil
}

func (c Certificate) valid() bool {
	return len(c.Ref) > 0 && len(c.Ref) <= MaxRef && c.From >= 0 && c.Until > c.From && c.OpenFor > 0 && c.OpenFor <= MillisOf(MaxUnlock) &&
		len(c.Schedules) <= MaxRowSchedules && schedulesValid(c.Schedules) && len(c.Zone) <= MaxOffsets && zoneValid(c.Zone) &&
		(len(c.Zone) == 0) == (len(c.Schedules) == 0) && (len(c.Zone) == 0 || c.Zone[0].From == 0)
}

// Row is the certificate as if it were all that a table has: the hub is asked first, where it is
// there.
func (c Certificate) Row() (*TableImage, TableRow) {
	r := TableRow{Kind: core.KeyDigital, Ref: c.Ref, From: c.From, Until: c.Until, Lease: c.Lease, Ask: true}
	for i := range c.Schedules {
		r.Schedules = append(r.Schedules, uint64(i))
	}
	return &TableImage{OpenFor: c.OpenFor, Schedules: c.Schedules, Zone: c.Zone}, r
}

// SiteCheck names what a SetSite gave, so that a hub sees whether it is there.
func (m SetSite) SiteCheck() Check { return CheckOf(append(append([]byte(nil), m.Key...), m.Word...)) }

func checkDigital(m Message) bool {
	switch m := m.(type) {
	case SetSite:
		return len(m.Key) == keySize && len(m.Word) == keySize
	case Present:
		return len(m.Certificate) > 0 && len(m.Certificate) <= MaxCertificate && len(m.Signature) == ed25519.SignatureSize
	}
	return true
}

func (SetSite) Type() Type { return TypeSetSite }
func (Present) Type() Type { return TypePresent }
func (Outcome) Type() Type { return TypeOutcome }

// UnmarshalCBOR insists on the length.
func (p *PublicKey) UnmarshalCBOR(b []byte) error { return exactly(p[:], b) }
