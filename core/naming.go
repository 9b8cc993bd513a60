package core

import (
	"strings"
	"unicode"
)

// MaxName bounds what a thing or a part of a person's name is called, in bytes.
const MaxName = 200

// Unshown is true for what no name holds: characters that draw on a terminal what is not there, end a
// line, or turn the direction in which what follows is read.
func Unshown(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == unicode.ReplacementChar
}

// CheckName refuses what cannot be shown, or cannot be seen.
func CheckName(name string) *Error {
	switch {
	case len(name) > MaxName:
		return Errorf(CodeInvalid, "a name has at most %d bytes", MaxName)
	case strings.ContainsFunc(name, Unshown):
		return Errorf(CodeInvalid, "a name holds a character that cannot be shown")
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }):
		return Errorf(CodeInvalid, "a name needs something that can be seen")
	}
	return nil
}
