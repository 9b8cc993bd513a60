package core

import (
	"fmt"
	"strings"
)

// Lack is a set of things that a lock cannot do and others can. A family of locks declares it at
// pairing, and a session may learn more (LockLearnt). The zero value lacks nothing. What a lock
// lacks is done elsewhere or not at all; it never widens what anybody may open.
type Lack uint16

const (
	LackRequests      Lack = 1 << iota // it never asks the hub about a key
	LackTags                           // it reads no tags
	LackLease                          // a code stays until it is removed
	LackHold                           // it cannot count a hold down: the hub ends it
	LackRelock                         // it does not lock again after an opening: the hub locks it
	LackLongPINs                       // six digits from 1 to 9, not beginning with 12
	LackManySchedules                  // one weekday set and one daily window for each code
	LackUpdate                         // its firmware is not ours to bring
	LackIdentify                       // it cannot show itself
	LackTimes                          // it tells times by a clock of its own, in whole seconds
	LackKeypad                         // no keypad is paired with it
	LackAdmin                          // we have no admin PIN: no history and no codes
	lackEnd
)

var lackNames = []string{"requests", "tags", "lease", "hold", "relock", "long pins", "many schedules", "update", "identify",
	"times", "keypad", "admin"}

// Has is true when all of o is in l.
func (l Lack) Has(o Lack) bool { return l&o == o }

// Each lists the members, one bit each, in the order of the list.
func (l Lack) Each() (out []Lack) {
	for b := Lack(1); b < lackEnd; b <<= 1 {
		if l&b != 0 {
			out = append(out, b)
		}
	}
	return out
}

// String is "tags, lease".
func (l Lack) String() string {
	var names []string
	for i, n := range lackNames {
		if l>>i&1 == 1 {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

func (l Lack) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText refuses what it does not know: read as nothing, it would be taken for an ability.
func (l *Lack) UnmarshalText(t []byte) error {
	*l = 0
	if len(t) == 0 {
		return nil
	}
next:
	for part := range strings.SplitSeq(string(t), ", ") {
		for i, n := range lackNames {
			if n == part {
				*l |= 1 << i
				continue next
			}
		}
		return fmt.Errorf("core: unknown word %q: made by a newer release?", part)
	}
	return nil
}
