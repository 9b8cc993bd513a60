package softnuki

import (
	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
)

const maxLines = 4 // links at a time

// Line is one link to the lock. It is the lock's, under its mutex, but for the channels.
type Line struct {
	lock *Lock
	tell func(ble.UUID, []byte) error
	size int // of a piece
	wake chan struct{}
	cut  chan struct{} // closed by gone: the link is no more
	done chan struct{} // closed by send, when it stops

	outbox  []piece
	closing bool
	pairing *nuki.PairingLock
	nonces  map[nuki.AuthID]nuki.Nonce // the one that was drawn last, until it is used
}

type piece struct {
	to ble.UUID
	b  []byte
}

// Answer takes a new link; tell must return once it is gone. A lock without power, or with too many
// links, returns a Line that is done already.
func (l *Lock) Answer(mtu int, tell func(c ble.UUID, value []byte) error) virtual.Line {
	c := &Line{
		lock: l, tell: tell, size: min(nuki.IndicationSize, mtu-3),
		wake: make(chan struct{}, 1), cut: make(chan struct{}), done: make(chan struct{}), nonces: map[nuki.AuthID]nuki.Nonce{},
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on == nil || l.closed || len(l.lines) >= maxLines {
		c.closing = true
		close(c.done)
		return c
	}
	l.lines[c] = true
	l.work.Add(1)
	go c.send()
	return c
}

// Write takes one value: a message, whole. What is cut is not understood.
func (c *Line) Write(to ble.UUID, value []byte) {
	l := c.lock
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	if c.closing || l.on == nil {
		return
	}
	defer l.settle()
	switch to {
	case usdio:
		c.hear(value)
	case classicGDIO, fifthGDIO:
		c.pair(to, value)
	default:
		c.complain(gdio, nuki.ErrorNotAuthorized, 0) // nothing is asked in the clear
	}
}

// Done is closed when the lock has ended the link, or knows that it is gone.
func (c *Line) Done() <-chan struct{} { return c.done }

// Close says that the link is gone. It does not wait; Lock.Close does.
func (c *Line) Close() {
	c.lock.mu.Lock()
	defer c.lock.mu.Unlock()
	c.gone()
}

func (c *Line) gone() {
	if !c.closing {
		c.closing = true
		delete(c.lock.lines, c)
		close(c.cut)
	}
}

// post queues a frame, in indications of at most 20 bytes.
func (c *Line) post(to ble.UUID, b []byte) {
	if c.closing {
		return
	}
	for len(b) > 0 {
		m := min(c.size, len(b))
		c.outbox = append(c.outbox, piece{to, b[:m]})
		b = b[m:]
	}
	if c.lock.happens(LostIndication) {
		c.outbox = c.outbox[:len(c.outbox)-1]
	}
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// complain is an error report in the clear.
func (c *Line) complain(to ble.UUID, code nuki.ErrorCode, of nuki.Command) {
	b, err := nuki.EncodePlain(nuki.ErrorReport{Code: code, Of: of})
	if err != nil {
		panic("softnuki: error report: " + err.Error()) // nothing in one can fail
	}
	c.post(to, b)
}

// send is the one goroutine of a link: one indication after another, each when the one before it is
// confirmed.
func (c *Line) send() {
	defer c.lock.work.Done()
	defer close(c.done)
	for {
		p, some := c.next()
		if !some {
			select {
			case <-c.wake:
				continue
			case <-c.cut:
				return
			}
		}
		if c.tell(p.to, p.b) != nil {
			c.Close()
			return
		}
	}
}

func (c *Line) next() (p piece, some bool) {
	c.lock.mu.Lock()
	defer c.lock.mu.Unlock()
	if c.closing || len(c.outbox) == 0 {
		return p, false
	}
	p = c.outbox[0]
	c.outbox = c.outbox[1:]
	return p, true
}
