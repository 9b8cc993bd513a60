package nuki

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"strconv"
)

const dots = "•••"

// writeDots is every format's answer, %d and %x included, where String alone would not be asked.
func writeDots(s fmt.State) { _, _ = io.WriteString(s, dots) }

// What holds a key in a field that is not exported prints as dots as a whole: fmt would go past the
// key's own dots.
func (c *Channel) Format(s fmt.State, _ rune)     { writeDots(s) }
func (p *Pairing) Format(s fmt.State, _ rune)     { writeDots(s) }
func (p *PairingLock) Format(s fmt.State, _ rune) { writeDots(s) }

// PIN is the admin PIN of a lock: four digits that travel in two bytes, or six in four. It
// prints as dots. The zero PIN is none, and cannot be sent.
type PIN struct {
	v     uint32
	width uint8 // bytes on the air
}

// What was typed is never in these.
var (
	ErrPIN  = errors.New("nuki: an admin PIN has four digits, or six for the newer locks")
	ErrCode = errors.New("nuki: a code has six digits from 1 to 9 and does not begin with 12")
)

// ParsePIN reads four or six digits; their number says for which generation they are.
func ParsePIN(s string) (PIN, error) {
	width := uint8(2)
	switch len(s) {
	case 4:
	case 6:
		width = 4
	default:
		return PIN{}, ErrPIN
	}
	v, ok := digits(s)
	if !ok {
		return PIN{}, ErrPIN
	}
	return PIN{v, width}, nil
}

// NewPIN is a PIN that was kept as a number.
func NewPIN(g Generation, v uint32) (PIN, error) {
	switch {
	case g == Classic && v <= 9999:
		return PIN{v, 2}, nil
	case g == Fifth && v <= 999999:
		return PIN{v, 4}, nil
	}
	return PIN{}, ErrPIN
}

// Generation that takes a PIN of this width; unknown for none.
func (p PIN) Generation() Generation {
	switch p.width {
	case 2:
		return Classic
	case 4:
		return Fifth
	}
	return GenerationUnknown
}

// Same takes as long whatever differs. None is the same as nothing.
func (p PIN) Same(q PIN) bool {
	same := subtle.ConstantTimeEq(int32(p.v), int32(q.v)) & subtle.ConstantTimeByteEq(p.width, q.width)
	return same == 1 && p.width != 0
}

// Number lets it out, to be kept.
func (p PIN) Number() uint32 { return p.v }

func (p PIN) String() string               { return dots }
func (p PIN) Format(s fmt.State, _ rune)   { writeDots(s) }
func (p PIN) MarshalText() ([]byte, error) { return []byte(dots), nil }

// Code is what somebody types at a keypad. It prints as dots. One that a lock told may break
// the rules below: it is somebody's, all the same.
type Code struct{ v uint32 }

// ParseCode takes what a keypad takes: six digits from 1 to 9, not beginning with 12.
func ParseCode(s string) (Code, error) {
	v, ok := digits(s)
	c := Code{v}
	if len(s) != 6 || !ok || !c.Valid() {
		return Code{}, ErrCode
	}
	return c, nil
}

// Valid says whether a keypad would take it as new.
func (c Code) Valid() bool {
	if c.v < 111111 || c.v > 999999 || c.v/10000 == 12 {
		return false
	}
	for v := c.v; v > 0; v /= 10 {
		if v%10 == 0 {
			return false
		}
	}
	return true
}

// Same takes as long whatever differs.
func (c Code) Same(d Code) bool { return subtle.ConstantTimeEq(int32(c.v), int32(d.v)) == 1 }

// Reveal lets the digits out.
func (c Code) Reveal() string { return strconv.FormatUint(uint64(c.v), 10) }

func (c Code) String() string               { return dots }
func (c Code) Format(s fmt.State, _ rune)   { writeDots(s) }
func (c Code) MarshalText() ([]byte, error) { return []byte(dots), nil }

// digits is what s says if it is nothing but up to nine ASCII digits.
func digits(s string) (v uint32, ok bool) {
	if len(s) > 9 {
		return 0, false
	}
	for _, b := range []byte(s) {
		if b < '0' || b > '9' {
			return 0, false
		}
		v = 10*v + uint32(b-'0')
	}
	return v, true
}
