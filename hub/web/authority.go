package web

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"time"

	"localiq/core"
	"localiq/core/durable"
)

// Authority is the box's own certificate authority. It is made of one key of 32 bytes and nothing else: the
// same key makes the same certificate to the byte, so that what a program or a phone has come to trust does
// not change with a restart, a restore or a release. P-256, because browsers take no Ed25519.
type Authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

const putBack = "put it back from where you keep it"

// OpenAuthority reads the key in a file, and makes it where nobody knows the box yet. One that is missing after
// somebody has come in is not made anew by itself: every program would meet a stranger.
func OpenAuthority(path string, id core.HubID, known bool) (*Authority, error) {
	seed, err := durable.ReadSecret(path, putBack)
	switch {
	case errors.Is(err, fs.ErrNotExist) && known:
		return nil, core.Errorf(core.CodeRefused, "the key of the box's certificate, %s, is missing, and programs know this box by it", path).
			Advise(putBack + "; if it is lost for good, make another and tell every program its fingerprint: localiq lan certificate --new")
	case errors.Is(err, fs.ErrNotExist):
		return NewAuthority(path, id)
	case err != nil:
		return nil, err
	}
	return authorityOf(seed, id)
}

// NewAuthority makes one, in place of any.
func NewAuthority(path string, id core.HubID) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	seed, err := key.Bytes()
	if err != nil {
		return nil, err
	}
	if err := durable.WriteKey(path, seed); err != nil {
		return nil, err
	}
	return authorityOf(seed, id)
}

func authorityOf(seed []byte, id core.HubID) (*Authority, error) {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed)
	if err != nil {
		return nil, core.Errorf(core.CodeRefused, "the key of the box's certificate is damaged").Advise(putBack)
	}
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	serial := sha256.Sum256(append(spki, id...))
	c := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial[:16]),
		Subject:      pkix.Name{CommonName: "Local IQ " + string(id)},
		NotBefore:    time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2056, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign,
		PermittedDNSDomainsCritical: true, PermittedDNSDomains: names(id), PermittedIPRanges: private(),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), repeatable{key})
	if err != nil {
		return nil, fmt.Errorf("web: make the box's certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	return &Authority{key, cert}, err
}

// repeatable signs the same with the same bytes (RFC 6979).
type repeatable struct{ *ecdsa.PrivateKey }

func (r repeatable) Sign(_ io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return r.PrivateKey.Sign(nil, digest, o)
}

// Fingerprint is the SHA-256 of the authority's public key (SPKI) in hex: what a program pins, and what is
// announced on the network.
func (a *Authority) Fingerprint() string { return fingerprint(a.cert) }

func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:])
}

// PEM is the authority's certificate, for whoever trusts by that.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

const (
	goodFor   = 90 * 24 * time.Hour // browsers refuse what is good for much longer
	renewWith = 30 * 24 * time.Hour // left
	backdated = 24 * time.Hour      // for whoever's clock is behind ours
)

// leaf is a certificate for the box as it is called now, by a key of its own.
func (a *Authority) leaf(id core.HubID, addrs []net.IP, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial := make([]byte, 16)
	_, _ = rand.Read(serial)
	c := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial), Subject: pkix.Name{CommonName: names(id)[0]},
		NotBefore: now.Add(-backdated), NotAfter: now.Add(goodFor),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, DNSNames: names(id), IPAddresses: addrs,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("web: make a certificate: %w", err)
	}
	parsed, err := x509.ParseCertificate(der)
	return &tls.Certificate{Certificate: [][]byte{der, a.cert.Raw}, PrivateKey: key, Leaf: parsed}, err
}
