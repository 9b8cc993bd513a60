package phone

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
	"localiq/core/order"
)

const (
	// Listening is how long a phone listens before it compares: a lock at rest advertises every 1 to 2 s.
	Listening = 2500 * time.Millisecond
	// Nearer is by how much the strongest must be above every other, in dB: twice the distance is 6.
	Nearer = 10
)

// Heard is a lock in earshot.
type Heard struct {
	Addr   ble.Addr
	RSSI   int // dBm, the strongest of what was heard
	Sealed bool
	Serial profile.Serial // where it is not sealed
	Ours   bool           // by its serial; a sealed one may be
}

// listens is how often a phone listens to a street where nobody is heard: a lock is silent while it talks
// to its hub, for some seconds.
const listens = 4

// Near is the locks in earshot, the strongest first, and of them the one that Choose names. A lock changes
// its address now and then, and is heard under both where that falls into the time of listening: so where
// nobody can be told from another, the phone listens once more, and takes what it hears then.
func Near(ctx context.Context, r ble.Radio, w *Wallet, clock core.Clock) (heard []Heard, at Heard, why error) {
	alike := false
	for range listens {
		due, stop := clock.After(Listening)
		h, err := Listen(ctx, r, w, due)
		if stop(); err != nil {
			return nil, Heard{}, err
		}
		heard = h
		if at, why = Choose(heard); why == nil || alike || ctx.Err() != nil {
			break
		}
		alike = core.AsError(why).Code != core.CodeNotFound
	}
	return heard, at, why
}

// Listen gathers the locks of the profile that are heard in that time, the strongest first.
func Listen(ctx context.Context, r ble.Radio, w *Wallet, wait <-chan struct{}) ([]Heard, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex
	heard := map[ble.Addr]Heard{}
	over := make(chan error, 1)
	go func() {
		over <- r.Scan(ctx, func(a ble.Advert) {
			if h, ok := hear(a, w); ok {
				mu.Lock()
				if was, again := heard[a.Addr]; !again || h.RSSI > was.RSSI {
					heard[a.Addr] = h
				}
				mu.Unlock()
			}
		})
	}()
	select {
	case <-wait:
	case err := <-over:
		return nil, fmt.Errorf("phone: listen: %w", err)
	case <-ctx.Done():
	}
	stop()
	<-over
	mu.Lock()
	defer mu.Unlock()
	var out []Heard
	for _, h := range heard {
		out = append(out, h)
	}
	order.By(out, func(a, b Heard) int { return cmp.Or(b.RSSI-a.RSSI, slices.Compare(a.Addr.MAC[:], b.Addr.MAC[:])) })
	return out, nil
}

// noSignal is the Core Specification's for a strength that the controller does not know.
const noSignal = 127

func hear(a ble.Advert, w *Wallet) (h Heard, ok bool) {
	h = Heard{Addr: a.Addr, RSSI: int(a.RSSI), Sealed: profile.Sealed(a.Data)}
	if h.Sealed {
		return h, a.Connectable
	}
	clear, ok := profile.ParseAdvert(a.Data)
	h.Serial, h.Ours = clear.Serial, w != nil && w.opens(clear.Serial)
	return h, ok && a.Connectable
}

// Choose is the lock that a person means who asks a phone to open: the strongest, if it is stronger by
// Nearer than every other that could be meant. Else it is none, and the error says why (core.Error).
// Locks in clear that the phone has no key for cannot be meant.
func Choose(heard []Heard) (Heard, error) {
	heard = slices.DeleteFunc(slices.Clone(heard), func(h Heard) bool { return !h.Sealed && !h.Ours })
	switch {
	case len(heard) == 0:
		return Heard{}, core.Errorf(core.CodeNotFound, "no lock is near that this phone could open").Advise("go up to the door; see what is heard: localiq phone --list")
	case len(heard) == 1:
		return heard[0], nil
	}
	order.By(heard, func(a, b Heard) int { return b.RSSI - a.RSSI })
	switch lead := heard[0].RSSI - heard[1].RSSI; {
	case heard[0].RSSI == noSignal || heard[1].RSSI == noSignal:
		return Heard{}, core.Errorf(core.CodeRefused, "%d locks are near, and this radio does not tell how strong they are; none is opened", len(heard))
	case lead < Nearer:
		return Heard{}, core.Errorf(core.CodeRefused, "two locks are about as near (%d and %d dBm, %d dB apart); none is opened", heard[0].RSSI, heard[1].RSSI, lead).
			Advise(fmt.Sprintf("go nearer to the one that you mean: %d dB make the difference", Nearer))
	}
	return heard[0], nil
}
