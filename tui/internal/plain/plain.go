// Package plain is the words that the console and the command line say alike. It knows core and
// nothing else of ours; colours and columns are each face's own.
package plain

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"localiq/core"
)

// Clean makes a foreign string safe to print on one line: no escape, no control (C0, C1), no
// bidirectional or invisible mark, and nothing whose width two terminals measure differently
// (variation selectors, joiners, skin tones). Every text that was not written in a face goes
// through it, also what our own hub sends: a door's name comes from a file.
func Clean(s string) string {
	ok := func(r rune) bool { return unicode.IsGraphic(r) && !fickle(r) }
	if strings.IndexFunc(s, func(r rune) bool { return !ok(r) }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case ok(r):
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func fickle(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0x1F1E6 && r <= 0x1F1FF ||
		r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000
}

// Plus is sep + s, or nothing when there is no s.
func Plus(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

// Count is a number of things: "1 key", "3 keys".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Since is how long ago i was, on the clock that cannot be set; across a restart on the wall
// clock, if both moments trusted it. ok is false when nobody can tell.
func Since(now, i core.Instant) (d time.Duration, ok bool) {
	if i.IsZero() {
		return 0, false
	}
	if d, ok := now.Sub(i); ok {
		return max(d, 0), true
	}
	if now.Trust == core.Untrusted || i.Trust == core.Untrusted {
		return 0, false
	}
	return max(time.Duration(now.Wall-i.Wall), 0), true
}

// Age is Since in words; "" when nobody can tell.
func Age(now, i core.Instant) string {
	if d, ok := Since(now, i); ok {
		return core.SayDuration(d)
	}
	return ""
}

// Number is a count with its thousands apart: "10,000".
func Number(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return Number(n/1000) + fmt.Sprintf(",%03d", n%1000)
}
