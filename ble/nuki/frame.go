package nuki

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/nacl/secretbox"
)

// Frame is nonce(24) ‖ authId(4) ‖ len(2) ‖ box, whole. The three in front of the box are not
// authenticated: believe what Open has compared.
type Frame []byte

// ErrForged: a frame that was not made with this key for this authorization, or changed on its
// way, or put together wrongly after a loss. End the link.
var ErrForged = errors.New("nuki: a frame is not authentic")

const (
	headSize  = 24 + 4 + 2
	leastBox  = secretbox.Overhead + 4 + 2 + 2
	mostFrame = 512 // nothing that is known comes near
)

// Auth is whose frame it says it is: which key to open it with.
func (f Frame) Auth() AuthID { return AuthID(binary.LittleEndian.Uint32(f[24:])) }

// FrameNonce is 24 bytes, never used twice with a key.
type FrameNonce [24]byte

// NewFrameNonce draws one. random must be a cryptographic source.
func NewFrameNonce(random io.Reader) (n FrameNonce, err error) {
	if _, err = io.ReadFull(random, n[:]); err != nil {
		return n, fmt.Errorf("nuki: draw a nonce: %w", err)
	}
	return n, nil
}

// Seal is Inside, then SealInside: one whole frame, and one write.
func Seal(k SharedKey, a AuthID, n FrameNonce, m Message) (Frame, error) {
	b, err := Inside(a, m)
	if err != nil {
		return nil, err
	}
	return SealInside(k, a, n, b), nil
}

// Inside is what goes into a box: authId ‖ cmd ‖ payload ‖ crc.
func Inside(a AuthID, m Message) ([]byte, error) {
	b, err := Encode(m)
	if err != nil {
		return nil, err
	}
	in := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(b)+2), uint32(a))
	return appendCRC(append(in, b...)), nil
}

// SealInside boxes any bytes, for whoever has to play a lock with faults.
func SealInside(k SharedKey, a AuthID, n FrameNonce, inside []byte) Frame {
	f := make([]byte, 0, headSize+secretbox.Overhead+len(inside))
	f = append(f, n[:]...)
	f = binary.LittleEndian.AppendUint32(f, uint32(a))
	f = binary.LittleEndian.AppendUint16(f, uint16(secretbox.Overhead+len(inside)))
	return secretbox.Seal(f, inside, (*[24]byte)(&n), &k.b)
}

// Open gives the message of a frame. ErrForged, ErrBroken: nothing of it can be believed.
// ErrUnknown, ErrMalformed: it is authentic, and of a later firmware.
func Open(k SharedKey, f Frame) (Message, error) {
	in, err := OpenInside(k, f)
	if err != nil {
		return nil, err
	}
	return Decode(in[4 : len(in)-2])
}

// OpenInside gives what Inside made, checked but for what the message says. A CRC of 0 is taken
// for right: some firmware sends it.
func OpenInside(k SharedKey, f Frame) ([]byte, error) {
	in, err := unbox(k, f)
	if err == nil && AuthID(binary.LittleEndian.Uint32(in)) != f.Auth() {
		return nil, ErrForged
	}
	return in, err
}

// unbox does not look at whose frame it says it is.
func unbox(k SharedKey, f Frame) ([]byte, error) {
	if len(f) < headSize+leastBox || int(binary.LittleEndian.Uint16(f[28:])) != len(f)-headSize {
		return nil, ErrBroken
	}
	in, ok := secretbox.Open(nil, f[headSize:], (*[24]byte)(f[:24]), &k.b)
	if !ok || !crcFits(in) && binary.LittleEndian.Uint16(in[len(in)-2:]) != 0 {
		return nil, ErrForged
	}
	return in, nil
}

// FrameStream makes frames of bytes cut anywhere. It holds one frame at most. The zero value
// takes frames of every authorization.
type FrameStream struct {
	Only AuthID // but for 0, another authorization's frame is ErrBroken as soon as it begins
	held []byte
	err  error
}

// Feed takes what arrived and gives the frames that are now whole, to keep; with an error, those
// before it. After an error the stream is spent until Reset.
func (s *FrameStream) Feed(b []byte) (fs []Frame, err error) {
	for s.err == nil && len(b) > 0 {
		var f Frame
		if f, b = s.step(b); f != nil {
			fs = append(fs, f)
		}
	}
	return fs, s.err
}

// Reset forgets what is held, and the error.
func (s *FrameStream) Reset() { *s = FrameStream{Only: s.Only} }

// step takes up to the end of the header, or of the frame.
func (s *FrameStream) step(b []byte) (f Frame, rest []byte) {
	body := len(s.held) >= headSize
	n := min(s.lacks(), len(b))
	s.held = append(s.held, b[:n]...)
	if body && s.lacks() == 0 {
		f, s.held = s.held, nil
		return f, b[n:]
	}
	if !s.plausible() {
		s.held, s.err = nil, ErrBroken
	}
	return nil, b[n:]
}

// lacks is how many bytes the header, or the frame, is still short of.
func (s *FrameStream) lacks() int {
	if len(s.held) < headSize {
		return headSize - len(s.held)
	}
	return headSize + int(binary.LittleEndian.Uint16(s.held[28:])) - len(s.held)
}

// plausible says whether what is held may be the beginning of a frame.
func (s *FrameStream) plausible() bool {
	if len(s.held) >= 28 && s.Only != 0 && Frame(s.held).Auth() != s.Only {
		return false
	}
	if len(s.held) < headSize {
		return true
	}
	n := int(binary.LittleEndian.Uint16(s.held[28:]))
	return n >= leastBox && headSize+n <= mostFrame
}
