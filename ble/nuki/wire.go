package nuki

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// writer appends fields; what cannot be written is remembered, and said once at the end.
type writer struct {
	b   []byte
	err error
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) u8(v uint8)     { w.b = append(w.b, v) }
func (w *writer) u16(v uint16)   { w.b = binary.LittleEndian.AppendUint16(w.b, v) }
func (w *writer) u32(v uint32)   { w.b = binary.LittleEndian.AppendUint32(w.b, v) }
func (w *writer) bytes(b []byte) { w.b = append(w.b, b...) }

func (w *writer) flag(on bool) {
	if on {
		w.u8(1)
	} else {
		w.u8(0)
	}
}

// text is n bytes, filled up with zeroes. What does not fit is an error: a name cut short would
// be another name.
func (w *writer) text(s string, n int) {
	if len(s) > n || !clean(s) {
		w.fail(ErrText)
		s = ""
	}
	w.b = append(w.b, s...)
	w.b = append(w.b, make([]byte, n-len(s))...)
}

func (w *writer) pin(p PIN) {
	switch p.width {
	case 2:
		w.u16(uint16(p.v))
	case 4:
		w.u32(p.v)
	default:
		w.fail(ErrPIN)
	}
}

// reader takes fields off the front; a field that is not there makes all of it bad.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || len(r.b) < n {
		r.bad = true
		return make([]byte, n)
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) u8() uint8   { return r.take(1)[0] }
func (r *reader) u16() uint16 { return binary.LittleEndian.Uint16(r.take(2)) }
func (r *reader) u32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *reader) flag() bool  { return r.u8() != 0 }

// rest is what has not been taken.
func (r *reader) rest() []byte { return r.take(len(r.b)) }

// text is n bytes up to the first zero: some locks leave junk behind it. What no screen should
// get is a question mark.
func (r *reader) text(n int) string {
	b := r.take(n)
	for i, v := range b {
		if v == 0 {
			b = b[:i]
			break
		}
	}
	return cleaned(b)
}

// pin is the last field of a message, and as wide as what is left of it.
func (r *reader) pin() PIN {
	switch len(r.b) {
	case 2:
		return PIN{uint32(r.u16()), 2}
	case 4:
		return PIN{r.u32(), 4}
	}
	r.bad = true
	return PIN{}
}

func clean(s string) bool { return cleaned([]byte(s)) == s }

func cleaned(b []byte) string {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		if c == utf8.RuneError && n <= 1 || !unicode.IsPrint(c) {
			out = append(out, '?')
		} else {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return string(out)
}
