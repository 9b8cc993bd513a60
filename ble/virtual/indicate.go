package virtual

import (
	"context"
	"sync"

	"localiq/ble"
)

// indicate returns when the hub's stack has confirmed: only then the lock sends the next. In a
// weather the stack confirms as go-ble does, whether it has room or not, and a hub that reads late
// has a gap; where there is none, it has room.
func (l *link) indicate(n ble.Note) error {
	if err := l.flows(context.Background()); err != nil {
		return err
	}
	confirmed := make(chan struct{})
	once := sync.OnceFunc(func() { close(confirmed) }) // a stack that lies hands it up twice
	if l.course.queued(up, &parcel{data: n.Data, arrive: func(b []byte) {
		l.hand(ble.Note{Char: n.Char, Data: b})
		l.course.push(down, &parcel{own: true, arrive: func([]byte) { once() }})
	}}) {
		select {
		case <-confirmed:
			return nil
		case <-l.done:
			return l.err
		case <-l.conn.Done():
			return ble.ErrLinkLost
		}
	}
	if err := l.wait(context.Background()); err != nil {
		return err
	}
	select {
	case l.notes <- n:
		return nil
	case <-l.done:
		return l.err
	}
}
