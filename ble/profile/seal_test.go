package profile

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"localiq/ble"
)

var testAddr = ble.Addr{MAC: [6]byte{0x5a, 1, 2, 3, 4, 5}, Random: true}

// macByHand is HMAC-SHA-256 as RFC 2104 writes it, from the hash alone.
func macByHand(key, text []byte) []byte {
	inner, outer := bytes.Repeat([]byte{0x36}, 64), bytes.Repeat([]byte{0x5c}, 64)
	for i, k := range key {
		inner[i] ^= k
		outer[i] ^= k
	}
	in := sha256.Sum256(append(inner, text...))
	out := sha256.Sum256(append(outer, in[:]...))
	return out[:]
}

// TestSealedAdvertByHand: the bytes are those that section 5.2 of the document describes.
func TestSealedAdvertByHand(t *testing.T) {
	plain := []byte{0xab, 0xcd, 0xef, 0x11, 0x04}
	from := []byte{1, 0x5a, 1, 2, 3, 4, 5}
	mac := macByHand(testAdvertKey[:], append(append([]byte("mac"), from...), plain...))[:4]
	stream := macByHand(testAdvertKey[:], append(append([]byte("key"), from...), mac...))
	want := append(unh(t, "0201061b2123d5abbb53223db4b840509e0100a87520"), mac...)
	for i := range plain {
		want = append(want, plain[i]^stream[i])
	}
	got := SealAdvert(testAdvertKey, testAddr, 0x77abcdef, FlagRequest|FlagLocked|FlagPairing)
	if !bytes.Equal(got, want) || len(got) != 31 {
		t.Errorf("%x\n%x", got, want)
	}
	if seq, f, ok := OpenAdvert(testAdvertKey, testAddr, got); !ok || seq != 0xabcdef || f != FlagRequest|FlagLocked|FlagPairing {
		t.Errorf("%x %x %t", seq, f, ok)
	}
}

// Nothing of a sealed advertisement can be changed, moved to another address, read with another
// key, or taken for one in clear.
func TestSealedAdvertIsProven(t *testing.T) {
	raw := SealAdvert(testAdvertKey, testAddr, 7, FlagDoorOpen)
	for bit := 21 * 8; bit < len(raw)*8; bit++ {
		b := bytes.Clone(raw)
		b[bit/8] ^= 1 << (bit % 8)
		if _, _, ok := OpenAdvert(testAdvertKey, testAddr, b); ok {
			t.Errorf("bit %d of byte %d may be anything", bit%8, bit/8)
		}
	}
	public, other, key := testAddr, testAddr, testAdvertKey
	public.Random, other.MAC[5], key[31] = false, 6, 0
	for name, c := range map[string]struct {
		key  [32]byte
		from ble.Addr
		raw  []byte
	}{
		"a public address with the same bytes": {testAdvertKey, public, raw},
		"another address":                      {testAdvertKey, other, raw},
		"another key":                          {key, testAddr, raw},
		"one byte more":                        {testAdvertKey, testAddr, append(append([]byte{28, 0x21}, raw[5:]...), 0)},
		"one in clear":                         {testAdvertKey, testAddr, testAdvert().Bytes()},
		"nothing":                              {testAdvertKey, testAddr, nil},
	} {
		if _, _, ok := OpenAdvert(c.key, c.from, c.raw); ok {
			t.Errorf("%s opens", name)
		}
	}
	if a, ok := ParseAdvert(raw); ok || !Sealed(raw) || Sealed(testAdvert().Bytes()) {
		t.Errorf("it is taken for %+v", a)
	}
}

// Whoever listens learns neither what changed nor that nothing did: with each sequence and each
// address all nine bytes look like others.
func TestSealedAdvertTellsNothing(t *testing.T) {
	seen := map[string]bool{}
	for seq := range uint32(1000) {
		b := SealAdvert(testAdvertKey, testAddr, seq, FlagLocked)[22:]
		other := testAddr
		other.MAC[4], other.MAC[5] = byte(seq>>8), byte(seq)
		c := SealAdvert(testAdvertKey, other, 7, FlagLocked)[22:]
		for _, x := range []string{string(b[:4]), string(b[4:]), string(c[:4]), string(c[4:])} {
			if seen[x] {
				t.Fatalf("%x is there twice", x)
			}
			seen[x] = true
		}
	}
}

// A recording is older; a lock may count on over the end of 24 bits.
func TestSequencesOnlyGoOn(t *testing.T) {
	for _, c := range []struct {
		a, b uint32
		want bool
	}{{5, 5, true}, {5, 6, true}, {6, 5, false}, {maxSequence, 0, true}, {0, maxSequence, false}, {0, 1<<23 - 1, true}, {0, 1 << 23, false}, {maxSequence, 256, true}} {
		if got := SequenceAfter(c.a, c.b); got != c.want {
			t.Errorf("%x after %x: %t", c.b, c.a, got)
		}
	}
}

// FuzzSealedAdvert: whatever is heard from whatever address is read or passed over; what opens
// is what would have been sealed.
func FuzzSealedAdvert(f *testing.F) {
	f.Add(testAddr.MAC[:], SealAdvert(testAdvertKey, testAddr, 7, FlagLocked))
	f.Add(testAddr.MAC[:], testAdvert().Bytes())
	f.Add([]byte{}, []byte{0xff, 0x09, 0x61})
	f.Fuzz(func(t *testing.T, mac, raw []byte) {
		from := ble.Addr{Random: true}
		copy(from.MAC[:], mac)
		seq, flags, ok := OpenAdvert(testAdvertKey, from, raw)
		if !ok {
			return
		}
		if _, clear := ParseAdvert(raw); clear || !Sealed(raw) {
			t.Error("it is taken for one in clear, too")
		}
		if !bytes.Contains(raw, SealAdvert(testAdvertKey, from, seq, flags)[21:]) {
			t.Errorf("%x is not what sequence %d makes", raw, seq)
		}
	})
}
