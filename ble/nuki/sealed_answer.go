package nuki

import "encoding/binary"

// sealedAnswer reads the end of a 5th generation's pairing: encrypted frames, but an error
// report in plaintext instead of one. What begins as a report and has its CRC is one; a nonce
// would have to be it by chance in 1 of 2^32.
type sealedAnswer struct {
	key    SharedKey
	stream FrameStream
	held   []byte // the beginning of a frame, until it is known which of the two it is
	inside bool   // of an encrypted frame
}

const reportSize = 7

func (s *sealedAnswer) feed(b []byte) (ms []Message, err error) {
	for len(b) > 0 && err == nil {
		var m Message
		if m, b, err = s.step(b); m != nil {
			ms = append(ms, m)
		}
	}
	return ms, err
}

// step takes up to the end of the present frame.
func (s *sealedAnswer) step(b []byte) (m Message, rest []byte, err error) {
	if !s.inside {
		n := min(reportSize-len(s.held), len(b))
		s.held = append(s.held, b[:n]...)
		if b = b[n:]; len(s.held) < reportSize {
			return nil, b, nil
		}
		head := s.held
		s.held = nil
		if Command(binary.LittleEndian.Uint16(head)) == CmdErrorReport && crcFits(head) {
			m, err = DecodePlain(head)
			return m, b, err
		}
		s.inside = true
		if _, err = s.stream.Feed(head); err != nil {
			return nil, b, err
		}
	}
	n := min(s.stream.lacks(), len(b))
	fs, err := s.stream.Feed(b[:n])
	if len(fs) == 0 || err != nil {
		return nil, b[n:], err
	}
	s.inside = false
	m, err = s.open(fs[0])
	return m, b[n:], err
}

// open is as forgiving as the open clients are with which locks of the 5th generation were
// paired: nobody has published whose frame such a lock says it is, inside and outside, nor
// whether something stands behind the UUID. The key is this pairing's alone, so it proves all.
func (s *sealedAnswer) open(f Frame) (Message, error) {
	in, err := unbox(s.key, f)
	if err != nil {
		return nil, err
	}
	b := in[4 : len(in)-2]
	if Command(binary.LittleEndian.Uint16(b)) == CmdAuthID {
		b = b[:min(len(b), 2+sizeAuthGrantPIN)]
	}
	return Decode(b)
}
