package nuki

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"
)

// FuzzMessage: what was read is written, and read as the same again.
func FuzzMessage(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Decode(b)
		if err != nil {
			if m != nil || !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrUnknown) {
				t.Fatalf("%v %v", m, err)
			}
			return
		}
		again, err := Encode(m)
		if err != nil {
			t.Fatalf("%#v was read, and cannot be written: %v", m, err)
		}
		if len(again) > len(b) {
			t.Fatalf("%x grew to %x", b, again)
		}
		if n, err := Decode(again); err != nil || n != m {
			t.Fatalf("%#v is read again as %#v %v", m, n, err)
		}
	})
}

// pieces are b cut as cuts says.
func pieces(b, cuts []byte) (ps [][]byte) {
	for _, c := range cuts {
		n := min(len(b), int(c))
		ps, b = append(ps, b[:n]), b[n:]
	}
	return append(ps, b)
}

// FuzzPlainStream: the pieces change nothing; each message is one that was there, in order; and
// what is held is bounded.
func FuzzPlainStream(f *testing.F) {
	f.Fuzz(func(t *testing.T, b, cuts []byte) {
		var whole, cut PlainStream
		want, wantErr := whole.Feed(b)
		var got []Message
		var gotErr error
		for _, p := range pieces(b, cuts) {
			var ms []Message
			ms, gotErr = cut.Feed(p)
			got = append(got, ms...)
			if len(cut.held) > 105 {
				t.Fatalf("holds %d bytes", len(cut.held))
			}
		}
		if !slices.Equal(got, want) || !errors.Is(gotErr, wantErr) {
			t.Fatalf("%v %v, in pieces %v %v", want, wantErr, got, gotErr)
		}
		for _, m := range got {
			if e, err := EncodePlain(m); err != nil {
				t.Fatal(err)
			} else if n, err := DecodePlain(e); err != nil || n != m {
				t.Fatalf("%v is said again as %v %v", m, n, err)
			}
		}
	})
}

// FuzzFrameStream: the pieces change nothing; the frames are the bytes that came; what is held
// is bounded; and none of it opens.
func FuzzFrameStream(f *testing.F) {
	f.Fuzz(func(t *testing.T, b, cuts []byte, only uint32) {
		whole, cut := FrameStream{Only: AuthID(only)}, FrameStream{Only: AuthID(only)}
		want, wantErr := whole.Feed(b)
		var got []Frame
		var gotErr error
		for _, p := range pieces(b, cuts) {
			var fs []Frame
			fs, gotErr = cut.Feed(p)
			got = append(got, fs...)
			if len(cut.held) > mostFrame {
				t.Fatalf("holds %d bytes", len(cut.held))
			}
		}
		if !reflect.DeepEqual(got, want) || !errors.Is(gotErr, wantErr) {
			t.Fatalf("%x %v, in pieces %x %v", want, wantErr, got, gotErr)
		}
		if !bytes.HasPrefix(b, bytes.Join(asBytes(got), nil)) {
			t.Fatalf("%x is not the beginning of %x", got, b)
		}
		for _, f := range got {
			if m, err := Open(NewSharedKey([32]byte{0xee, 0xdd}), f); err == nil {
				t.Fatalf("%x is %v", f, m)
			}
		}
	})
}

// FuzzInside: whoever has the key may say anything, and ends the link or is passed by.
func FuzzInside(f *testing.F) {
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > mostFrame-headSize-16 {
			return
		}
		frame := SealInside(sharedS, 2, FrameNonce{}, in)
		ms, err := NewChannel(sharedS, 2, nil).Feed(frame)
		if len(ms) > 1 || (err == nil) != (len(ms) == 1) {
			t.Fatalf("%v %v", ms, err)
		}
		if err != nil && !errors.Is(err, ErrForged) && !errors.Is(err, ErrBroken) {
			t.Fatal(err)
		}
	})
}

// FuzzPairing: no lock makes the hub believe in an authorization without the key's MAC.
func FuzzPairing(f *testing.F) {
	f.Fuzz(func(t *testing.T, b, cuts []byte, fifth bool) {
		g := Classic
		if fifth {
			g = Fifth
		}
		hub, _ := pair(g, 1)
		if _, err := hub.Begin(); err != nil {
			t.Fatal(err)
		}
		for _, p := range pieces(b, cuts) {
			if out, err := hub.Take(p); err != nil {
				break
			} else if len(out) > 4 {
				t.Fatalf("%d answers", len(out))
			}
		}
		if bond, ok := hub.Done(); ok {
			t.Fatalf("paired with %v", bond)
		}
	})
}

// FuzzPairingLock: nobody gets an authorization without the key's MAC, and each piece is
// answered by a frame that can be read.
func FuzzPairingLock(f *testing.F) {
	f.Fuzz(func(t *testing.T, b, cuts []byte, fifth bool) {
		g := Classic
		if fifth {
			g = Fifth
		}
		_, lock := pair(g, 1)
		for _, p := range pieces(b, cuts) {
			out, err := lock.Take(p)
			for _, a := range out {
				if m, err := DecodePlain(a); err != nil {
					t.Fatalf("%x: %v %v", a, m, err)
				}
			}
			if err != nil && len(out) == 0 {
				t.Fatalf("%v, and nobody is told", err)
			}
		}
		if c, ok := lock.Done(); ok {
			t.Fatalf("paired with %v", c)
		}
	})
}

// FuzzAdvert: whatever is heard; and what was read is said again as it was.
func FuzzAdvert(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, ok := ParseAdvert(raw)
		if !ok {
			if a != (Advert{}) {
				t.Fatalf("%+v of nobody", a)
			}
			return
		}
		b, ok := ParseAdvert(a.Bytes())
		if a.Beacon = true; a.Pairing != GenerationUnknown {
			a = Advert{Pairing: a.Pairing}
		}
		if !ok || a != b {
			t.Fatalf("%+v, then %+v", a, b)
		}
	})
}

// FuzzTyped: what people type; nothing of it is in an error.
func FuzzTyped(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := ParseID(s); err == nil {
			if again, err := ParseID(id.Name()); err != nil || again != id {
				t.Fatalf("%v, then %v %v", id, again, err)
			}
		} else if err != ErrID {
			t.Fatal(err)
		}
		if c, err := ParseCode(s); err == nil && (c.Reveal() != s || !c.Valid()) || err != nil && err != ErrCode {
			t.Fatal(err)
		}
		if p, err := ParsePIN(s); err == nil {
			if again, err := NewPIN(p.Generation(), p.Number()); err != nil || !again.Same(p) {
				t.Fatal(err)
			}
		} else if err != ErrPIN {
			t.Fatal(err)
		}
	})
}
