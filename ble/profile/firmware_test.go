package profile

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"testing"
)

func testMaker() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("maker"))
	return ed25519.NewKeyFromSeed(seed[:])
}

func testImageFile(t testing.TB) []byte {
	t.Helper()
	b, err := SignImage(testMaker(), ImageHead{Model: "virtual", Number: 12, Version: "1.2.0"}, seq(200, 0))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestImageByHand: the file is as section 11.12 of the document has it.
func TestImageByHand(t *testing.T) {
	sum := sha256.Sum256(seq(200, 0))
	var head tableCBOR
	head.head(5, 5)
	for i, v := range []any{[]byte("virtual"), 12, []byte("1.2.0"), 200, sum[:]} {
		head.value(i + 1)
		at := len(head)
		head.value(v)
		if i == 0 || i == 2 {
			head[at] |= 0x60 // a text, not bytes
		}
	}
	want := append([]byte{'L', 'I', 'Q', 'F', 0, byte(len(head))}, head...)
	file := testImageFile(t)
	if !bytes.Equal(file[:len(want)], want) {
		t.Fatalf("%x\n%x", file[:len(want)], want)
	}
	public := testMaker().Public().(ed25519.PublicKey)
	if !ed25519.Verify(public, want, file[len(want):len(want)+64]) || !bytes.Equal(file[len(want)+64:], seq(200, 0)) {
		t.Error("the signature or the body is another")
	}
	im, err := ParseImage(file)
	if err != nil || im.Model != "virtual" || im.Number != 12 || im.Version != "1.2.0" || im.Size != 200 || !bytes.Equal(im.Head, file[:len(want)+64]) {
		t.Errorf("%+v, %v", im, err)
	}
	if h, err := OpenHead(public, im.Head); err != nil || h.Number != 12 || !bytes.Equal(h.Sum, sum[:]) {
		t.Errorf("%+v, %v", h, err)
	}
}

// No bit of an image can be another: the hub sees it in the body, the lock in the head.
func TestImagesAreProven(t *testing.T) {
	file := testImageFile(t)
	public := testMaker().Public().(ed25519.PublicKey)
	n := len(file) - 200
	for i := range file {
		for bit := range 8 {
			b := bytes.Clone(file)
			b[i] ^= 1 << bit
			if i >= n {
				if _, err := ParseImage(b); err == nil {
					t.Errorf("byte %d, bit %d of a body may be anything", i, bit)
				}
			} else if _, err := OpenHead(public, b[:n]); err == nil {
				t.Errorf("byte %d, bit %d of a head may be anything", i, bit)
			}
		}
	}
	for cut := range n {
		if _, err := OpenHead(public, file[:cut]); err == nil {
			t.Errorf("%d of %d bytes are a head", cut, n)
		}
	}
	stranger := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	for name, key := range map[string]ed25519.PublicKey{"a stranger": stranger, "nobody": nil, "half a key": public[:16]} {
		if _, err := OpenHead(key, file[:n]); err == nil {
			t.Errorf("%s is taken for the maker", name)
		}
	}
	if _, err := ParseImage(append(bytes.Clone(file), 0)); err == nil {
		t.Error("a byte more is an image")
	}
}

// Limits hold for the maker, too.
func TestImagesHaveLimits(t *testing.T) {
	good := ImageHead{Model: "m", Number: 1, Version: "v"}
	long := string(make([]byte, MaxText+1))
	for name, c := range map[string]struct {
		head ImageHead
		body []byte
	}{
		"no body":         {good, nil},
		"no model":        {ImageHead{Number: 1, Version: "v"}, []byte{1}},
		"no number":       {ImageHead{Model: "m", Version: "v"}, []byte{1}},
		"no version":      {ImageHead{Model: "m", Number: 1}, []byte{1}},
		"a long model":    {ImageHead{Model: long, Number: 1, Version: "v"}, []byte{1}},
		"a long version":  {ImageHead{Model: "m", Number: 1, Version: long}, []byte{1}},
		"a body too long": {good, make([]byte, MaxImage+1)},
	} {
		if _, err := SignImage(testMaker(), c.head, c.body); err == nil {
			t.Errorf("%s is signed", name)
		}
	}
	full := string(bytes.Repeat([]byte{'x'}, MaxText))
	b, err := SignImage(testMaker(), ImageHead{Model: full, Number: 1<<32 - 1, Version: full}, make([]byte, MaxImage))
	if err != nil {
		t.Fatal(err)
	}
	im, err := ParseImage(b)
	if err != nil || len(im.Head) > MaxHead {
		t.Fatalf("%d bytes of head, %v", len(im.Head), err)
	}
	for _, m := range []Message{FirmwareBegin{Head: make([]byte, MaxHead)}, FirmwareData{Offset: MaxImage, Data: make([]byte, MaxData)}} {
		if _, err := encode(m); err != nil {
			t.Errorf("%T at its limit: %v", m, err)
		}
	}
}

// FuzzImage: any file is read or refused; what is read says what its bytes say.
func FuzzImage(f *testing.F) {
	file := testImageFile(f)
	f.Add(file)
	f.Add(file[:80])
	f.Add([]byte("LIQF\x00\x01\xa0"))
	public := testMaker().Public().(ed25519.PublicKey)
	f.Fuzz(func(t *testing.T, b []byte) {
		im, err := ParseImage(b)
		if err != nil {
			return
		}
		sum := sha256.Sum256(im.Body)
		if !bytes.Equal(b, append(bytes.Clone(im.Head), im.Body...)) || !bytes.Equal(sum[:], im.Sum) || int(im.Size) != len(im.Body) {
			t.Errorf("%+v of other bytes", im.ImageHead)
		}
		if h, err := OpenHead(public, im.Head); err == nil && !bytes.Equal(im.Head, file[:len(im.Head)]) {
			t.Errorf("nobody signed %+v", h)
		}
	})
}
