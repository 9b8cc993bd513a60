package repeater

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"

	"localiq/ble/profile"
	"localiq/core"
)

// wants pairs and says what came of it.
func (h *hub) wants(address, code string) *core.Error {
	_, err := h.Pair(h.t.Context(), core.AddRepeater{Address: address, Code: code}, h.ours())
	return core.AsError(err)
}

func TestWrongCodeIsRefused(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	var guess [16]byte
	for name, code := range map[string]string{
		"right box, wrong secret": profile.NewSetupCode(serial(s.Public()), guess).Reveal(),
		"another box":             newStation(t, nil, nil).shown(),
		"a lock's":                profile.NewSetupCode(profile.Serial{1}, guess).Reveal(),
		"a typing mistake":        s.shown()[:len(s.shown())-1] + "!",
	} {
		e := h.wants(s.address, code)
		if e == nil || e.Code != core.CodeInvalid || e.Do == "" || strings.Contains(e.Error(), code[5:9]) {
			t.Errorf("%s: %v", name, e)
		}
	}
	if hub, err := s.home.hub(); hub != nil || err != nil {
		t.Fatal("it has a hub now", err)
	}
	if e := h.wants(s.address, strings.ToLower(s.shown())); e != nil {
		t.Error("the right one:", e)
	}
}

// A code is good for one hub. That hub may repeat it: the network may have lost the answer.
func TestReplayedCodeIsRefused(t *testing.T) {
	s, h, thief := newStation(t, nil, nil), newHub(t), newHub(t)
	for range 2 {
		if e := h.wants(s.address, s.shown()); e != nil {
			t.Fatal(e)
		}
	}
	if e := thief.wants(s.address, s.shown()); e == nil || e.Code != core.CodeRefused || !strings.Contains(e.Do, "--forget-hub") {
		t.Errorf("%v", e)
	}
	if hub, _ := s.home.hub(); !bytes.Equal(hub, h.key.Public().(ed25519.PublicKey)) {
		t.Error("the box has another hub")
	}
}

// A box that is ours already is not added twice: its two entries would take the radio from each
// other.
func TestSameBoxIsNotAddedTwice(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	h.Set([]core.Repeater{h.add("hall", s, "")})
	if e := h.wants(s.address, s.shown()); e == nil || e.Code != core.CodeInvalid || !strings.Contains(e.Text, "hall") {
		t.Errorf("%v", e)
	}
}

// middle answers like a box, and passes on to one what it is told.
func middle(t *testing.T, to string) (address string, own tls.Certificate) {
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	own, err := clothe(key)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				any := &tls.Config{Certificates: []tls.Certificate{own}, NextProtos: []string{forPair, forRadio, forTunnel}, ClientAuth: tls.RequireAnyClientCert}
				a := tls.Server(c, any)
				if a.Handshake() != nil {
					return
				}
				b, err := tls.Dial("tcp", to, config(own, a.ConnectionState().NegotiatedProtocol, nil))
				if err != nil {
					return
				}
				defer b.Close()
				go func() { _, _ = io.Copy(a, b); c.Close() }()
				_, _ = io.Copy(b, a)
			}()
		}
	}()
	return l.Addr().String(), own
}

// Somebody in between, with a certificate of his own, learns nothing and gains nothing.
func TestManInTheMiddleLearnsAndGainsNothing(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	address, own := middle(t, s.address)
	if e := h.wants(address, s.shown()); e == nil || e.Code != core.CodeInvalid {
		t.Errorf("%v", e)
	}
	// Even one whose key had the serial that the code names: the proof is good in one session only.
	code := *s.code
	code.Serial = serial(own.PrivateKey.(ed25519.PrivateKey).Public().(ed25519.PublicKey))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := pair(ctx, h.own, address, code, nil); err == nil {
		t.Error("the hub took him for the box")
	}
	if hub, _ := s.home.hub(); hub != nil {
		t.Error("the box took him for the hub")
	}
	r := h.add("hall", s, "")
	r.Address = address
	if _, err := (row{r}).radio(ctx, h.own); err == nil || !strings.Contains(err.Error(), "another box") {
		t.Errorf("%v", err)
	}
}

// The same keys and the same code in another session are another proof.
func TestProofIsOfItsSession(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	seen := map[string]bool{}
	for range 2 {
		c, err := tls.Dial("tcp", s.address, config(h.own, forPair, nil))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		ours, theirs, err := proofs(*s.code, c.ConnectionState(), h.key.Public().(ed25519.PublicKey), s.Public())
		if err != nil || seen[string(ours)] || seen[string(theirs)] || bytes.Equal(ours, theirs) {
			t.Error("a proof that was seen before", err)
		}
		seen[string(ours)], seen[string(theirs)] = true, true
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	h := newHub(t)
	code := profile.NewSetupCode(profile.Serial{1}, [16]byte{}).Reveal()
	for _, bad := range []string{"", "attic", ":8445", "attic:", "attic:x", "attic:0", "attic:65536", "a b:1", "::1:8445", strings.Repeat("a", 300) + ":1", "é:1"} {
		if e := h.wants(bad, code); e == nil || e.Code != core.CodeInvalid || e.Do == "" {
			t.Errorf("%q: %v", bad, e)
		}
	}
}
