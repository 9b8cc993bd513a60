package nuki

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

// vectors are the document's worked examples: all bytes in them are the vendor's.
type vectors struct {
	Crypto struct {
		LockPublic    string `json:"lock_public_key"`
		ClientPrivate string `json:"client_private_key"`
		ClientPublic  string `json:"client_public_key"`
		DH1           string `json:"dh1"`
		Shared        string `json:"shared_key"`
	} `json:"crypto"`
	Pairing   [][2]string `json:"pairing_frames"`
	Encrypted []struct{ Name, Plain, Wire string }
	Plain     []string `json:"plain_only"`
	States    []string `json:"state_payloads"`
	CRC       struct {
		Input string `json:"input_ascii"`
		CRC   string
	} `json:"crc_check"`
}

func official(t testing.TB) (v vectors) {
	t.Helper()
	b, err := os.ReadFile("testdata/nuki_vectors.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Pairing) != 10 || len(v.Encrypted) != 5 || len(v.Plain) != 2 || len(v.States) != 3 {
		t.Fatalf("the vectors are not all there: %d %d %d %d", len(v.Pairing), len(v.Encrypted), len(v.Plain), len(v.States))
	}
	return v
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func key32(t testing.TB, s string) [32]byte {
	t.Helper()
	b := unhex(t, s)
	if len(b) != 32 {
		t.Fatalf("%d bytes are no key", len(b))
	}
	return [32]byte(b)
}

func officialKey(t testing.TB) SharedKey { return NewSharedKey(key32(t, official(t).Crypto.Shared)) }

// TestOfficialKeys: the same keys come out, from the client's side. Of the lock's only the
// public half is published.
func TestOfficialKeys(t *testing.T) {
	c := official(t).Crypto
	own := NewPrivateKey(key32(t, c.ClientPrivate))
	if own.Public() != PublicKey(key32(t, c.ClientPublic)) {
		t.Errorf("public key %v", own.Public())
	}
	s, err := own.Agree(PublicKey(key32(t, c.LockPublic)))
	if err != nil || s.Reveal() != key32(t, c.Shared) {
		t.Errorf("another shared key, %v", err)
	}
}

func TestOfficialCRC(t *testing.T) {
	c := official(t).CRC
	if got := fmt.Sprintf("%04X", crc([]byte(c.Input))); got != c.CRC {
		t.Errorf("crc %s, not %s", got, c.CRC)
	}
}

// TestOfficialPairing: with the example's key and nonce our client says what the example's does,
// byte by byte, and takes the example's lock for what it is.
func TestOfficialPairing(t *testing.T) {
	v := official(t)
	nonce := unhex(t, v.Pairing[6][1])[2+32+1+4+32:][:32]
	p := Pairing{
		Own: NewPrivateKey(key32(t, v.Crypto.ClientPrivate)), Generation: Classic,
		Type: IDApp, App: 0, Name: "Marc (Test)", Random: bytes.NewReader(nonce),
	}
	said, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range v.Pairing {
		want := unhex(t, f[1])
		if f[0] == "CL" {
			if !bytes.Equal(said, want) {
				t.Fatalf("frame %d\nwe say  %x\nexample %x", i, said, want)
			}
			continue
		}
		out, err := p.Take(want)
		if err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
		if last := i == len(v.Pairing)-1; last != (len(out) == 0) {
			t.Fatalf("frame %d: %d answers", i, len(out))
		} else if !last {
			said = out[0]
		}
	}
	b, ok := p.Done()
	if !ok || b.Auth != 2 || b.Key.Reveal() != key32(t, v.Crypto.Shared) || b.Lock != PublicKey(key32(t, v.Crypto.LockPublic)) ||
		b.UUID.String() != "83b33643c6d97ef77ed51c02a277cbf7" {
		t.Errorf("bond %v %v", b, ok)
	}
}

// TestOfficialPairingOfTheLock: our lock says what the example's does, byte by byte. The
// example's private key is not published, but what comes of it.
func TestOfficialPairingOfTheLock(t *testing.T) {
	v := official(t)
	say := func(i int) []byte { return unhex(t, v.Pairing[i][1]) }
	var drawn []byte // the lock's three nonces
	drawn = append(drawn, say(3)[2:34]...)
	drawn = append(drawn, say(5)[2:34]...)
	drawn = append(drawn, say(7)[2+32+4+16:][:32]...)
	var asked Applicant
	p := PairingLock{
		Own:        exampleLock{PublicKey(key32(t, v.Crypto.LockPublic)), officialKey(t)},
		Generation: Classic, UUID: UUID(unhex(t, "83b33643c6d97ef77ed51c02a277cbf7")), Open: true,
		Grant:  func(a Applicant) (AuthID, ErrorCode) { asked = a; return 2, 0 },
		Random: bytes.NewReader(drawn),
	}
	for i := 0; i < len(v.Pairing); i += 2 {
		out, err := p.Take(say(i))
		if err != nil || len(out) != 1 || !bytes.Equal(out[0], say(i+1)) {
			t.Fatalf("frame %d: %v\nwe say  %x\nexample %x", i+1, err, out, say(i+1))
		}
	}
	got, ok := p.Done()
	if !ok || got.Auth != 2 || asked.Name != "Marc (Test)" || asked.Type != IDApp || asked.App != 0 || got.Shared != officialKey(t) {
		t.Errorf("paired %v %v", got, ok)
	}
}

// TestOfficialFrames: each example opens, and is made again byte by byte.
func TestOfficialFrames(t *testing.T) {
	k := officialKey(t)
	for _, e := range official(t).Encrypted {
		wire, plain := Frame(unhex(t, e.Wire)), unhex(t, e.Plain)
		in, err := OpenInside(k, wire)
		if err != nil || !bytes.Equal(in, plain) {
			t.Errorf("%s: %v %x", e.Name, err, in)
			continue
		}
		m, err := Open(k, wire)
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		again, err := Seal(k, wire.Auth(), FrameNonce(wire[:24]), m)
		if err != nil || !bytes.Equal(again, wire) {
			t.Errorf("%s: %v\nagain %x\nwas   %x", e.Name, err, again, wire)
		}
	}
}

// TestOfficialPlain: the two statuses, which the document shows without their boxes.
func TestOfficialPlain(t *testing.T) {
	for i, want := range []StatusCode{Accepted, Complete} {
		b := unhex(t, official(t).Plain[i])
		m, err := Decode(b[4 : len(b)-2])
		if err != nil || m != (Status{want}) || !crcFits(b) {
			t.Errorf("%v %v", m, err)
		}
		again, err := Inside(2, m)
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x, not %x", again, b)
		}
	}
}

// TestOfficialStates: 15 bytes each, of 2016.
func TestOfficialStates(t *testing.T) {
	want := []States{
		{Mode: ModeDoor, Lock: Locked, Time: Time{2016, 3, 7, 8, 15, 30}, Zone: 60, Size: 15, Old: [5]byte{0x20, 0x0a}},
		{Mode: ModeDoor, Lock: Unlocking, Time: Time{2016, 3, 7, 8, 24, 32}, Zone: 60, Size: 15, Old: [5]byte{0, 7}},
		{Mode: ModeDoor, Lock: Unlocked, Time: Time{2016, 3, 7, 8, 24, 44}, Zone: 60, Size: 15, Old: [5]byte{0, 7}},
	}
	for i, s := range official(t).States {
		b := append([]byte{0x0c, 0}, unhex(t, s)...)
		m, err := Decode(b)
		if err != nil || m != want[i] {
			t.Errorf("%+v %v", m, err)
		}
		again, err := Encode(want[i])
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x, not %x", again, b)
		}
	}
}

// exampleLock is the document's lock.
type exampleLock struct {
	public PublicKey
	shared SharedKey
}

func (l exampleLock) Public() PublicKey                  { return l.public }
func (l exampleLock) Agree(PublicKey) (SharedKey, error) { return l.shared, nil }
