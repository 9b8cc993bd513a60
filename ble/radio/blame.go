package radio

import (
	"cmp"
	"slices"
	"time"

	"localiq/ble"
	"localiq/core/order"
)

const (
	blameFor   = 1 * time.Hour   // after this it is forgiven
	blamePause = 2 * time.Second // after the second fall; four times that after each further one
	blameMax   = 15 * time.Minute
)

// blame counts the peers that were being dialled or written to when the radio fell, or that had a
// link while nothing was under way at all. Once is bad luck; a peer that does it again, alone, waits.
// Those that did it among others take turns (turn.go). Without any of them it was a passer-by, and no
// lock of ours pays for it.
type blame map[ble.Addr]fault

type fault struct {
	alone int // falls with this one alone under suspicion
	among int // falls with others
	idle  int // falls with a link over which nothing was said: half as bad
	last  time.Time
	until time.Time
}

// suspicion is how a peer came to be suspected.
type suspicion uint8

const (
	wasAlone suspicion = iota
	wasAmong
	wasIdle
	wasFar // behind a network, which may break by itself: as among others, whoever they were
)

// verdict is a peer that is kept away from now on.
type verdict struct {
	peer  ble.Addr
	falls int
	pause time.Duration
}

// accuse takes the suspects of one fall. Of several it was the one who was under suspicion before, if
// only one was.
func (b blame) accuse(suspects []ble.Addr, why suspicion, now time.Time) (vs []verdict) {
	suspects = slices.Clone(suspects)
	order.By(suspects, func(x, y ble.Addr) int { return cmp.Compare(x.String(), y.String()) })
	suspects = slices.Compact(suspects)
	if why == wasAmong {
		before := slices.DeleteFunc(slices.Clone(suspects), func(a ble.Addr) bool { return b.falls(a, now) == 0 })
		if len(before) == 1 {
			suspects, why = before, wasAlone
		}
	}
	for _, a := range suspects {
		b.forgive(a, now)
		f := b[a]
		switch why {
		case wasAlone:
			f.alone++
		case wasAmong, wasFar:
			f.among++
		case wasIdle:
			f.idle++
		}
		f.last, f.until = now, now
		if pause := f.pause(); pause > 0 {
			f.until = now.Add(pause)
			vs = append(vs, verdict{a, f.alone + f.among + f.idle, pause})
		}
		b[a] = f
	}
	return vs
}

// pause is none for who was never alone: it takes turns, and somebody may stand at its door.
func (f fault) pause() time.Duration {
	falls := f.alone + f.idle/2
	if f.alone == 0 {
		falls = min(falls, 2)
	} else if f.among > 0 {
		falls++
	}
	if falls < 2 {
		return 0
	}
	return min(blamePause<<(2*min(falls-2, 10)), blameMax)
}

// falls are those that a may have caused by what was done with it; 0: it is under no suspicion.
func (b blame) falls(a ble.Addr, now time.Time) int {
	b.forgive(a, now)
	return b[a].alone + b[a].among
}

func (b blame) forgive(a ble.Addr, now time.Time) {
	if f, there := b[a]; there && now.Sub(f.last) > blameFor {
		delete(b, a)
	}
}

// clear is for a peer whose link works, and the radio with it: falls among others were theirs.
func (b blame) clear(a ble.Addr) {
	f, there := b[a]
	f.among, f.idle = 0, 0
	if there && f.alone == 0 {
		delete(b, a)
	} else if there {
		b[a] = f
	}
}

// acquit is for a peer whose link did its work and ended in order: half of its falls alone were bad
// luck, too.
func (b blame) acquit(a ble.Addr) {
	if f, there := b[a]; there {
		f.alone /= 2
		b[a] = f
	}
	b.clear(a)
}

// left is how long a is still kept away.
func (b blame) left(a ble.Addr, now time.Time) time.Duration {
	b.forgive(a, now)
	return max(0, b[a].until.Sub(now))
}
