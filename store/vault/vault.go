// Package vault is the one room that opens core.Sealed and knows the site's master key.
//
// The master key is 32 random bytes, as 64 hex digits in the file site.key (mode 0600) beside
// the database, or in the systemd credential site.key where there is one. Everything else is
// derived from it with HKDF-SHA-256: the key of the digests, the key that seals, the hub's own
// static keys towards its locks and its repeaters, and what each lock is given.
//
// What this protects: a backup or a copied database that went astray without site.key. What it
// does not: a stolen card that holds both. Against that, keep the key off the card: a systemd
// credential sealed to the machine's TPM (systemd-creds encrypt --with-key=tpm2), or another
// medium.
package vault

import (
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"localiq/core"
)

// Vault holds the site's keys. It prints as one word, in every format.
type Vault struct {
	digest   []byte // of HMAC-SHA-256
	seal     *Key
	static   *ecdh.PrivateKey
	table    []byte // of the keys of locks' tables
	advert   []byte // of the keys of locks' advertisements
	repeater ed25519.PrivateKey
	peer     []byte // of the hub's keys towards locks of other families
	site     ed25519.PrivateKey
	word     []byte
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
	var keys [9][]byte
	for i, info := range []string{"localiq v1 digest", "localiq v1 seal", "localiq v1 noise static", "localiq v1 lock table",
		"localiq v1 lock advert", "localiq v1 repeater", "localiq v1 peer", "localiq v1 site", "localiq v1 word"} {
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
	return &Vault{digest: keys[0], seal: newKey(keys[1]), static: static, table: keys[3], advert: keys[4],
		repeater: ed25519.NewKeyFromSeed(keys[5]), peer: keys[6],
		site: ed25519.NewKeyFromSeed(keys[7]), word: keys[8]}, nil
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

// TableKey is what a lock hashes keys with in its table: its own, so that a lock in strange hands
// tells nothing of another's.
func (v *Vault) TableKey(l core.LockID) [32]byte { return forLock(v.table, l) }

// AdvertKey is what a lock seals its advertisements with.
func (v *Vault) AdvertKey(l core.LockID) [32]byte { return forLock(v.advert, l) }

func forLock(key []byte, l core.LockID) (k [32]byte) {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(l))
	h.Sum(k[:0])
	return k
}

// PeerKey is the hub's X25519 secret towards one lock of another family. salt is random, made at
// the pairing, and kept with the lock: it is no secret.
func (v *Vault) PeerKey(salt []byte) [32]byte {
	k, err := hkdf.Key(sha256.New, v.peer, salt, "localiq v1 peer", 32)
	if err != nil {
		panic("vault: " + err.Error()) // only a length that is too long, or a key too short in FIPS mode
	}
	return [32]byte(k)
}

// RepeaterKey is the hub's own towards its repeaters.
func (v *Vault) RepeaterKey() ed25519.PrivateKey { return v.repeater }

// SiteKey signs digital keys: locks know the site by its public half.
func (v *Vault) SiteKey() ed25519.PrivateKey { return v.site }

// SiteWord is what every phone of the site knows, and no stranger: a lock answers nobody else.
func (v *Vault) SiteWord() []byte { return slices.Clone(v.word) }

// Seal keeps plain under the site's own key; about says where it belongs, and Open gives it
// back in that place only.
func (v *Vault) Seal(plain []byte, about ...string) core.Sealed { return v.seal.Seal(plain, about...) }

// Open is the inverse of Seal.
func (v *Vault) Open(s core.Sealed, about ...string) ([]byte, error) {
	return v.seal.Open(s, about...)
}

// Format keeps the keys out of every log line.
func (v *Vault) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "vault") }
