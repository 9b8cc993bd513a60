package repeater

import (
	"bytes"
	"context"
	"sync"
	"time"

	"localiq/ble"
)

var (
	lockA   = ble.Addr{MAC: [6]byte{0xc0, 1, 2, 3, 4, 5}, Random: true}
	service = ble.GATT{Service: ble.UUID{1}, Chars: []ble.UUID{{2}, {3}}, Notify: []ble.Char{1}}
	beacon  = []byte("nobody in between may read this")
)

// patience is for what has no deadline of its own.
const patience = 20 * time.Second

// ether is the air around a box: a lock in it echoes what is written to it.
type ether struct {
	mu    sync.Mutex
	links []*echo
}

func (e *ether) Scan(ctx context.Context, sink func(ble.Advert)) error {
	t := time.NewTicker(50 * time.Millisecond)
	defer t.Stop()
	for {
		sink(ble.Advert{Addr: lockA, RSSI: -50, Connectable: true, Data: beacon})
		select {
		case <-t.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (e *ether) Connect(context.Context, ble.Addr, ble.GATT) (ble.Link, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &echo{notes: make(chan ble.Note, 64), done: make(chan struct{})}
	e.links = append(e.links, l)
	return l, nil
}

type echo struct {
	notes chan ble.Note
	once  sync.Once
	done  chan struct{}
}

func (l *echo) Write(_ context.Context, _ ble.Char, b []byte) error {
	l.notes <- ble.Note{Char: 1, Data: bytes.Clone(b)}
	return nil
}

func (l *echo) Notifications() <-chan ble.Note { return l.notes }

func (l *echo) Done() <-chan struct{} { return l.done }

func (l *echo) Err() error { return nil }

func (l *echo) MTU() int { return 247 }

func (l *echo) Close() error { l.once.Do(func() { close(l.done) }); return nil }
