// Package vault is the one room that opens core.Sealed and knows the site's master key.
//
// The master key is 32 random bytes, as 64 hex digits in the file site.key (mode 0600) beside
// the database, or in the systemd credential site.key where there is one. Everything else is
// derived from it with HKDF-SHA-256: the key of the digests, the key that seals, and the hub's
// own static key towards its locks.
//
// What this protects: a backup or a copied database that went astray without site.key. What it
// does not: a stolen card that holds both. Against that, keep the key off the card: a systemd
// credential sealed to the machine's TPM (systemd-creds encrypt --with-key=tpm2), or another
// medium.
package vault

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"

	"localiq/core"
)

// Vault holds the site's keys. It prints as one word, in every format.
type Vault struct {
	digest []byte // of HMAC-SHA-256
	seal   *Key
	static *ecdh.PrivateKey
}

// Open reads the master key of dir. With fresh it makes one where there is none; without, a
// missing key is an error, because a database that it sealed exists.
func Open(dir string, fresh bool) (*Vault, error) {
	master, err := masterKey(dir, fresh)
	if err != nil {
		return nil, err
	}
	return derive(master)
}

// derive is frozen: changing an info string or a length makes every site unreadable.
func derive(master []byte) (*Vault, error) {
	var keys [3][]byte
	for i, info := range []string{"localiq v1 digest", "localiq v1 seal", "localiq v1 noise static"} {
		k, err := hkdf.Key(sha256.New, master, nil, info, 32)
		if err != nil {
			return nil, fmt.Errorf("vault: %w", err)
		}
		keys[i] = k
	}
	static, err := ecdh.X25519().NewPrivateKey(keys[2])
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	return &Vault{digest: keys[0], seal: newKey(keys[1]), static: static}, nil
}

// Digest stands for a credential: HMAC-SHA-256 over the kind's word, a zero byte and b. b is a
// tag's number as bytes, or a PIN's digits in ASCII.
func (v *Vault) Digest(kind core.KeyKind, b []byte) (d core.Digest) {
	h := hmac.New(sha256.New, v.digest)
	h.Write(append([]byte(kind.String()), 0))
	h.Write(b)
	h.Sum(d[:0])
	return d
}

// Static is the hub's own X25519 key pair towards its locks. It never changes while the master
// key lives: the locks know the hub by it.
func (v *Vault) Static() (private, public [32]byte) {
	return [32]byte(v.static.Bytes()), [32]byte(v.static.PublicKey().Bytes())
}

// Seal keeps plain under the site's own key; about says where it belongs, and Open gives it
// back in that place only.
func (v *Vault) Seal(plain []byte, about ...string) core.Sealed { return v.seal.Seal(plain, about...) }

// Open is the inverse of Seal.
func (v *Vault) Open(s core.Sealed, about ...string) ([]byte, error) {
	return v.seal.Open(s, about...)
}

// Format keeps the keys out of every log line.
func (v *Vault) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "vault") }
