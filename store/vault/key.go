package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"localiq/core"
)

// ErrSealed: the key is not the one, the place is not the one, or a bit has turned. Nobody can
// tell which.
var ErrSealed = errors.New("vault: does not open")

// Key seals with XChaCha20-Poly1305 under a random nonce, which comes first in the ciphertext.
type Key struct{ aead cipher.AEAD }

// NewKey makes a random key and seals it under the site's own, to be kept. Whoever destroys
// every copy of the sealed form has destroyed all that the key ever sealed.
func (v *Vault) NewKey(about ...string) (*Key, core.Sealed) {
	raw := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(raw) // never fails: the runtime ends the process instead
	return newKey(raw), v.Seal(raw, about...)
}

// OpenKey gives back what NewKey made.
func (v *Vault) OpenKey(s core.Sealed, about ...string) (*Key, error) {
	raw, err := v.Open(s, about...)
	if err != nil {
		return nil, err
	}
	if len(raw) != chacha20poly1305.KeySize {
		return nil, ErrSealed
	}
	return newKey(raw), nil
}

// Seal binds plain to about: a ciphertext moved to another person or row does not open.
func (k *Key) Seal(plain []byte, about ...string) core.Sealed {
	nonce := make([]byte, k.aead.NonceSize(), k.aead.NonceSize()+len(plain)+k.aead.Overhead())
	_, _ = rand.Read(nonce)
	return k.aead.Seal(nonce, nonce, plain, place(about))
}

// Open returns ErrSealed for anything that this key did not seal for this place.
func (k *Key) Open(s core.Sealed, about ...string) ([]byte, error) {
	n := k.aead.NonceSize()
	if len(s) < n {
		return nil, ErrSealed
	}
	plain, err := k.aead.Open(nil, s[:n], s[n:], place(about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Format keeps the key out of every log line.
func (k *Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "key") }

// place joins with lengths, so that ("ab","c") and ("a","bc") are two places.
func place(about []string) (b []byte) {
	for _, a := range about {
		b = binary.AppendUvarint(b, uint64(len(a)))
		b = append(b, a...)
	}
	return b
}

func newKey(raw []byte) *Key {
	aead, err := chacha20poly1305.NewX(raw)
	if err != nil {
		panic("vault: a key of the wrong size") // 32 bytes at every caller
	}
	return &Key{aead}
}
