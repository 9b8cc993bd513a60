package repeater

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// answering is somebody who takes calls, one after the other.
func answering(t *testing.T, how func(net.Conn)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-over })
	go func() {
		defer close(over)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			how(c)
			c.Close()
		}
	}()
	return l.Addr().String()
}

// speaks is a program over TLS, with a certificate of its own.
func speaks(own tls.Certificate, c *tls.Config) func(net.Conn) {
	c.Certificates = []tls.Certificate{own}
	return func(conn net.Conn) {
		s := tls.Server(conn, c)
		if s.Handshake() == nil {
			_, _ = io.Copy(io.Discard, s)
		}
	}
}

func webCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	as := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Unix(1<<32, 0)}
	der, err := x509.CreateCertificate(rand.Reader, &as, &as, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// Whoever adds what is no repeater, or none of this release, is told what was found at that
// address and what to do next; and it is not the same sentence for all.
func TestWhoIsNoRepeaterIsToldApart(t *testing.T) {
	h := newHub(t)
	code := profile.NewSetupCode(profile.Serial{1}, [16]byte{}).Reveal()
	web := webCertificate(t)
	for name, c := range map[string]struct {
		how        func(net.Conn)
		says, next string
	}{
		"another program":             {func(c net.Conn) { _, _ = c.Write([]byte("SSH-2.0-OpenSSH_9.9\r\n")); _, _ = io.Copy(io.Discard, c) }, "is no repeater", "compare the address"},
		"a web site":                  {speaks(web, &tls.Config{}), "is no repeater", "compare the address"},
		"a web site that will not":    {speaks(web, &tls.Config{NextProtos: []string{"h2"}}), "has a hub already, or runs another release, or is no repeater", "shows a code"},
		"an Ed25519 key, no protocol": {speaks(h.own, &tls.Config{}), "is no repeater", "compare the address"},
		"an older TLS":                {speaks(web, &tls.Config{MaxVersion: tls.VersionTLS12}), "does not speak as", "the same release"},
		"a hang-up":                   {func(c net.Conn) { _, _ = io.ReadFull(c, make([]byte, 16)) }, "hung up", "try again"},
	} {
		e := h.wants(answering(t, c.how), code)
		if e == nil || !strings.Contains(e.Text, c.says) || !strings.Contains(e.Do, c.next) {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if e := h.wants("127.0.0.1:1", code); e == nil || e.Code != core.CodeLockOffline || !strings.Contains(e.Do, "radio --listen") {
		t.Errorf("nobody there: %+v", e)
	}
	if e := silent("nowhere:8445", &net.OpError{Op: "dial", Err: &net.DNSError{Name: "nowhere"}}); !strings.Contains(e.Text, "name nowhere") || !strings.Contains(e.Do, "in numbers") {
		t.Errorf("a name that nobody has: %+v", e)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	mute := answering(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	typed, err := parseCode(code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pair(ctx, h.own, mute, typed, nil); err == nil || !strings.Contains(err.Error(), "says nothing") {
		t.Errorf("who is mute: %v", err)
	}
}
