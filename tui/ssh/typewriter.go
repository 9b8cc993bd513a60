package ssh

import (
	"io"
	"unicode/utf8"
)

// typewriter is a terminal of which nothing is known, line by line: it echoes what is typed, takes the
// last letter back, and hands on whole lines. It sends nothing but letters, backspaces and line ends.
type typewriter struct {
	in   io.Reader
	echo io.Writer
	line []byte // that is being typed
	done []byte // lines that are
	err  error
}

// What keys send.
const (
	keyInterrupt = 0x03
	keyEnd       = 0x04
	keyBackspace = 0x08
	keyDelete    = 0x7f
	keyErase     = 0x15 // the whole line
)

func (t *typewriter) Read(b []byte) (int, error) {
	for buf := make([]byte, 256); len(t.done) == 0 && t.err == nil; {
		n, err := t.in.Read(buf)
		for _, c := range buf[:n] {
			t.typed(c)
		}
		if err != nil && t.err == nil {
			t.err = err
		}
	}
	if len(t.done) == 0 {
		return 0, t.err
	}
	n := copy(b, t.done)
	t.done = t.done[n:]
	return n, nil
}

func (t *typewriter) typed(c byte) {
	switch {
	case t.err != nil:
	case c == '\r' || c == '\n':
		t.say("\n")
		t.done, t.line = append(append(t.done, t.line...), '\n'), nil
	case c == keyInterrupt: // ends what goes on
		t.say("\n")
		t.done, t.line = append(t.done, '\n'), nil
	case c == keyEnd && len(t.line) == 0:
		t.err = io.EOF
	case c == keyBackspace || c == keyDelete:
		t.back()
	case c == keyErase:
		for len(t.line) > 0 {
			t.back()
		}
	case c >= ' ' && len(t.line) < longestLine-1:
		t.line = append(t.line, c)
		t.say(string([]byte{c}))
	}
}

func (t *typewriter) back() {
	if len(t.line) > 0 {
		_, n := utf8.DecodeLastRune(t.line)
		t.line = t.line[:len(t.line)-n]
		t.say("\b \b")
	}
}

func (t *typewriter) say(s string) {
	if _, err := io.WriteString(t.echo, s); err != nil && t.err == nil {
		t.err = err
	}
}
