package repeater

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// wants pairs and says what came of it.
func (h *hub) wants(address, code string) *core.Error {
	_, err := h.Pair(h.t.Context(), core.AddRepeater{Address: address, Code: code})
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

// Nobody but the hub gets past the handshake, and nobody disturbs it by trying.
func TestStrangersStayOutside(t *testing.T) {
	s, h, thief := newStation(t, nil, nil), newHub(t), newHub(t)
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	l := h.talks()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err := row{r}.radio(ctx, thief.own)
	if e := core.AsError(err); e == nil || e.Code != core.CodeRefused || !strings.Contains(e.Text, "another hub") {
		t.Errorf("radio: %v", err)
	}
	if _, err := (row{r}).to(ctx, thief.own, "127.0.0.1:1"); core.AsError(err).Code != core.CodeRefused {
		t.Errorf("tunnel: %v", err)
	}
	for name, c := range map[string]*tls.Config{
		"no certificate":  {InsecureSkipVerify: true, NextProtos: []string{forRadio}},
		"TLS 1.2":         {InsecureSkipVerify: true, NextProtos: []string{forRadio}, MaxVersion: tls.VersionTLS12, Certificates: []tls.Certificate{h.own}},
		"no protocol":     {InsecureSkipVerify: true, Certificates: []tls.Certificate{thief.own}},
		"two protocols":   {InsecureSkipVerify: true, NextProtos: []string{forRadio, forPair}, Certificates: []tls.Certificate{thief.own}},
		"its own as ours": {InsecureSkipVerify: true, NextProtos: []string{forPair}, Certificates: []tls.Certificate{s.cert}},
	} {
		conn, err := tls.Dial("tcp", s.address, c)
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
			conn.Close()
		}
		if err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s: got in (%v)", name, err)
		}
	}
	if l.Err() != nil || len(s.started) != 1 {
		t.Errorf("the hub was disturbed: %v, %d radios", l.Err(), len(s.started))
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
func TestManInTheMiddle(t *testing.T) {
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

// Garbage, half a handshake, silence, and a thousand connections do not keep the hub out.
func TestFloodOfStrangers(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	r := h.add("hall", s, "")
	attacker := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	for i := range 1000 {
		c, err := attacker.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		switch i % 4 {
		case 0: // silence
		case 1:
			_, _ = c.Write([]byte("GET / HTTP/1.1\r\n\r\n"))
		case 2:
			_, _ = c.Write([]byte{0x16, 3, 1, 2, 0, 1}) // the beginning of a greeting
		case 3:
			_, _ = c.Write(append([]byte{0x16, 3, 1, 0xff, 0xff}, bytes.Repeat([]byte{1}, 1<<12)...)) // more than there may be
		}
	}
	began := time.Now()
	h.Set([]core.Repeater{r})
	h.rises("hall")
	h.talks()
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the hub was kept out for %s", took)
	}
}

// A stranger has seconds, however slowly he speaks.
func TestSlowStrangerIsHungUp(t *testing.T) {
	t.Parallel()
	s := newStation(t, nil, nil)
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	began, ended := time.Now(), make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, c); close(ended) }()
	for i := 0; ; i++ {
		select {
		case <-ended:
			if took := time.Since(began); took > 2*strangerWait {
				t.Errorf("he had %s", took)
			}
			return
		case <-time.After(100 * time.Millisecond): // his pace
			_, _ = c.Write([]byte{[]byte{0x16, 3, 1, 2, 0}[min(i, 4)]})
		}
	}
}

func TestOneHostHasItsShare(t *testing.T) {
	var g gate
	at := func(s string) net.Addr { a, _ := net.ResolveTCPAddr("tcp", s); return a }
	var leaves []func()
	for range mostFromOne {
		leave, ok := g.enter(at("192.0.2.1:1000"))
		if !ok {
			t.Fatal("too soon")
		}
		leaves = append(leaves, leave)
	}
	for _, same := range []string{"192.0.2.1:2000", "[::ffff:192.0.2.1]:7"} {
		if _, ok := g.enter(at(same)); ok {
			t.Errorf("%s has more than its share", same)
		}
	}
	leaves[0]()
	leaves[0]() // twice is once
	if _, ok := g.enter(at("192.0.2.1:3000")); !ok {
		t.Error("who left makes room")
	}
	n := 0
	for i := range 1000 { // a network full of addresses is one host, many networks fill the house
		if _, ok := g.enter(at("[2001:db8::" + string("0123456789abcdef"[i%16]) + "]:1")); ok {
			n++
		}
	}
	if n != mostFromOne {
		t.Errorf("one network has %d", n)
	}
	for i := range 1000 {
		g.enter(&net.TCPAddr{IP: net.IPv4(10, byte(i>>8), byte(i), 1)})
	}
	if g.all != mostStrangers {
		t.Errorf("%d are in", g.all)
	}
}

// [docs: --forget-hub] A box that was freed lets its hub in no more, and waits for the next.
func TestFreedBox(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	first := s.shown()
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	if err := s.home.Forget(); err != nil {
		t.Fatal(err)
	}
	if err := s.look(); err != nil {
		t.Fatal(err)
	}
	h.falls("hall")
	for {
		if e, ok := h.event().(core.RadioFell); ok && strings.Contains(e.Why, "does not know us any more") {
			break
		}
	}
	if s.shown() == first {
		t.Error("the code is the old one")
	}
	if e := newHub(t).wants(s.address, s.shown()); e != nil {
		t.Error(e)
	}
	if err := s.home.Forget(); err != nil || s.home.Forget() != nil {
		t.Error("to forget twice is to forget once")
	}
}

// Whose a box is outlives it; what cannot be read lets nobody in.
func TestBoxRemembers(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	h.add("hall", s, "")
	again, err := NewBox(s.home, nil)
	if err != nil || !again.Public().Equal(s.Public()) {
		t.Fatal("it is another box", err)
	}
	said := 0
	again.Say = func(string) { said++ }
	if err := again.look(); err != nil || !again.hub.Equal(h.key.Public()) || said != 0 {
		t.Errorf("%v, and it shows a code %d times", err, said)
	}
	key, whose := filepath.Join(s.home.Dir, keyFile), filepath.Join(s.home.Dir, hubFile)
	for _, f := range []string{key, whose} {
		if i, err := os.Stat(f); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", f, err)
		}
	}
	if err := os.WriteFile(whose, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := newHub(t).wants(s.address, s.shown()); e == nil {
		t.Error("a damaged file is taken for none")
	}
	if _, err := NewBox(s.home, nil); core.AsError(err).Code != core.CodeRefused || strings.Contains(err.Error(), "half of it") {
		t.Error(err)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewBox(s.home, nil); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Error(err)
	}
}

// A box that cannot write down whose it is does not say that it is ours.
func TestBoxThatCannotKeep(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	keepsIn := func(dir string) {
		s.Box.mu.Lock()
		defer s.Box.mu.Unlock()
		s.Box.home.Dir = dir
	}
	keepsIn("/proc") // where nobody, root included, can make a file
	if e := h.wants(s.address, s.shown()); e == nil || e.Code != core.CodeRefused || !strings.Contains(e.Text, "write down") {
		t.Errorf("%v", e)
	}
	keepsIn(s.home.Dir)
	if e := h.wants(s.address, s.shown()); e != nil {
		t.Error(e)
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	h := newHub(t)
	code := profile.NewSetupCode(profile.Serial{1}, [16]byte{}).Reveal()
	for _, bad := range []string{"", "attic", ":8445", "attic:", "attic:x", "attic:0", "attic:65536", "a b:1", "::1:8445", strings.Repeat("a", 300) + ":1", "é:1"} {
		if e := h.wants(bad, code); e == nil || e.Code != core.CodeInvalid || e.Do == "" {
			t.Errorf("%q: %v", bad, e)
		}
	}
}
