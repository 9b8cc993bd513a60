package radio

import (
	"cmp"
	"slices"
	"time"

	"localiq/ble"
)

const (
	blameFor   = 1 * time.Hour   // after this it is forgiven
	blamePause = 2 * time.Second // after the second fall; four times that after each further one
	blameMax   = 15 * time.Minute
	blameApart = 1500 * time.Millisecond // so much longer waits each of several, so that the next fall tells
	blameAmong = 4 * time.Second         // at most, for one that was never alone under way: somebody may stand at its door
)

// blame counts the peers that were being dialled or written to when the radio fell, or that had a
// link while nothing was under way at all. Once is bad luck; a peer that does it again waits.
// Without any of them it was a passer-by, and no lock of ours pays for it.
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
)

// verdict is a peer that is kept away from now on.
type verdict struct {
	peer  ble.Addr
	falls int
	pause time.Duration
}

// accuse takes the suspects of one fall. Several that have to wait do so one longer than the
// other, so that the next fall is over one of them alone.
func (b blame) accuse(suspects []ble.Addr, why suspicion, now time.Time) (vs []verdict) {
	slices.SortFunc(suspects, func(x, y ble.Addr) int { return cmp.Compare(x.String(), y.String()) })
	for i, a := range slices.Compact(suspects) {
		f := b[a]
		if now.Sub(f.last) > blameFor {
			f = fault{}
		}
		switch why {
		case wasAlone:
			f.alone++
		case wasAmong:
			f.among++
		case wasIdle:
			f.idle++
		}
		f.last, f.until = now, now
		if pause := f.pause(); pause > 0 {
			pause += time.Duration(i) * blameApart
			f.until = now.Add(pause)
			vs = append(vs, verdict{a, f.alone + f.among + f.idle, pause})
		}
		b[a] = f
	}
	return vs
}

func (f fault) pause() time.Duration {
	falls := f.alone + f.among + f.idle/2
	if falls < 2 {
		return 0
	}
	pause := min(blamePause<<(2*min(falls-2, 10)), blameMax)
	if f.alone == 0 {
		return min(pause, blameAmong)
	}
	return pause
}

// acquit is for a peer whose link did its work and ended in order: falls among others were
// theirs, and half of those alone bad luck.
func (b blame) acquit(a ble.Addr) {
	f, there := b[a]
	f.among, f.idle, f.alone = 0, 0, f.alone/2
	if there && f.alone == 0 {
		delete(b, a)
	} else if there {
		b[a] = f
	}
}

// left is how long a is still kept away.
func (b blame) left(a ble.Addr, now time.Time) time.Duration {
	f, there := b[a]
	if there && now.Sub(f.last) > blameFor {
		delete(b, a)
	}
	return max(0, f.until.Sub(now))
}
