package core

import (
	"fmt"
	"strings"
)

// LeftFor is a set of reasons for which a lock's table lacks keys that it should have. The zero value
// says none: they may be any.
type LeftFor uint8

const (
	LeftRoom   LeftFor = 1 << iota // it holds no more
	LeftForm                       // it does not take such a key, or such hours
	LeftTaken                      // it has that code already, and not from us
	LeftClock                      // its clock or its time zone would tell their hours wrongly
	LeftKeypad                     // no keypad is paired with it
	leftEnd
)

var leftNames = []string{"room", "form", "taken", "clock", "keypad"}

var leftSaid = []string{"it has no room for more", "it does not take such a code or such hours", "the same code is in it already, given with its maker's app",
	"its clock or its time zone is not the site's and would tell their hours wrongly", "no keypad is paired with it"}

// String is "room, clock".
func (l LeftFor) String() string { return l.words(leftNames, ", ") }

// Say is "it has no room for more"; "" for none.
func (l LeftFor) Say() string { return l.words(leftSaid, "; ") }

func (l LeftFor) words(of []string, between string) string {
	var said []string
	for i, n := range of {
		if l>>i&1 == 1 {
			said = append(said, n)
		}
	}
	return strings.Join(said, between)
}

func (l LeftFor) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText refuses what it does not know: it would be told as another reason, or none.
func (l *LeftFor) UnmarshalText(t []byte) error {
	*l = 0
	for part := range strings.SplitSeq(string(t), ", ") {
		var is LeftFor
		for i, n := range leftNames {
			if n == part {
				is = 1 << i
			}
		}
		if is == 0 && len(t) > 0 {
			return fmt.Errorf("core: unknown word %q: made by a newer release?", part)
		}
		*l |= is
	}
	return nil
}
