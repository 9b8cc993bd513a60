package profile

import (
	"encoding/binary"
	"fmt"
)

// A message travels as: length u16 (of what follows) ‖ kind u8 ‖ body, cut into segments. A
// segment is one header byte (bit 0 first, bit 1 last, bits 2-7 sequence mod 64) and at least
// one byte more, and is one value of a characteristic.
const (
	MaxMessage = 1024 // kind and body, in bytes: what a lock must be able to take
	MinMTU     = 23   // of ATT: 20-byte values

	maxPlain = MaxMessage - 1 - 16 - 2 // type and CBOR of a sealed message: kind, tag and count go off

	segFirst = 1 << 0
	segLast  = 1 << 1
)

// cutter numbers the segments of one direction of one link.
type cutter struct {
	size int // of a value: ATT's MTU less 3
	seq  uint8
}

func (c *cutter) cut(kind byte, body []byte) ([][]byte, error) {
	if 1+len(body) > MaxMessage {
		return nil, fmt.Errorf("profile: a message of %d bytes is longer than %d", 1+len(body), MaxMessage)
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(1+len(body)))
	b = append(append(b, kind), body...)
	var out [][]byte
	for head := byte(segFirst); len(b) > 0; head = 0 {
		n := min(len(b), c.size-1)
		if n == len(b) {
			head |= segLast
		}
		out = append(out, append([]byte{head | c.seq<<2}, b[:n]...))
		b, c.seq = b[n:], (c.seq+1)%64
	}
	return out, nil
}

// joiner is the other end of a cutter. It never holds more than one message of MaxMessage.
// After an error it cannot be used: what was lost cannot be told.
type joiner struct {
	seq  uint8
	open bool
	buf  []byte
}

func (j *joiner) join(v []byte) (kind byte, body []byte, done bool, err error) {
	if len(v) < 2 {
		return 0, nil, false, fmt.Errorf("%w: a segment of %d bytes", ErrBroken, len(v))
	}
	head, data := v[0], v[1:]
	if head>>2 != j.seq {
		return 0, nil, false, fmt.Errorf("%w: segment %d came where %d was due", ErrBroken, head>>2, j.seq)
	}
	j.seq = (j.seq + 1) % 64
	if first := head&segFirst != 0; first == j.open {
		return 0, nil, false, fmt.Errorf("%w: a message began within another, or nowhere", ErrBroken)
	}
	j.open = head&segLast == 0
	j.buf = append(j.buf, data...)
	want, known := j.want()
	switch {
	case known && (want < 1 || want > MaxMessage):
		return 0, nil, false, fmt.Errorf("%w: a message says it has %d bytes", ErrBroken, want)
	case known && len(j.buf)-2 > want, !j.open && (!known || len(j.buf)-2 != want):
		return 0, nil, false, fmt.Errorf("%w: a message is not as long as it says", ErrBroken)
	case j.open:
		return 0, nil, false, nil
	}
	kind, body = j.buf[2], j.buf[3:]
	j.buf = nil // body now belongs to the caller
	return kind, body, true, nil
}

func (j *joiner) want() (n int, known bool) {
	if len(j.buf) < 2 {
		return 0, false
	}
	return int(binary.BigEndian.Uint16(j.buf)), true
}
