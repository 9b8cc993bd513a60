package rules

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// Locks have batteries, and their clocks were set by this hub while it knew the time: after a power
// cut they know it better. One alone is not believed: whoever holds a lock in his hands would hold
// the clock of the whole site.

const (
	locksAgree  = 30 * time.Second // 2 s a day each (docs/lock-profile.md 11.5), and some days apart
	locksWithin = 5 * time.Second  // of a word that all say alike
)

// lockClock is asked for only while nobody else is believed.
func (d *draft) lockClock(e core.LockClock) {
	c, when := &d.hub.Clock, d.in.When()
	if d.trust() != core.Untrusted || e.Quality == core.Untrusted || d.cfg.Lock(e.Lock) == nil || when.Boot != c.Boot {
		return
	}
	c.Locks = withWord(c.Locks, core.LockWord{Lock: e.Lock, Base: e.Wall - int64(when.Up)})
	if base, spread, ok := agreed(c.Locks); ok {
		d.proves(core.SourceLocks, base, locksWithin+spread)
	}
}

// withWord puts the newest word of a lock in place of the one before.
func withWord(ws []core.LockWord, w core.LockWord) []core.LockWord {
	ws = slices.Clone(ws)
	i, has := slices.BinarySearchFunc(ws, w.Lock, func(o core.LockWord, l core.LockID) int { return strings.Compare(string(o.Lock), string(l)) })
	if !has {
		return slices.Insert(ws, i, w)
	}
	ws[i] = w
	return ws
}

// agreed is the median of the most clocks that agree, at least two, and how far they lie apart. Two
// camps of the same size are no agreement.
func agreed(ws []core.LockWord) (base int64, spread time.Duration, ok bool) {
	bases := make([]int64, len(ws))
	for i, w := range ws {
		bases[i] = w.Base
	}
	slices.Sort(bases)
	var i, from int
	most := 1
	for j := range bases {
		for bases[j]-bases[i] > int64(locksAgree) {
			i++
		}
		switch n := j - i + 1; {
		case n > most:
			from, most, ok = i, n, true
		case n == most && i >= from+most:
			ok = false
		}
	}
	if !ok {
		return 0, 0, false
	}
	camp := bases[from : from+most]
	return camp[(most-1)/2], time.Duration(camp[most-1] - camp[0]), true
}
