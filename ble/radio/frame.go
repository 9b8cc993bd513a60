package radio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"
)

// Protocol is raised when a frame changes its meaning, or is new. Between a hub and its own child,
// which are of one build (hello), it is a second lock on the same door; between a hub and a
// repeater, whose builds may differ, it is the only one.
const Protocol = 3

// maxFrame bounds what is read before it is believed; the largest true frame is a connect
// request with 16 characteristics, about 500 bytes.
const maxFrame = 4096

// frame is one message: a generation and exactly one body. On the wire it is its length in two
// bytes, big-endian, and a CBOR map with integer keys.
type frame struct {
	Gen uint64 `cbor:"1,keyasint"`

	// From the child.
	Hello  *hello  `cbor:"2,keyasint,omitempty"`
	Ready  *ready  `cbor:"3,keyasint,omitempty"`
	Failed *failed `cbor:"4,keyasint,omitempty"`
	Heard  *heard  `cbor:"5,keyasint,omitempty"`
	Note   *note   `cbor:"6,keyasint,omitempty"`
	Lost   *lost   `cbor:"7,keyasint,omitempty"`
	Reply  *reply  `cbor:"8,keyasint,omitempty"`
	Waits  *failed `cbor:"15,keyasint,omitempty"`
	Found  *found  `cbor:"18,keyasint,omitempty"`

	// From the hub.
	Scan    *scan    `cbor:"9,keyasint,omitempty"`
	Connect *connect `cbor:"10,keyasint,omitempty"`
	Write   *write   `cbor:"11,keyasint,omitempty"`
	HangUp  *hangUp  `cbor:"12,keyasint,omitempty"`
	Probe   *probe   `cbor:"13,keyasint,omitempty"`
	Cancel  *cancel  `cbor:"14,keyasint,omitempty"`
	Pace    *setPace `cbor:"16,keyasint,omitempty"`
	Open    *openIt  `cbor:"17,keyasint,omitempty"`
}

var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		MaxNestedLevels:   8,
		MaxArrayElements:  64,
		MaxMapPairs:       32,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("radio: " + err.Error())
	}
	return v
}

// encode writes the length and the body in one piece, so that one Write sends a whole frame.
func (f frame) encode() ([]byte, error) {
	b, err := encMode.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("radio: encode a frame: %w", err)
	}
	if len(b) > maxFrame {
		return nil, fmt.Errorf("radio: a frame of %d bytes is above %d", len(b), maxFrame)
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...), nil
}

// decode refuses whatever encode would not have written, save the order of keys.
func decode(b []byte) (f frame, err error) {
	if err := decMode.Unmarshal(b, &f); err != nil {
		return f, fmt.Errorf("radio: a frame that cannot be read: %w", err)
	}
	if f.Gen == 0 {
		return f, errors.New("radio: a frame without a generation")
	}
	if n := f.bodies(); n != 1 {
		return f, fmt.Errorf("radio: a frame with %d bodies", n)
	}
	return f, nil
}

func (f frame) bodies() (n int) {
	for _, there := range []bool{f.Hello != nil, f.Ready != nil, f.Failed != nil, f.Heard != nil, f.Note != nil,
		f.Lost != nil, f.Reply != nil, f.Scan != nil, f.Connect != nil, f.Write != nil, f.HangUp != nil,
		f.Probe != nil, f.Cancel != nil, f.Waits != nil, f.Found != nil, f.Pace != nil, f.Open != nil} {
		if there {
			n++
		}
	}
	return n
}

// readFrame returns io.EOF only between frames.
func readFrame(r io.Reader) (frame, error) {
	var n [2]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return frame{}, err
	}
	size := int(binary.BigEndian.Uint16(n[:]))
	if size == 0 || size > maxFrame {
		return frame{}, fmt.Errorf("radio: a frame of %d bytes; 1 to %d are allowed", size, maxFrame)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return frame{}, fmt.Errorf("radio: a frame was cut short: %w", err)
	}
	return decode(b)
}
