package radio

import (
	"time"

	"localiq/ble"
)

const (
	blameFor   = 10 * time.Minute // after this it is forgiven
	blamePause = 1 * time.Second  // after the second fall; doubled for each further one
	blameMax   = time.Minute
)

// blame counts the peers that were being dialled or written to when the radio fell. Once is
// bad luck; a peer that does it again waits. With none under way it was a passer-by, and no
// lock of ours pays for it.
type blame map[ble.Addr]fault

type fault struct {
	falls int
	last  time.Time
	until time.Time
}

func (b blame) add(a ble.Addr, now time.Time) {
	f := b[a]
	if now.Sub(f.last) > blameFor {
		f = fault{}
	}
	f.falls++
	f.last, f.until = now, now
	if f.falls > 1 {
		f.until = now.Add(min(blamePause<<min(f.falls-2, 10), blameMax))
	}
	b[a] = f
}

// left is how long a is still kept away.
func (b blame) left(a ble.Addr, now time.Time) time.Duration {
	f, there := b[a]
	if there && now.Sub(f.last) > blameFor {
		delete(b, a)
	}
	return max(0, f.until.Sub(now))
}
