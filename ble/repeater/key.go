package repeater

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"

	"localiq/ble/profile"
)

// serial is what a setup code names the box by.
func serial(public []byte) (s profile.Serial) {
	sum := sha256.Sum256(public)
	copy(s[:], sum[:])
	return s
}

// clothe makes the certificate in which a key goes about. Its dates and names mean nothing.
func clothe(key ed25519.PrivateKey) (tls.Certificate, error) {
	t := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Unix(1<<32, 0)}
	der, err := x509.CreateCertificate(rand.Reader, &t, &t, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("repeater: make a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

var (
	errStranger = errors.New("repeater: the key of the other side is not the one that is pinned")
	errKeyKind  = errors.New("repeater: the other side has no Ed25519 key")
)

// peerKey is the key whose possession the other side proved in the handshake.
func peerKey(s tls.ConnectionState) (ed25519.PublicKey, error) {
	if len(s.PeerCertificates) != 1 {
		return nil, errKeyKind
	}
	k, ok := s.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, errKeyKind
	}
	return k, nil
}

// only lets nobody but that key through; nil: any Ed25519 key.
func only(pinned ed25519.PublicKey) func(tls.ConnectionState) error {
	return func(s tls.ConnectionState) error {
		k, err := peerKey(s)
		if err == nil && pinned != nil && subtle.ConstantTimeCompare(k, pinned) != 1 {
			err = errStranger
		}
		return err
	}
}

// config is TLS 1.3, without resumption: every connection proves both keys anew.
func config(own tls.Certificate, protocol string, pinned ed25519.PublicKey) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{own}, NextProtos: []string{protocol},
		ClientAuth:             tls.RequireAnyClientCert,
		InsecureSkipVerify:     true, // no authority: VerifyConnection compares the key itself
		VerifyConnection:       only(pinned),
		SessionTicketsDisabled: true,
	}
}
