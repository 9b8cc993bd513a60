package profile

import (
	"bytes"
	"errors"
	"testing"
)

// TestSegments: every length crosses every MTU, in as few segments as there can be.
func TestSegments(t *testing.T) {
	for _, mtu := range []int{23, 24, 185, 247, 517} {
		c, j := cutter{size: mtu - 3}, joiner{}
		for n := range MaxMessage {
			body := bytes.Repeat([]byte{byte(n)}, n)
			vs, err := c.cut(0x20, body)
			if err != nil {
				t.Fatal(err)
			}
			if want := (n + 3 + mtu - 5) / (mtu - 4); len(vs) != want {
				t.Fatalf("MTU %d: %d bytes in %d segments, %d would do", mtu, n, len(vs), want)
			}
			for i, v := range vs {
				kind, got, done, err := j.join(v)
				if err != nil || len(v) > mtu-3 || done != (i == len(vs)-1) {
					t.Fatalf("MTU %d, %d bytes, segment %d: %v", mtu, n, i, err)
				}
				if done && (kind != 0x20 || !bytes.Equal(got, body)) {
					t.Fatalf("MTU %d: %d bytes became %d", mtu, n, len(got))
				}
			}
		}
		if _, err := c.cut(0x20, make([]byte, MaxMessage)); err == nil {
			t.Error("a message may be as long as it likes")
		}
	}
}

// TestBadSegments: each of them ends the session.
func TestBadSegments(t *testing.T) {
	for name, vs := range map[string][][]byte{
		"empty":                 {{}},
		"a header alone":        {{3}},
		"wrong sequence":        {{3 | 1<<2, 0, 1, 0x20}},
		"not a first":           {{2, 0, 1, 0x20}},
		"neither":               {{0, 0, 1, 0x20}},
		"first within":          {{1, 0, 9, 0x20}, {1 | 1<<2, 0, 9, 0x20}},
		"longer than it says":   {{3, 0, 1, 0x20, 0}},
		"shorter than it says":  {{3, 0, 2, 0x20}},
		"no kind":               {{3, 0, 0}},
		"half a length":         {{3, 0}},
		"too long":              {{1, 4, 1, 0x20}},
		"longer, and going on":  {{1, 0, 1, 0x20, 0}},
		"a message of 64 KiB":   {{1, 0xff, 0xff}},
		"last before its bytes": {{1, 0, 9}, {2 | 1<<2, 0x20}},
	} {
		j := joiner{}
		var err error
		for _, v := range vs {
			_, _, _, err = j.join(v)
		}
		if !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzSegments: any values are joined to messages or refused, and never more is held than one
// message. The input is a run of values, each behind its length.
func FuzzSegments(f *testing.F) {
	f.Add([]byte{4, 3, 0, 1, 0x20})
	f.Add([]byte{3, 1, 0, 9, 2, 6, 0x20})
	f.Add([]byte{3, 1, 0xff, 0xff})
	c := cutter{size: 20}
	var run []byte
	for _, n := range []int{0, 40, 300} {
		vs, err := c.cut(0x20, make([]byte, n))
		if err != nil {
			f.Fatal(err)
		}
		for _, v := range vs {
			run = append(append(run, byte(len(v))), v...)
		}
	}
	f.Add(run)
	f.Fuzz(func(t *testing.T, run []byte) {
		j, again := joiner{}, cutter{size: 20}
		for len(run) > 0 {
			n := min(int(run[0]), len(run)-1)
			v := run[1 : 1+n]
			run = run[1+n:]
			kind, body, done, err := j.join(v)
			if len(j.buf) > MaxMessage+2 {
				t.Fatalf("it holds %d bytes", len(j.buf))
			}
			if err != nil {
				return
			}
			if done {
				if _, err := again.cut(kind, body); err != nil {
					t.Fatalf("a message came that cannot go: %v", err)
				}
			}
		}
	})
}
