package profile

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"localiq/core"
)

// What is written is deterministic (RFC 8949 section 4.2.1). What is read must be plain:
// no key twice, no tags, no indefinite lengths, nothing after the end.
var (
	encoding = mode(cbor.CoreDetEncOptions().EncMode())
	decoding = mode(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
		MaxNestedLevels:  8,
		MaxArrayElements: 64,
		MaxMapPairs:      64,
	}.DecMode())
)

func mode[T any](m T, err error) T {
	if err != nil {
		panic("profile: cbor: " + err.Error()) // the options above contradict each other
	}
	return m
}

var (
	errUnknownType = errors.New("profile: no such message")
	errMalformed   = errors.New("profile: a message is not as it should be")
)

// encode writes type ‖ CBOR, and refuses what the other end would refuse.
func encode(m Message) ([]byte, error) {
	if err := check(m); err != nil {
		return nil, err
	}
	b, err := encoding.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("profile: write message 0x%02x: %w", uint8(m.Type()), err)
	}
	if 1+len(b) > maxPlain {
		return nil, fmt.Errorf("profile: message 0x%02x has %d bytes, more than fit into one", uint8(m.Type()), 1+len(b))
	}
	return append([]byte{byte(m.Type())}, b...), nil
}

// decode reads what encode writes, by whoever wrote it.
func decode(b []byte) (Message, error) {
	if len(b) == 0 {
		return nil, errMalformed
	}
	d := decoders[Type(b[0])]
	if d == nil {
		return nil, errUnknownType
	}
	m, err := d(b[1:])
	if err != nil {
		return nil, fmt.Errorf("%w: type 0x%02x", errMalformed, b[0]) // not what CBOR says: it may quote a secret
	}
	return m, check(m)
}

func decodeAs[T Message](b []byte) (Message, error) {
	var m T
	if len(b) == 0 || b[0]>>5 != 5 {
		return nil, errMalformed // the library takes null, and an array, for a struct
	}
	if err := decoding.Unmarshal(b, &m); err != nil {
		return nil, err
	}
	return known(m), nil
}

// known makes 0 of numbers that a later version added to a list.
func known[T Message](m T) Message {
	switch m := any(m).(type) {
	case Entry:
		zeroAbove(&m.Kind, EntryUpdated)
		zeroAbove(&m.Bolt, core.BoltJammed)
		zeroAbove(&m.By, core.ByTable)
		zeroAbove(&m.KeyKind, core.KeyOperator)
		return m
	case AccessRequest:
		zeroAbove(&m.Kind, core.KeyOperator)
		return m
	case State:
		m.zero()
		return m
	case Hello:
		m.State.zero()
		zeroAbove(&m.Role, RoleService)
		return m
	case Result:
		zeroAbove(&m.Result, core.ResultJammed)
		return m
	case Error:
		zeroAbove(&m.Code, ErrorForbidden)
		return m
	case Peers:
		for i := range m.Peers {
			zeroAbove(&m.Peers[i].Role, RoleService)
		}
		return m
	}
	return m
}

func (s *State) zero() {
	zeroAbove(&s.Bolt, core.BoltJammed)
	zeroAbove(&s.Contact, core.ContactAbsent)
	zeroAbove(&s.Clock, core.Trusted)
	if s.Battery > 100 {
		s.Battery = 0
	}
}

func zeroAbove[T ~uint8](v *T, last T) {
	if *v > last {
		*v = 0
	}
}
