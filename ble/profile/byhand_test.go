package profile

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// byHand is Noise as the document's section 7 has it, written from Noise's own text and without
// the library that the code uses: what a firmware engineer would write.
type byHand struct {
	t        *testing.T
	ck, h, k []byte
	n        uint64
}

func startByHand(t *testing.T, name string, prologue []byte) *byHand {
	s := &byHand{t: t}
	s.h = []byte(name)
	if len(s.h) > 32 {
		sum := sha256.Sum256(s.h)
		s.h = sum[:]
	}
	for len(s.h) < 32 {
		s.h = append(s.h, 0)
	}
	s.ck = s.h
	s.mixHash(prologue)
	return s
}

func (s *byHand) mixHash(b []byte) {
	sum := sha256.Sum256(append(append([]byte(nil), s.h...), b...))
	s.h = sum[:]
}

func (s *byHand) expand(ikm []byte, n int) (out [][]byte) {
	mac := func(key []byte, parts ...[]byte) []byte {
		m := hmac.New(sha256.New, key)
		for _, p := range parts {
			m.Write(p)
		}
		return m.Sum(nil)
	}
	temp, last := mac(s.ck, ikm), []byte(nil)
	for i := range n {
		last = mac(temp, last, []byte{byte(i + 1)})
		out = append(out, last)
	}
	return out
}

func (s *byHand) mixKey(ikm []byte) {
	o := s.expand(ikm, 2)
	s.ck, s.k, s.n = o[0], o[1], 0
}

func (s *byHand) mixKeyAndHash(psk []byte) {
	o := s.expand(psk, 3)
	s.ck = o[0]
	s.mixHash(o[1])
	s.k, s.n = o[2], 0
}

func nonce(n uint64) []byte { return binary.LittleEndian.AppendUint64(make([]byte, 4), n) }

func openWith(t *testing.T, k []byte, n uint64, ad, box []byte) []byte {
	t.Helper()
	a, err := chacha20poly1305.New(k)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := a.Open(nil, nonce(n), box, ad)
	if err != nil {
		t.Fatalf("by hand, message %d: %v", n, err)
	}
	return plain
}

func (s *byHand) open(box []byte) []byte {
	s.t.Helper()
	if s.k == nil {
		s.mixHash(box)
		return box
	}
	plain := openWith(s.t, s.k, s.n, s.h, box)
	s.n++
	s.mixHash(box)
	return plain
}

func (s *byHand) dh(private, public []byte) []byte {
	s.t.Helper()
	a, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		s.t.Fatal(err)
	}
	b, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := a.ECDH(b)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// sealed opens the steps after a handshake, and compares.
func (s *byHand) sealed(steps []step) {
	s.t.Helper()
	keys, n := s.expand(nil, 2), map[string]uint64{}
	for i, st := range steps {
		if st.Body == "" {
			continue // its message ends in a later step
		}
		k := keys[0]
		if st.From == "lock" {
			k = keys[1]
		}
		if got := h(openWith(s.t, k, n[st.From], nil, unh(s.t, st.Body))); got != st.Plain {
			s.t.Errorf("step %d, %s: %s", i, st.Name, got)
		}
		n[st.From]++
	}
}

// TestSessionByHand: the vectors open with the document and the keys alone.
func TestSessionByHand(t *testing.T) {
	v := readVectors(t)
	lock, hub, eLock := unh(t, v.Keys.LockPrivate), unh(t, v.Keys.HubPublic), unh(t, v.Keys.LockEphemeral)
	for _, steps := range [][]step{v.Session, v.Session23, v.TableSync, v.TableSync23} {
		s := startByHand(t, "Noise_IK_25519_ChaChaPoly_SHA256", unh(t, v.Prologue))
		s.mixHash(unh(t, v.Keys.LockPublic))
		m := unh(t, steps[0].Body)
		e := m[:32]
		s.mixHash(e)
		s.mixKey(s.dh(lock, e))
		if got := s.open(m[32:80]); h(got) != h(hub) {
			t.Errorf("the hub's key is %x", got)
		}
		s.mixKey(s.dh(lock, hub))
		s.open(m[80:])
		m = unh(t, steps[1].Body)
		s.mixHash(m[:32])
		s.mixKey(s.dh(eLock, e))
		s.mixKey(s.dh(eLock, hub))
		if got := h(s.open(m[32:])); got != steps[1].Plain {
			t.Errorf("the hello is %s", got)
		}
		s.sealed(steps[2:])
	}
}

// TestPairingByHand: the same, with the setup code.
func TestPairingByHand(t *testing.T) {
	v := readVectors(t)
	psk, err := hkdf.Key(sha256.New, unh(t, v.SetupCode.Secret), unh(t, v.SetupCode.Serial), "Local IQ lock profile v1 pairing", 32)
	if err != nil {
		t.Fatal(err)
	}
	lock, eLock := unh(t, v.Keys.LockPrivate), unh(t, v.Keys.LockEphemeral)
	s := startByHand(t, "Noise_XXpsk3_25519_ChaChaPoly_SHA256", unh(t, v.Prologue))
	m := unh(t, v.Pairing[0].Body)
	e := m[:32]
	s.mixHash(e)
	s.mixKey(e) // in a handshake with a psk
	s.open(m[32:])
	m = unh(t, v.Pairing[1].Body)
	s.mixHash(m[:32])
	s.mixKey(m[:32])
	s.mixKey(s.dh(eLock, e))
	if got := s.open(m[32:80]); h(got) != v.Keys.LockPublic {
		t.Errorf("the lock's key is %x", got)
	}
	s.mixKey(s.dh(lock, e))
	s.open(m[80:])
	m = unh(t, v.Pairing[2].Body)
	hub := s.open(m[:48])
	if h(hub) != v.Keys.HubPublic {
		t.Errorf("the hub's key is %x", hub)
	}
	s.mixKey(s.dh(eLock, hub))
	s.mixKeyAndHash(psk)
	s.open(m[48:])
	s.sealed(v.Pairing[3:])
}
