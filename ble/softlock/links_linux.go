package softlock

import (
	"bytes"
	"errors"
	"sync"
	"time"

	goble "github.com/go-ble/ble"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
)

// links join go-ble's connections to the lock's. go-ble never says that a peripheral's link has
// ended, but it ends the subscription; so a link is a subscription to TX.
type links struct {
	lock *virtual.Lock
	tell func(string)
	fail chan<- error

	mu   sync.Mutex
	subs map[goble.Conn]*sub
}

type sub struct {
	ready chan struct{} // closed when conn is set
	conn  *virtual.Conn
}

func newLinks(lock *virtual.Lock, tell func(string), fail chan<- error) *links {
	return &links{lock: lock, tell: tell, fail: fail, subs: map[goble.Conn]*sub{}}
}

// service is the profile's.
func (l *links) service() *goble.Service {
	s := goble.NewService(uuid(profile.GATT.Service))
	s.NewCharacteristic(uuid(profile.GATT.Chars[profile.RX])).HandleWrite(goble.WriteHandlerFunc(l.wrote))
	s.NewCharacteristic(uuid(profile.GATT.Chars[profile.TX])).HandleNotify(goble.NotifyHandlerFunc(l.subscribed))
	s.NewCharacteristic(uuid(profile.GATT.Chars[profile.Info])).HandleRead(goble.ReadHandlerFunc(
		func(_ goble.Request, rsp goble.ResponseWriter) { rsp.Write(l.lock.Info()) }))
	return s
}

func uuid(u ble.UUID) goble.UUID { return u.LittleEndian() }

// at makes the entry of a connection where there is none: its first write may come before its
// subscription is served. fresh is for a subscription: one that has been served is not served
// again.
func (l *links) at(c goble.Conn, fresh bool) *sub {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.subs[c]; s != nil && !(fresh && s.served()) {
		return s
	}
	l.subs[c] = &sub{ready: make(chan struct{})}
	return l.subs[c]
}

func (l *links) forget(c goble.Conn, s *sub) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.subs[c] == s {
		delete(l.subs, c)
	}
}

func (s *sub) served() bool {
	select {
	case <-s.ready:
		return true
	default:
		return false
	}
}

// subscribed is one link from its subscription to its end; the stack gives it a goroutine.
func (l *links) subscribed(r goble.Request, n goble.Notifier) {
	c, s := r.Conn(), l.at(r.Conn(), true)
	s.conn = l.lock.Accept(c.TxMTU(), func(b []byte) error { return l.notify(n, b) })
	close(s.ready)
	l.tell("link up")
	select {
	case <-n.Context().Done():
		s.conn.Close()
		l.tell("link down")
	case <-s.conn.Done():
		l.tell("link ended")
		go c.Close()
	}
	l.forget(c, s)
}

func (l *links) notify(n goble.Notifier, b []byte) error {
	stuck := time.AfterFunc(notifyWait, func() {
		select {
		case l.fail <- errors.New("softlock: the stack does not send"):
		default:
		}
	})
	defer stuck.Stop()
	if n.Context().Err() != nil {
		return n.Context().Err()
	}
	_, err := n.Write(b)
	return err
}

// subscribeWait is how long a write may come before its subscription.
const subscribeWait = time.Second

// wrote hands a value on; the stack's buffer is its own again when wrote returns.
func (l *links) wrote(r goble.Request, rsp goble.ResponseWriter) {
	s := l.at(r.Conn(), false)
	select {
	case <-s.ready:
		s.conn.Write(bytes.Clone(r.Data()))
	case <-time.After(subscribeWait):
		l.forget(r.Conn(), s)
		rsp.SetStatus(goble.ErrUnlikely) // nobody listens for the answer
	}
}

func (l *links) closeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.subs {
		if s.served() {
			s.conn.Close()
		}
	}
}
