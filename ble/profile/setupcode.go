package profile

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"localiq/core"
)

// Serial is a lock's own number, printed on it and told in its advertisement.
type Serial [4]byte

func (s Serial) String() string { return strings.ToUpper(hex.EncodeToString(s[:])) }

// SetupCode is what is printed with a lock: who it is, and the secret that proves to the lock
// that a person who holds the print wants this. It prints as dots; Reveal is where it is let out.
//
// Written: "LIQ1", then 36 symbols of Crockford's base 32 in nine groups of four, which are
// serial 4 bytes ‖ secret 16 bytes ‖ the first 20 bits of SHA-256("LIQ1" ‖ serial ‖ secret).
type SetupCode struct {
	Serial Serial
	secret [16]byte
}

const (
	crockford   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codePrefix  = "LIQ1"
	codeSymbols = 36
	codeGroup   = 4
)

// NewSetupCode is for the one who makes the lock. The secret comes from a cryptographic source.
func NewSetupCode(s Serial, secret [16]byte) SetupCode { return SetupCode{s, secret} }

func (c SetupCode) String() string   { return codePrefix + "-•••" }
func (c SetupCode) GoString() string { return c.String() }

// Reveal writes the code as it is printed.
func (c SetupCode) Reveal() string {
	var s strings.Builder
	s.WriteString(codePrefix)
	b := c.bytes()
	for i := range codeSymbols {
		if i%codeGroup == 0 {
			s.WriteByte('-')
		}
		v := 0
		for k := range 5 {
			bit := 5*i + k
			v = v<<1 | int(b[bit/8]>>(7-bit%8))&1
		}
		s.WriteByte(crockford[v])
	}
	return s.String()
}

// PSK is the key of the pairing handshake.
func (c SetupCode) PSK() []byte {
	k, err := hkdf.Key(sha256.New, c.secret[:], c.Serial[:], "Local IQ lock profile v1 pairing", 32)
	if err != nil {
		panic("profile: hkdf: " + err.Error()) // only for lengths that are not ours
	}
	return k
}

// bytes is serial, secret and checksum; the last 4 bits are not written.
func (c SetupCode) bytes() []byte {
	b := append(c.Serial[:], c.secret[:]...)
	sum := sha256.Sum256(append([]byte(codePrefix), b...))
	return append(b, sum[0], sum[1], sum[2]&0xf0)
}

// ParseSetupCode reads a code as people type it: small letters, O for 0, I and L for 1, spaces
// or no hyphens. Its errors are *core.Error and never contain any of the code.
func ParseSetupCode(typed string) (SetupCode, error) {
	symbols, err := readSymbols(typed)
	if err != nil {
		return SetupCode{}, err
	}
	b := make([]byte, (5*codeSymbols+7)/8)
	for i, v := range symbols {
		for k := range 5 {
			bit := 5*i + k
			b[bit/8] |= v >> (4 - k) & 1 << (7 - bit%8)
		}
	}
	var c SetupCode
	copy(c.Serial[:], b)
	copy(c.secret[:], b[4:])
	if string(c.bytes()) != string(b) {
		return SetupCode{}, codeError("the setup code has a typing mistake")
	}
	return c, nil
}

func readSymbols(typed string) ([]byte, error) {
	s := strings.Map(symbolOf, typed)
	rest, ok := strings.CutPrefix(s, strings.Map(symbolOf, codePrefix))
	if !ok {
		return nil, codeError("a setup code begins with " + codePrefix)
	}
	out := make([]byte, 0, codeSymbols)
	for i, r := range []rune(rest) {
		v := strings.IndexRune(crockford, r)
		if v < 0 {
			return nil, core.Errorf(core.CodeInvalid, "character %d after %s is none that a setup code has", i+1, codePrefix).Advise(codeAdvice)
		}
		out = append(out, byte(v))
	}
	if len(out) != codeSymbols {
		return nil, core.Errorf(core.CodeInvalid, "a setup code has %d characters after %s, this has %d", codeSymbols, codePrefix, len(out)).Advise(codeAdvice)
	}
	return out, nil
}

// symbolOf forgives what Crockford's base 32 forgives; -1 drops what only separates.
func symbolOf(r rune) rune {
	switch {
	case r == '-' || r == ' ' || r == '\t' || r == '\r' || r == '\n':
		return -1
	case 'a' <= r && r <= 'z':
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		return '0'
	case 'I', 'L':
		return '1'
	}
	return r
}

const codeAdvice = "compare it with the label on the lock, group by group"

func codeError(text string) error {
	return core.Errorf(core.CodeInvalid, "%s", text).Advise(codeAdvice)
}
