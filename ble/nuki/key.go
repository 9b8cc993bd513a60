package nuki

import (
	"crypto/ecdh"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/nacl/box"
)

// PublicKey is X25519, as on the air.
type PublicKey [32]byte

func (k PublicKey) String() string { return hex.EncodeToString(k[:]) }

// PrivateKey is X25519. It prints as dots.
type PrivateKey struct{ b [32]byte }

// SharedKey is what both sides of an authorization know, for as long as it stands: there is no
// key for a single connection. It prints as dots.
type SharedKey struct{ b [32]byte }

// NewPrivateKey takes any 32 bytes from a cryptographic source.
func NewPrivateKey(b [32]byte) PrivateKey { return PrivateKey{b} }

// NewSharedKey is for a lock that kept one.
func NewSharedKey(b [32]byte) SharedKey { return SharedKey{b} }

// Reveal lets it out, to be kept.
func (k PrivateKey) Reveal() [32]byte { return k.b }

// Reveal lets it out, to be kept.
func (k SharedKey) Reveal() [32]byte { return k.b }

func (k PrivateKey) String() string               { return dots }
func (k PrivateKey) Format(s fmt.State, _ rune)   { writeDots(s) }
func (k PrivateKey) MarshalText() ([]byte, error) { return []byte(dots), nil }
func (k SharedKey) String() string                { return dots }
func (k SharedKey) Format(s fmt.State, _ rune)    { writeDots(s) }
func (k SharedKey) MarshalText() ([]byte, error)  { return []byte(dots), nil }

// ErrKey: a public key with which everybody would agree on the same. Whoever sends it is no lock.
var ErrKey = errors.New("nuki: that public key is not one")

// Public is the other half.
func (k PrivateKey) Public() PublicKey {
	own, err := ecdh.X25519().NewPrivateKey(k.b[:])
	if err != nil {
		panic("nuki: private key: " + err.Error()) // any 32 bytes are one
	}
	return PublicKey(own.PublicKey().Bytes())
}

// KeyPair is a lock's or a client's own: a PrivateKey, or whatever keeps one to itself.
type KeyPair interface {
	Public() PublicKey
	Agree(peer PublicKey) (SharedKey, error)
}

// Agree is kdf1(dh1(k, peer)) [API p.9]: X25519, then HSalsa20 over 16 zero bytes.
func (k PrivateKey) Agree(peer PublicKey) (SharedKey, error) {
	if !k.contributes(peer) {
		return SharedKey{}, ErrKey
	}
	var s SharedKey
	box.Precompute(&s.b, (*[32]byte)(&peer), &k.b)
	return s, nil
}

// contributes: box.Precompute takes a point of low order and yields what anybody can compute.
func (k PrivateKey) contributes(peer PublicKey) bool {
	own, err := ecdh.X25519().NewPrivateKey(k.b[:])
	if err != nil {
		return false
	}
	p, err := ecdh.X25519().NewPublicKey(peer[:])
	if err != nil {
		return false
	}
	_, err = own.ECDH(p)
	return err == nil
}

// MAC is HMAC-SHA256, the document's h1.
type MAC [32]byte

// mac is h1 over the parts as if they were one.
func (k SharedKey) mac(parts ...[]byte) (m MAC) {
	h := hmac.New(sha256.New, k.b[:])
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(m[:0])
	return m
}

// same takes as long whatever differs.
func (m MAC) same(o MAC) bool { return hmac.Equal(m[:], o[:]) }

// Nonce is a challenge: good for one command of one authorization.
type Nonce [32]byte

func newNonce(random io.Reader) (n Nonce, err error) {
	if _, err = io.ReadFull(random, n[:]); err != nil {
		return n, fmt.Errorf("nuki: draw a nonce: %w", err)
	}
	return n, nil
}
