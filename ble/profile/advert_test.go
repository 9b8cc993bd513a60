package profile

import (
	"bytes"
	"encoding/hex"
	"testing"
)

func testAdvert() Advert {
	return Advert{Version: 1, Sequence: 0x1234, Flags: FlagRequest | FlagLocked | FlagPairing, Serial: testSerial}
}

// TestAdvert: 31 bytes, each in its place.
func TestAdvert(t *testing.T) {
	b := testAdvert().Bytes()
	want := "020106" + "1b21" + "23d5abbb53223db4b840509e0100a875" + "10" + "1234" + "11" + "04" + "00" + "00c0ffee"
	if got := hex.EncodeToString(b); got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if a, ok := ParseAdvert(b); !ok || a != testAdvert() {
		t.Errorf("%+v", a)
	}
}

// TestOthersAdverts: what is heard may be anything.
func TestOthersAdverts(t *testing.T) {
	ours := testAdvert().Bytes()
	for name, c := range map[string]struct {
		raw []byte
		ok  bool
	}{
		"nothing":              {nil, false},
		"one byte":             {[]byte{2}, false},
		"length beyond":        {[]byte{0xff, 0x09, 0x61}, false},
		"zero length":          {append([]byte{0}, ours...), false},
		"odd list of UUIDs":    {append([]byte{4, 0x03, 1, 2, 3}, ours[3:]...), true},
		"ours after a name":    {append([]byte{3, 0x09, 'h', 'i'}, ours[3:]...), true},
		"empty structure":      {append([]byte{1, 0x21}, ours[3:]...), true},
		"cut off":              {ours[:30], false},
		"without our data":     {append([]byte{17, 0x21}, serviceLE...), false},
		"nine bytes":           {append(append([]byte{26, 0x21}, serviceLE...), ours[21:30]...), false},
		"a later one, longer":  {append(append([]byte{28, 0x21}, serviceLE...), append([]byte{0x10}, ours[22:]...)...), false},
		"a later one, whole":   {append(append([]byte{28, 0x21}, serviceLE...), append(append([]byte{0x10}, ours[22:]...), 7)...), true},
		"version 2, sealed":    {append(append([]byte{27, 0x21}, serviceLE...), append([]byte{0x20}, ours[22:]...)...), false},
		"version 3":            {append(append([]byte{27, 0x21}, serviceLE...), append([]byte{0x30}, ours[22:]...)...), false},
		"version 0":            {append(append([]byte{27, 0x21}, serviceLE...), append([]byte{0x0f}, ours[22:]...)...), false},
		"another service":      {append(append([]byte{27, 0x21}, make([]byte, 16)...), ours[21:]...), false},
		"16-bit service data":  {append([]byte{13, 0x16}, ours[19:]...), false},
		"only a length at end": {append(bytes.Clone(ours[:3]), 5), false},
	} {
		if _, ok := ParseAdvert(c.raw); ok != c.ok {
			t.Errorf("%s: %t", name, ok)
		}
	}
}

// FuzzAdvert: any bytes are read or passed over; what is read is written the same again.
func FuzzAdvert(f *testing.F) {
	f.Add(testAdvert().Bytes())
	f.Add([]byte{0xff, 0x09, 0x61})
	f.Add([]byte{4, 0x03, 1, 2, 3, 0, 0, 0})
	f.Add([]byte{1, 0x21, 1, 0x21})
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, ok := ParseAdvert(raw)
		if !ok {
			return
		}
		if again, ok := ParseAdvert(a.Bytes()); !ok || again != a {
			t.Errorf("%+v became %+v", a, again)
		}
	})
}
