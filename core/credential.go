package core

import (
	"encoding/hex"
	"strings"
)

// A credential as people write it becomes the bytes that a Digest is made of. Neither function
// puts what it was given into an error: it is a secret.

// ParseTag reads a tag's number: 4, 7 or 10 bytes (spec: tag) in hex, in the order in which
// readers print them, with or without ':', '-' or blanks between the bytes.
func ParseTag(text string) ([]byte, error) {
	hexed := separators.Replace(text)
	b, err := hex.DecodeString(hexed)
	if err != nil {
		return nil, Errorf(CodeInvalid, "not a tag's number").Advise("write hex digits, two for each byte")
	}
	if n := len(b); n != 4 && n != 7 && n != 10 {
		return nil, Errorf(CodeInvalid, "a tag's number has 4, 7 or 10 bytes, and this has %d", n)
	}
	return b, nil
}

var separators = strings.NewReplacer(":", "", "-", "", " ", "")

// TagText is the one way in which we write a tag's number: capital hex without separators.
func TagText(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }

// ParsePIN reads the digits of a PIN, 6 to 10 of them (spec: pin.generated), as ASCII.
func ParsePIN(text string) ([]byte, error) {
	for _, r := range text {
		if r < '0' || r > '9' {
			return nil, Errorf(CodeInvalid, "a PIN has digits only")
		}
	}
	if n := len(text); n < MinPIN || n > MaxPIN {
		return nil, Errorf(CodeInvalid, "a PIN has 6 to 10 digits, and this has %d", n)
	}
	return []byte(text), nil
}

// PINDigits is how long a PIN is that the system chooses, where nothing asks for more (facts: PIN
// length).
const PINDigits = 6

// The lengths that a PIN can have [pin.generated].
const (
	MinPIN = 6
	MaxPIN = 10
)

// NextPIN is the PIN whose last digit is by more, among the digits 1 to 9: by 1 it is the duress
// variant (L-2). A last digit that no lock of every family takes is read as 1.
func NextPIN(digits string, by int) string {
	n := len(digits) - 1
	if n < 0 {
		return ""
	}
	last := max(int(digits[n])-'1', 0)
	return digits[:n] + string(rune('1'+((last+by)%9+9)%9))
}

// TakesPIN is true for the digits of a PIN that a lock's keypad takes.
func (l Lack) TakesPIN(digits string) bool {
	return !l.Has(LackLongPINs) || len(digits) == PINDigits && !strings.Contains(digits, "0") && !strings.HasPrefix(digits, "12")
}

// ParseAdmin reads the PIN that a lock wants for its management: 4 digits, or 6 on newer ones. Which of
// the two a lock has its driver knows.
func ParseAdmin(text string) (Secret, error) {
	for _, r := range text {
		if r < '0' || r > '9' {
			return Secret{}, Errorf(CodeInvalid, "a lock's admin PIN has digits only")
		}
	}
	if n := len(text); n != 4 && n != 6 {
		return Secret{}, Errorf(CodeInvalid, "a lock's admin PIN has 4 digits, or 6 on newer locks, and this has %d", n)
	}
	return NewSecret(text), nil
}

// ParseCredential reads a key as people type it: the bytes that its digest is made of.
func ParseCredential(kind KeyKind, text string) ([]byte, error) {
	switch kind {
	case KeyTag:
		return ParseTag(text)
	case KeyPIN:
		return ParsePIN(text)
	case KeyDigital:
		return ParsePhone(text)
	}
	return nil, Errorf(CodeInvalid, "a key of kind %s cannot be typed", kind).Advise("give a tag's number or a PIN")
}
