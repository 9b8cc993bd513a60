package nuki

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrBroken: what arrived is no frame. Something was lost, or somebody else speaks. End the link.
var ErrBroken = errors.New("nuki: what arrived is not a frame")

// EncodePlain writes cmd ‖ payload ‖ crc, as it is said while pairing and in error reports.
func EncodePlain(m Message) ([]byte, error) {
	b, err := Encode(m)
	if err != nil {
		return nil, err
	}
	if plainSize[m.Command()] != len(b)+2 {
		return nil, fmt.Errorf("nuki: write %v: %w: it is never said in the clear", m.Command(), ErrMalformed)
	}
	return appendCRC(b), nil
}

// DecodePlain reads one whole plain frame.
func DecodePlain(b []byte) (Message, error) {
	if len(b) < 4 || plainSize[Command(binary.LittleEndian.Uint16(b))] != len(b) || !crcFits(b) {
		return nil, ErrBroken
	}
	return Decode(b[:len(b)-2])
}

// plainSize is how long the frame of each command is that may be said in the clear: it has no
// length of its own.
var plainSize = map[Command]int{
	CmdRequestData: 6, CmdPublicKey: 36, CmdChallenge: 36, CmdAuthenticator: 36, CmdAuthData: 105,
	CmdAuthID: 88, CmdAuthConfirm: 40, CmdStatus: 5, CmdErrorReport: 7, CmdAuthInfo: 5,
}

// PlainStream makes messages of bytes cut anywhere. It holds one frame at most. The zero value
// is ready.
type PlainStream struct {
	held []byte
	err  error
}

// Feed takes what arrived and gives the messages that are now whole; with an error, those
// before it. After an error the stream is spent until Reset.
func (s *PlainStream) Feed(b []byte) (ms []Message, err error) {
	for s.err == nil && len(b) > 0 {
		var m Message
		if m, b, s.err = s.step(b); m != nil {
			ms = append(ms, m)
		}
	}
	return ms, s.err
}

// Reset forgets what is held, and the error.
func (s *PlainStream) Reset() { *s = PlainStream{held: s.held[:0]} }

// step takes up to the end of the present frame.
func (s *PlainStream) step(b []byte) (m Message, rest []byte, err error) {
	want := 2
	if len(s.held) >= 2 {
		want = plainSize[Command(binary.LittleEndian.Uint16(s.held))]
	}
	n := min(want-len(s.held), len(b))
	s.held = append(s.held, b[:n]...)
	switch {
	case len(s.held) < want:
	case want == 2:
		if plainSize[Command(binary.LittleEndian.Uint16(s.held))] == 0 {
			err = ErrBroken
		}
	default:
		m, err = DecodePlain(s.held)
		s.held = s.held[:0]
	}
	return m, b[n:], err
}

func appendCRC(b []byte) []byte { return binary.LittleEndian.AppendUint16(b, crc(b)) }

func crcFits(b []byte) bool {
	n := len(b) - 2
	return binary.LittleEndian.Uint16(b[n:]) == crc(b[:n])
}
