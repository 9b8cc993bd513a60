package driver

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"localiq/ble/profile"
	"localiq/core"
)

// life is one stretch of a lock's journal in which an index means one thing. A lock that gets an
// old memory back goes on under the id that it had, with numbers that it has used: that is another
// life. What is told of it goes under a name of its own and counts from 1 again, so nothing of it
// is taken for what was told before, and the name alone says where it is in the lock.
type life struct {
	journal profile.JournalID
	turn    int    // how often it began anew
	base    uint32 // the lock's index of the last entry before it
}

func life0(j profile.JournalID) life { return life{journal: j} }

func (l life) next(head uint32) life { return life{l.journal, l.turn + 1, head} }

// name is the profile's own for the first life.
func (l life) name() core.JournalID {
	if l.turn == 0 {
		return l.journal.Core()
	}
	return core.JournalID(fmt.Sprintf("%s+%d.%d", l.journal.Core(), l.turn, l.base))
}

// lifeOf reads what name writes.
func lifeOf(name core.JournalID) (l life, ok bool) {
	id, rest, again := strings.Cut(string(name), "+")
	b, err := hex.DecodeString(id)
	if err != nil || copy(l.journal[:], b) != len(b) || len(b) != len(l.journal) {
		return life{}, false
	}
	if !again {
		return l, true
	}
	turn, base, _ := strings.Cut(rest, ".")
	n, err1 := strconv.ParseUint(base, 10, 32)
	if l.turn, err = strconv.Atoi(turn); err != nil || err1 != nil || l.turn < 1 {
		return life{}, false
	}
	l.base = uint32(n)
	return l, l.name() == name
}
