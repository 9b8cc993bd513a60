package web

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// TestSameKeySameAuthority: to the byte, whenever it is opened; one that is missed is not made anew.
func TestSameKeySameAuthority(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ca.key")
	if _, err := OpenAuthority(path, hubID, true); err == nil || core.AsError(err).Code != core.CodeRefused {
		t.Error("one that programs know is made anew", err)
	}
	a, err := OpenAuthority(path, hubID, false)
	if err != nil {
		t.Fatal(err)
	}
	b, err := OpenAuthority(path, hubID, true)
	if err != nil || !bytes.Equal(a.PEM(), b.PEM()) || a.Fingerprint() != b.Fingerprint() {
		t.Error("another authority of the same key", err)
	}
	other, err := NewAuthority(filepath.Join(t.TempDir(), "ca.key"), hubID)
	if err != nil || other.Fingerprint() == a.Fingerprint() {
		t.Error("two boxes have the same", err)
	}
	if err := os.WriteFile(path, []byte("so not\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenAuthority(path, hubID, false); err == nil || strings.Contains(err.Error(), "so not") {
		t.Error(err)
	}
}

// TestAuthoritySpeaksForTheBoxAlone: its certificates are good for the box's names and private addresses, and
// for nothing else, also where somebody has taken its key.
func TestAuthoritySpeaksForTheBoxAlone(t *testing.T) {
	a, err := NewAuthority(filepath.Join(t.TempDir(), "ca.key"), hubID)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(a.PEM())
	good := func(id core.HubID, addr, as string) error {
		made, err := a.leaf(id, []net.IP{net.ParseIP(addr)}, monday)
		if err != nil {
			t.Fatal(err)
		}
		_, err = made.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: as, CurrentTime: monday})
		return err
	}
	for _, as := range []string{"localiq-4f2a91c0.local", "localhost", "192.168.1.7"} {
		if err := good(hubID, "192.168.1.7", as); err != nil {
			t.Errorf("%s: %v", as, err)
		}
	}
	for id, as := range map[core.HubID]string{hubID: "bank.example", "other": "localiq-other.local"} {
		if good(id, "192.168.1.7", as) == nil {
			t.Errorf("it speaks for %s", as)
		}
	}
	if good(hubID, "9.9.9.9", "9.9.9.9") == nil {
		t.Error("it speaks for an address on the internet")
	}
}

// TestCertificateIsRenewed: for another address within seconds, and a month before it ends; also when the
// clock was set back behind its beginning. Else it stays.
func TestCertificateIsRenewed(t *testing.T) {
	a, err := NewAuthority(filepath.Join(t.TempDir(), "ca.key"), hubID)
	if err != nil {
		t.Fatal(err)
	}
	now, of := monday, "10.0.0.1"
	p := &plate{id: hubID, ca: a, now: func() time.Time { return now }, addrs: func() []net.IP { return []net.IP{net.ParseIP(of)} }}
	shows := func() *tls.Certificate {
		c, err := p.certificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := shows()
	for _, step := range []struct {
		after time.Duration
		of    string
		anew  bool
	}{{time.Second, "10.0.0.1", false}, {time.Hour, "10.0.0.1", false}, {lookEvery, "10.0.0.9", true}, {59 * 24 * time.Hour, "10.0.0.9", false},
		{24 * time.Hour, "10.0.0.9", true}, {-100 * 24 * time.Hour, "10.0.0.9", true}, {time.Minute, "10.0.0.9", false}} {
		now, of = now.Add(step.after), step.of
		is := shows()
		if (is != first) != step.anew {
			t.Errorf("after %s at %s: another certificate: %t", step.after, of, is != first)
		}
		if is.Leaf.VerifyHostname(of) != nil || now.Before(is.Leaf.NotBefore) || is.Leaf.NotAfter.Sub(now) < renewWith {
			t.Errorf("after %s at %s: %v until %v", step.after, of, is.Leaf.IPAddresses, is.Leaf.NotAfter)
		}
		first = is
	}
}

// TestOnlyTheNewestTLS: nobody is spoken to by an older one, or by HTTP without it.
func TestOnlyTheNewestTLS(t *testing.T) {
	r := start(t, nil)
	addr, _, _ := r.Serves()
	for name, c := range map[string]*tls.Config{"1.2": {MaxVersion: tls.VersionTLS12}, "h2": {NextProtos: []string{"h2"}}} {
		c.InsecureSkipVerify = true
		if conn, err := tls.Dial("tcp", addr, c); err == nil {
			conn.Close()
			t.Errorf("%s is spoken", name)
		}
	}
}
