package radio

import (
	"sync"

	"localiq/ble"
)

// maxHeard bounds how many devices wait to be told of at once.
const maxHeard = 256

// adverts is the way out for advertisements: the newest of each device waits, an older one is
// overwritten, and both that and a full table are counted.
type adverts struct {
	mu     sync.Mutex
	newest map[ble.Addr]ble.Advert
	order  []ble.Addr
	missed uint64 // since the last one taken
	total  uint64 // heard since the last Health
	lost   uint64 // missed since the last Health
	wake   chan struct{}
}

func newAdverts() *adverts {
	return &adverts{newest: map[ble.Addr]ble.Advert{}, wake: make(chan struct{}, 1)}
}

// put never blocks.
func (a *adverts) put(x ble.Advert) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.total++
	_, waits := a.newest[x.Addr]
	if waits || len(a.order) == maxHeard {
		a.missed++
		a.lost++
	}
	if !waits {
		if len(a.order) == maxHeard {
			return
		}
		a.order = append(a.order, x.Addr)
	}
	a.newest[x.Addr] = x
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// take returns the one that waits longest, and how many were missed since the last take.
func (a *adverts) take() (x ble.Advert, missed uint64, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.order) == 0 {
		return x, 0, false
	}
	x = a.newest[a.order[0]]
	delete(a.newest, a.order[0])
	a.order = a.order[1:]
	missed, a.missed = a.missed, 0
	return x, missed, true
}

// counts since the last call.
func (a *adverts) counts() (total, lost uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	total, lost, a.total, a.lost = a.total, a.lost, 0, 0
	return total, lost
}
