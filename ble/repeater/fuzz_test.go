package repeater

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzReadAddress: what a hub may send for an address, and what a box makes of anything else.
func FuzzReadAddress(f *testing.F) {
	f.Add([]byte("\x0fattic.home:8445"))
	f.Add([]byte("\x0b[fe80::1]:80"))
	f.Add([]byte("\xffx"))
	f.Add([]byte{0})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := readAddress(bytes.NewReader(b))
		if err != nil {
			return
		}
		if strings.ContainsAny(s, " \n\x00\x1b") || len(s) > 255 {
			t.Errorf("took %q", s)
		}
		var w bytes.Buffer
		if err := writeAddress(&w, s); err != nil || !bytes.HasPrefix(b, w.Bytes()) {
			t.Errorf("%q comes back as %x, %v", s, w.Bytes(), err)
		}
	})
}

// FuzzReadAnswer: one byte of a short list.
func FuzzReadAnswer(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{byte(cannotReach)})
	f.Add([]byte{255})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := readAnswer(bytes.NewReader(b))
		if err != nil {
			return
		}
		var w bytes.Buffer
		if a > cannotReach || a.to(&w) != nil || w.Bytes()[0] != b[0] {
			t.Errorf("%x is %d", b, a)
		}
	})
}
