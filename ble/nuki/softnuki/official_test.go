package softnuki

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core/clock"
)

// vectors are the vendor's worked examples.
type vectors struct {
	Crypto struct {
		Lock   string `json:"lock_public_key"`
		Client string `json:"client_public_key"`
		Shared string `json:"shared_key"`
	} `json:"crypto"`
	Pairing   [][2]string `json:"pairing_frames"`
	Encrypted []struct{ Name, Plain, Wire string }
	States    []string `json:"state_payloads"`
}

func official(t *testing.T) (v vectors) {
	t.Helper()
	b, err := os.ReadFile("../testdata/nuki_vectors.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil || len(v.Pairing) != 10 || len(v.Encrypted) != 5 || len(v.States) != 3 {
		t.Fatal("the vectors are not all there", err)
	}
	return v
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// officialKey is the lock's. Of the private half only what it comes to with the client's is
// published.
type officialKey struct {
	public, client nuki.PublicKey
	shared         nuki.SharedKey
}

func (k officialKey) Public() nuki.PublicKey { return k.public }

func (k officialKey) Agree(peer nuki.PublicKey) (nuki.SharedKey, error) {
	if peer != k.client {
		return nuki.SharedKey{}, nuki.ErrKey
	}
	return k.shared, nil
}

func (v vectors) key(t *testing.T) officialKey {
	return officialKey{
		nuki.PublicKey(unhex(t, v.Crypto.Lock)), nuki.PublicKey(unhex(t, v.Crypto.Client)), nuki.NewSharedKey([32]byte(unhex(t, v.Crypto.Shared))),
	}
}

// TestOfficialExamples: given the document's keys and nonces, what the lock indicates is what the
// document prints, byte by byte: the whole pairing, then states, a challenge, and the states while
// and after it unlocks. What the client writes is the document's, too.
func TestOfficialExamples(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := official(t)
		answer, challenge := unhex(t, v.Encrypted[1].Wire), unhex(t, v.Encrypted[3].Wire)
		grant := unhex(t, v.Pairing[7][1])
		rest := make([]byte, 1024) // of which the document has no wire bytes
		random := drawn(
			unhex(t, v.Pairing[3][1])[2:34], unhex(t, v.Pairing[5][1])[2:34], grant[2+32+4+16:2+32+4+16+32],
			answer[:24], unhex(t, v.Encrypted[3].Plain)[6:38], challenge[:24], rest,
		)
		l, err := New(Config{
			Random: random, Key: v.key(t), ID: 0x2f3a6b01, UUID: nuki.UUID(grant[2+32+4:]), PIN: pin(t, "1234"), Motor: 12 * time.Second,
			Old: [5]byte{0x20, 0x0a},
		}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		h := call(t, l, 185)
		hands(t, l, "button")
		h.speaks(classicGDIO, v.Pairing)

		l.rec.Settings.Zone = 60
		l.sets(time.Date(2016, 3, 7, 8, 15, 30, 0, time.UTC))
		if err := l.Fault(ShortState, 15); err != nil {
			t.Fatal(err)
		}
		h.speaks(usdio, [][2]string{{"CL", v.Encrypted[0].Wire}, {"SL", v.Encrypted[1].Wire}, {"CL", v.Encrypted[2].Wire}, {"SL", v.Encrypted[3].Wire}})

		l.cfg.Old = [5]byte{0x00, 0x07}
		l.sets(time.Date(2016, 3, 7, 8, 24, 32, 0, time.UTC))
		h.line.Write(usdio, unhex(t, v.Encrypted[4].Wire))
		h.plain("020000000E00010D9A", "020000000C00"+v.States[1])
		time.Sleep(12 * time.Second)
		h.plain("020000000C00"+v.States[2], "020000000E00002C8A")
	})
}

// sets the lock's own clock.
func (l *Lock) sets(t time.Time) {
	l.rec.Skew = 0
	l.rec.Skew = t.Unix() - l.now()
}

// speaks plays frames: the client's are written, the lock's are to come, and nothing else.
func (h *hub) speaks(u ble.UUID, frames [][2]string) {
	h.t.Helper()
	for i, f := range frames {
		b := unhex(h.t, f[1])
		if f[0] == "CL" {
			h.line.Write(u, b)
		} else if got := h.heard(u); !bytes.Equal(got, b) {
			h.t.Fatalf("frame %d is\n%X, and should be\n%X", i, got, b)
		}
	}
}

// plain is what came, opened; the document prints some of it without its CRC.
func (h *hub) plain(want ...string) {
	h.t.Helper()
	fs, err := new(nuki.FrameStream).Feed(h.heard(usdio))
	if err != nil || len(fs) != len(want) {
		h.t.Fatalf("%d frames where %d are due: %v", len(fs), len(want), err)
	}
	for i, f := range fs {
		in, err := nuki.OpenInside(official(h.t).key(h.t).shared, f)
		if err != nil {
			h.t.Fatal(err)
		}
		if w := unhex(h.t, want[i]); !bytes.Equal(in, w) && !bytes.Equal(in[:len(in)-2], w) {
			h.t.Errorf("%X, want %X", in, w)
		}
	}
}
