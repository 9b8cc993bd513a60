//go:build e2e && linux

package e2e

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// line is one line of what somebody said, and when it came.
type line struct {
	text string
	at   time.Time
}

// voice is what a program prints, or a lock says. All of it is kept; what was waited for is not
// found again.
type voice struct {
	t    *testing.T
	name string

	mu    sync.Mutex
	part  []byte
	lines []line
	read  int // lines that were waited for
	more  chan struct{}
}

func newVoice(t *testing.T, name string) *voice {
	return &voice{t: t, name: name, more: make(chan struct{}, 1)}
}

// Write takes what a program prints.
func (v *voice) Write(b []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.part = append(v.part, b...)
	for {
		text, rest, ok := bytes.Cut(v.part, []byte("\n"))
		if !ok {
			break
		}
		v.lines = append(v.lines, line{string(text), time.Now()})
		v.part = rest
	}
	select {
	case v.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// tell takes one line of a lock's in this process.
func (v *voice) tell(text string) { v.Write([]byte(text + "\n")) }

// want waits for the next line with any of the texts in it, and returns it.
func (v *voice) want(within time.Duration, texts ...string) line {
	v.t.Helper()
	l, ok := v.see(within, texts...)
	if !ok {
		v.t.Fatalf("%s: no %q in %s", v.name, texts, within)
	}
	return l
}

func (v *voice) see(within time.Duration, texts ...string) (line, bool) {
	limit := time.After(within)
	for {
		if l, ok := v.next(texts); ok {
			return l, true
		}
		select {
		case <-v.more:
		case <-limit:
			return v.next(texts)
		}
	}
}

func (v *voice) next(texts []string) (line, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, l := range v.lines[v.read:] {
		for _, s := range texts {
			if strings.Contains(l.text, s) {
				v.read += i + 1
				return l, true
			}
		}
	}
	return line{}, false
}

// forget makes everything said so far count as waited for.
func (v *voice) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.read = len(v.lines)
}

// printed is true when a line since the last one waited for has the text in it.
func (v *voice) printed(text string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, l := range v.lines[v.read:] {
		if strings.Contains(l.text, text) {
			return true
		}
	}
	return false
}

// all are the lines so far with any of the texts in them, waited for or not.
func (v *voice) all(texts ...string) (ls []line) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, l := range v.lines {
		for _, s := range texts {
			if strings.Contains(l.text, s) {
				ls = append(ls, l)
				break
			}
		}
	}
	return ls
}

func (v *voice) tail(t *testing.T, n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, l := range v.lines[max(0, len(v.lines)-n):] {
		t.Logf("%s | %s %s", v.name, l.at.Format("05.000"), l.text)
	}
}
