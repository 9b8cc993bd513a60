package nuki

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// dice is randomness that is the same in each run.
func dice(seed byte) *rand.ChaCha8 { return rand.NewChaCha8(sha256.Sum256([]byte{seed})) }

// cut b into pieces of one to most bytes.
func cut(b []byte, most int, r *rand.ChaCha8) (pieces [][]byte) {
	for len(b) > 0 {
		n := min(len(b), 1+int(r.Uint64()%uint64(most)))
		pieces = append(pieces, b[:n])
		b = b[n:]
	}
	return pieces
}

// said is a talk of each message once, as frames.
func said(t testing.TB, c *Channel) (frames []Frame, ms []Message) {
	t.Helper()
	for _, m := range byHand {
		f, err := c.Seal(m.m)
		if err != nil {
			t.Fatal(err)
		}
		frames, ms = append(frames, f), append(ms, m.m)
	}
	return frames, ms
}

var sharedS = NewSharedKey([32]byte{1, 2, 3})

// TestChannelInAnyChunks: the same messages, whatever the pieces are.
func TestChannelInAnyChunks(t *testing.T) {
	r := dice(1)
	for _, most := range []int{1, 2, 7, IndicationSize, 54, 1000} {
		frames, want := said(t, NewChannel(sharedS, 2, r))
		lock := NewChannel(sharedS, 2, r)
		var got []Message
		for _, p := range cut(bytes.Join(asBytes(frames), nil), most, r) {
			ms, err := lock.Feed(p)
			if err != nil {
				t.Fatalf("pieces up to %d: %v", most, err)
			}
			got = append(got, ms...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("pieces up to %d: %d messages", most, len(got))
		}
	}
}

func asBytes(fs []Frame) (bs [][]byte) {
	for _, f := range fs {
		bs = append(bs, f)
	}
	return bs
}

// TestLostIndication: whichever indication is lost, what comes out is the beginning of what was
// said, then an error, and nothing any more.
func TestLostIndication(t *testing.T) {
	r := dice(2)
	frames, want := said(t, NewChannel(sharedS, 2, r))
	var pieces [][]byte
	for _, f := range frames { // as a lock does: each frame begins an indication
		pieces = append(pieces, slices.Collect(slices.Chunk([]byte(f), IndicationSize))...)
	}
	for lost := range pieces {
		hub := NewChannel(sharedS, 2, r)
		var got []Message
		var failed error
		for i, p := range pieces {
			if i == lost {
				continue
			}
			ms, err := hub.Feed(p)
			if failed != nil && (err == nil || len(ms) > 0) {
				t.Fatalf("%d lost: it goes on after %v", lost, failed)
			}
			got, failed = append(got, ms...), err
		}
		if len(got) > len(want) || !slices.Equal(got, want[:len(got)]) {
			t.Errorf("%d lost: something else was read", lost)
		}
		last := (len(frames[len(frames)-1]) + IndicationSize - 1) / IndicationSize
		if failed == nil && lost < len(pieces)-last { // behind the last frame nothing comes that could tell
			t.Errorf("%d of %d lost, and nobody noticed", lost, len(pieces))
		}
	}
}

// TestChangedByte: whichever byte is another one, no message comes of that frame.
func TestChangedByte(t *testing.T) {
	f, err := NewChannel(sharedS, 2, dice(3)).Seal(LockAction{Action: Lock, Nonce: nonceN})
	if err != nil {
		t.Fatal(err)
	}
	for i := range f {
		bad := bytes.Clone(f)
		bad[i] ^= 0x40
		ms, err := NewChannel(sharedS, 2, nil).Feed(bad)
		if len(ms) > 0 {
			t.Errorf("byte %d: %v", i, ms)
		}
		if i >= headSize && !errors.Is(err, ErrForged) {
			t.Errorf("byte %d: %v", i, err)
		}
	}
}

// TestAuthorizationInsideIsTheOneOutside: the one in front of the box is not authenticated.
func TestAuthorizationInsideIsTheOneOutside(t *testing.T) {
	in, err := Inside(3, Status{Complete})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := Open(sharedS, SealInside(sharedS, 2, FrameNonce{}, in)); !errors.Is(err, ErrForged) {
		t.Errorf("%v %v", m, err)
	}
	if m, err := Open(NewSharedKey([32]byte{9}), SealInside(sharedS, 3, FrameNonce{}, in)); !errors.Is(err, ErrForged) {
		t.Errorf("another key: %v %v", m, err)
	}
}

// TestZeroCRCInside: some firmware sends 0 in the box, where it is taken; another wrong one is
// not, and in plaintext 0 is as wrong as any.
func TestZeroCRCInside(t *testing.T) {
	in, err := Inside(2, Status{Complete})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		crc  uint16
		want error
	}{{0, nil}, {1, ErrForged}, {0xffff, ErrForged}} {
		copy(in[len(in)-2:], []byte{byte(c.crc), byte(c.crc >> 8)})
		ms, err := NewChannel(sharedS, 2, nil).Feed(SealInside(sharedS, 2, FrameNonce{}, in))
		if !errors.Is(err, c.want) || c.want == nil && !slices.Equal(ms, []Message{Status{Complete}}) {
			t.Errorf("crc %04x: %v %v", c.crc, ms, err)
		}
	}
	if m, err := DecodePlain([]byte{0x0e, 0, 0, 0, 0}); !errors.Is(err, ErrBroken) {
		t.Errorf("plain: %v %v", m, err)
	}
}

// TestLaterFirmware: what is authentic and unknown, or of another shape, is passed by.
func TestLaterFirmware(t *testing.T) {
	c := NewChannel(sharedS, 2, dice(4))
	var wire []byte
	for _, payload := range [][]byte{{0x99, 0x01, 1, 2, 3}, {0x0c, 0x00, 1}, {0x0e, 0x00, 0}} {
		in := appendCRC(append([]byte{2, 0, 0, 0}, payload...))
		wire = append(wire, SealInside(sharedS, 2, FrameNonce{}, in)...)
	}
	ms, err := c.Feed(wire)
	if err != nil || !slices.Equal(ms, []Message{Unreadable{0x0199}, Unreadable{CmdStates}, Status{Complete}}) {
		t.Errorf("%v %v", ms, err)
	}
}

// TestFrameOfAnother: is noticed as soon as it says whose it is; so is a length that cannot be.
func TestFrameOfAnother(t *testing.T) {
	f, err := Seal(sharedS, 3, FrameNonce{}, Status{Complete})
	if err != nil {
		t.Fatal(err)
	}
	s := FrameStream{Only: 2}
	if fs, err := s.Feed(f[:28]); !errors.Is(err, ErrBroken) || len(fs) > 0 {
		t.Errorf("%v %v", fs, err)
	}
	if s.Reset(); s.Only != 2 {
		t.Error("reset forgets whose it is")
	}
	for _, n := range []int{0, leastBox - 1, mostFrame - headSize + 1, 0xffff} {
		var s FrameStream
		head := append(bytes.Clone(f[:28]), byte(n), byte(n>>8))
		if fs, err := s.Feed(head); !errors.Is(err, ErrBroken) || len(fs) > 0 {
			t.Errorf("length %d: %v %v", n, fs, err)
		}
	}
}

func BenchmarkSealOpen(b *testing.B) {
	r := dice(6)
	hub, lock := NewChannel(sharedS, 2, r), NewChannel(sharedS, 2, r)
	for b.Loop() {
		f, err := hub.Seal(LockAction{Action: Unlock, Nonce: nonceN})
		if err != nil {
			b.Fatal(err)
		}
		if ms, err := lock.Feed(f); err != nil || len(ms) != 1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkAgree(b *testing.B) {
	own, peer := NewPrivateKey([32]byte{1}), NewPrivateKey([32]byte{2}).Public()
	for b.Loop() {
		if _, err := own.Agree(peer); err != nil {
			b.Fatal(err)
		}
	}
}
