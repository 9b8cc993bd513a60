package driver

import (
	"context"
	"time"

	"localiq/ble"
	"localiq/core"
)

// wait takes the next thing that happens. What comes over the link is stamped at once, and
// given to the session only when the hub has read all that came before (feed). Until then the
// lock gets no acknowledgement: so a busy hub stops the link, and the journal waits in the lock.
func (k *keeper) wait(ctx context.Context, out chan<- core.Input, now core.Instant) {
	if len(k.told) > 0 {
		if !k.mail.offer() {
			return
		}
		defer k.mail.withdraw()
	}
	on := k.open(out)
	timer, stop := k.timer(now)
	defer stop()
	select {
	case <-ctx.Done():
	case <-k.gone:
	case on.out <- on.head:
		if k.told = k.told[1:]; len(k.told) == 0 {
			k.traffic = k.now().Up // we listen again
		}
	case n, ok := <-on.notes:
		if k.receive(n); !ok {
			k.deaf = true
		}
	case on.frames <- on.frame:
		k.unsent, k.traffic = k.unsent[1:], k.now().Up
	case link := <-on.up:
		k.opened(link)
	case err := <-on.ended:
		k.closed(err)
	case <-on.yield:
		k.yield = true
	case <-on.granted:
	case <-k.mail.changed:
	case <-k.ear.news:
	case f := <-k.table.fetched:
		k.fetchedTable(f, k.now())
	case <-timer:
	}
}

// doors are what a keeper may wait for now; a nil one is shut.
type doors struct {
	out            chan<- core.Input
	head           core.Input
	frames         chan<- ble.Note
	frame          ble.Note
	notes          <-chan ble.Note
	up             <-chan ble.Link
	ended          <-chan error
	granted, yield <-chan struct{}
}

func (k *keeper) open(out chan<- core.Input) (on doors) {
	if len(k.told) > 0 {
		on.out, on.head = out, k.told[0]
	}
	if k.claim != nil {
		on.yield = k.claim.yield
	}
	if k.line == nil {
		if k.claim != nil {
			on.granted = k.claim.granted
		}
		return on
	}
	on.up, on.ended = k.line.up, k.line.ended
	if len(k.unsent) > 0 {
		on.frames, on.frame = k.line.frames, k.unsent[0]
	}
	if k.link != nil && k.over == nil && !k.deaf && len(k.inbox) < inboxRoom {
		on.notes = k.link.Notifications()
	}
	return on
}

// timer fires at the earliest instant that somebody asked for with by.
func (k *keeper) timer(now core.Instant) (<-chan struct{}, func()) {
	if k.wakeAt == 0 {
		return nil, func() {}
	}
	return k.d.c.Clock.After(max(k.wakeAt-now.Up, 0))
}

// by asks to be woken at an Up. One that has passed is none.
func (k *keeper) by(up time.Duration) {
	if up > k.woke && (k.wakeAt == 0 || up < k.wakeAt) {
		k.wakeAt = up
	}
}
