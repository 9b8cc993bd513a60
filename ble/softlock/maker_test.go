package softlock

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// TestMaker: a public key in PEM, and nothing else, least of all a private one.
func TestMaker(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file := func(kind string, b []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "maker.pem")
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good, goodErr := x509.MarshalPKIXPublicKey(public)
	secret, secretErr := x509.MarshalPKCS8PrivateKey(private)
	foreign, foreignErr := x509.MarshalPKIXPublicKey(other.PublicKey())
	if k, err := readMaker(file("PUBLIC KEY", good, goodErr)); err != nil || !k.Equal(public) {
		t.Errorf("%x, %v", k, err)
	}
	if k, err := readMaker(""); k != nil || err != nil {
		t.Errorf("%x, %v", k, err)
	}
	for name, f := range map[string]string{
		"a private key": file("PRIVATE KEY", secret, secretErr), "another kind": file("PUBLIC KEY", foreign, foreignErr),
		"cut off": file("PUBLIC KEY", good[:20], nil), "none": filepath.Join(t.TempDir(), "none"),
	} {
		if k, err := readMaker(f); k != nil || err == nil {
			t.Errorf("%s: %x", name, k)
		}
		if err := Run(t.Context(), Config{Adapter: "eth0", State: filepath.Join(t.TempDir(), "lock"), Maker: f}, bytes.NewReader(nil), &bytes.Buffer{}); err == nil {
			t.Errorf("%s: it runs", name)
		}
	}
}
