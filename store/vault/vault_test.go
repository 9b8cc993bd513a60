package vault

import (
	"bytes"
	"crypto/ecdh"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core"
)

func open(t *testing.T) *Vault {
	t.Helper()
	v, err := Open(t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The derivation is frozen: these values are what a site of the first release has on disk and
// in its locks.
func TestDerivationIsFrozen(t *testing.T) {
	v, err := derive(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	private, public := v.Static()
	tag, pin := v.Digest(core.KeyTag, []byte{0x04, 0xA1}), v.Digest(core.KeyPIN, []byte("748159"))
	got := fmt.Sprintf("%x\n%x\n%x\n%x\n%x\n%x\n%x\n", private, public, tag, pin, v.TableKey("l1"), v.AdvertKey("l1"), v.RepeaterKey().Seed())
	got += fmt.Sprintf("%x\n", v.PeerKey([]byte("sixteen bytes...")))
	want, err := os.ReadFile("testdata/derived.txt")
	if err != nil || got != string(want) {
		t.Fatalf("got\n%s%v", got, err)
	}
	x, err := ecdh.X25519().NewPrivateKey(private[:])
	if err != nil || !bytes.Equal(x.PublicKey().Bytes(), public[:]) {
		t.Fatal("not a pair", err)
	}
}

// A tag whose bytes are the digits of a PIN is not that PIN; another site's digests are others.
func TestDigestsDiffer(t *testing.T) {
	a, b := open(t), open(t)
	seen := map[core.Digest]string{}
	for name, d := range map[string]core.Digest{
		"tag": a.Digest(core.KeyTag, []byte("123456")), "pin": a.Digest(core.KeyPIN, []byte("123456")),
		"other site": b.Digest(core.KeyPIN, []byte("123456")), "empty": a.Digest(core.KeyPIN, nil),
	} {
		if d.IsZero() || seen[d] != "" {
			t.Errorf("%s is the digest of %s", name, seen[d])
		}
		seen[d] = name
	}
	if a.Digest(core.KeyTag, []byte("x")) != a.Digest(core.KeyTag, []byte("x")) {
		t.Error("a digest does not repeat")
	}
}

// No lock's keys tell another's, nor does a table's key tell the advertisement's.
func TestEachLockHasItsOwnKeys(t *testing.T) {
	v := open(t)
	seen := map[[32]byte]bool{v.TableKey("l1"): true}
	for _, k := range [][32]byte{v.TableKey("l2"), v.AdvertKey("l1"), v.AdvertKey("l2"), v.TableKey("")} {
		if seen[k] {
			t.Error("the same key twice")
		}
		seen[k] = true
	}
	if v.TableKey("l1") != v.TableKey("l1") || open(t).TableKey("l1") == v.TableKey("l1") {
		t.Error("a lock's key is not the site's own, or not the same twice")
	}
}

// Ciphertext opens under its key, in its place, whole; and in no other way.
func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	v := open(t)
	key, kept := v.NewKey("person", "p1")
	again, err := v.OpenKey(kept, "person", "p1")
	if err != nil {
		t.Fatal(err)
	}
	s := key.Seal([]byte("Ada"), "name", "p1")
	if got, err := again.Open(s, "name", "p1"); err != nil || string(got) != "Ada" {
		t.Fatal(string(got), err)
	}
	if bytes.Contains(s, []byte("Ada")) || bytes.Equal(s, key.Seal([]byte("Ada"), "name", "p1")) {
		t.Error("sealed in clear, or twice the same")
	}
	other, _ := v.NewKey("person", "p1")
	turned := bytes.Clone(s)
	turned[len(turned)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another place":     func() ([]byte, error) { return key.Open(s, "name", "p2") },
		"a shifted place":   func() ([]byte, error) { return key.Open(s, "namep", "1") },
		"another key":       func() ([]byte, error) { return other.Open(s, "name", "p1") },
		"the site's key":    func() ([]byte, error) { return v.Open(s, "name", "p1") },
		"a turned bit":      func() ([]byte, error) { return key.Open(turned, "name", "p1") },
		"cut":               func() ([]byte, error) { return key.Open(s[:30], "name", "p1") },
		"nothing":           func() ([]byte, error) { return key.Open(nil, "name", "p1") },
		"a key of a person": func() ([]byte, error) { _, err := v.OpenKey(kept, "person", "p2"); return nil, err },
		"a key too short": func() ([]byte, error) {
			_, err := v.OpenKey(v.Seal([]byte("short"), "person", "p1"), "person", "p1")
			return nil, err
		},
	} {
		if got, err := open(); !errors.Is(err, ErrSealed) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// No format prints a key.
func TestKeysDoNotPrint(t *testing.T) {
	v, err := derive(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		if got := fmt.Sprintf(format+format, v, v.seal); got != "vaultkey" {
			t.Errorf("%s prints %q", format, got)
		}
	}
}

// The master key is made once, 0600, and refused when others can read it or it is no key.
func TestKeyFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, KeyFile)
	if _, err := Open(dir, false); err == nil || !strings.Contains(err.Error(), "is missing") {
		t.Fatal(err)
	}
	v, err := Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir, true)
	if err != nil || again.Digest(core.KeyPIN, nil) != v.Digest(core.KeyPIN, nil) {
		t.Fatal("another key", err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o777} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var told *core.Error
		if _, err := Open(dir, false); !errors.As(err, &told) || told.Do != "chmod 600 "+path {
			t.Errorf("mode %04o: %v", mode, err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "abcd", strings.Repeat("zz", 32), strings.Repeat("ab", 33)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var told *core.Error
		if _, err := Open(dir, true); !errors.As(err, &told) || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A systemd credential comes before the file; its mode is systemd's business.
func TestCredentialComesFirst(t *testing.T) {
	dir, creds := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(creds, KeyFile), []byte(hex.EncodeToString(bytes.Repeat([]byte{7}, 32))), 0o640); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", creds)
	v, err := Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := derive(bytes.Repeat([]byte{7}, 32))
	if v.Digest(core.KeyPIN, nil) != want.Digest(core.KeyPIN, nil) {
		t.Fatal("another key")
	}
	if _, err := os.Stat(filepath.Join(dir, KeyFile)); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("a key was left on the card all the same")
	}
	t.Setenv("CREDENTIALS_DIRECTORY", t.TempDir()) // of other credentials
	if _, err := Open(dir, true); err != nil {
		t.Fatal(err)
	}
}
