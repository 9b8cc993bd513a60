package virtual

import (
	"time"

	"localiq/ble/profile"
)

// Conn is one link to the lock, from its connecting to its end.
type Conn struct {
	lock   *Lock
	notify func([]byte) error
	out    chan []byte   // to send: closed by end, room for more than a window
	cut    chan struct{} // closed by gone: the link is no more
	done   chan struct{} // closed by send, when it stops

	// The rest is the lock's, under its mutex.
	ch      *profile.Channel
	ends    time.Duration // of its patience, in uptime
	isOpen  bool          // the handshake is done, and what follows from it
	isLive  bool          // and the hub has proved to be there
	outbox  []func() profile.Message
	asked   *request
	nonce   profile.Nonce
	closing bool
}

// Accept takes a new link whose values are up to mtu-3 bytes long. notify sends one value of TX
// and may block; it must return once the link is gone. A lock without power, with too many
// links, or after too many failed handshakes, returns a Conn that is done already.
func (l *Lock) Accept(mtu int, notify func([]byte) error) *Conn {
	c := &Conn{
		lock: l, notify: notify,
		out: make(chan []byte, 4*profile.Window), cut: make(chan struct{}), done: make(chan struct{}),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	defer l.settle()
	ch, err := l.listen(mtu)
	if err != nil || l.closed || !l.receives() {
		close(c.cut)
		close(c.done)
		c.closing = true
		return c
	}
	c.ch, c.ends = ch, l.up()+profile.HandshakeWait
	l.conns[c] = true
	l.work.Add(1)
	go c.send()
	return c
}

// receives is false for a lock that takes no link now.
func (l *Lock) receives() bool {
	if l.on == nil || len(l.conns) >= maxConns {
		return false
	}
	return l.on.failed < profile.FailedLinks || l.up()-l.on.failedAt >= profile.FailedPause
}

func (l *Lock) listen(mtu int) (*profile.Channel, error) {
	side := profile.Lock{Own: l.own, Serial: l.serial, Hello: l.hello, Random: l.cfg.Random}
	if len(l.rec.Peers) > 0 {
		side.Peers = l.rec.role
	}
	if l.can().Has(profile.CanDigital) && len(l.rec.Word) > 0 && !l.rec.Leaving {
		side.Word = l.rec.Word
	}
	if l.on != nil && l.on.pairing.is {
		side.PSK = l.rec.code().PSK()
	}
	return profile.Answer(side, mtu)
}

// Write takes one value that the hub wrote to RX, with or without response.
func (c *Conn) Write(value []byte) {
	l := c.lock
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	defer l.settle()
	if c.closing || l.on == nil {
		return
	}
	ms, err := c.ch.Receive(value)
	if err != nil {
		c.failed()
		return
	}
	c.progress()
	for _, m := range ms {
		c.hear(m)
	}
}

// Done is closed when the lock has ended the link, or knows that it is gone.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Close says that the link is gone. It does not wait; Lock.Close does.
func (c *Conn) Close() {
	c.lock.mu.Lock()
	defer c.lock.mu.Unlock()
	c.gone()
	if c.lock.on != nil {
		c.lock.settle() // the last link's end may change the address
	}
}

// progress notes how far the handshake has come, and does what follows.
func (c *Conn) progress() {
	if !c.isOpen && c.ch.Open() {
		c.isOpen = true
		if c.ch.Pairing() {
			c.lock.on.failed = 0
			c.adopt()
			return
		}
		c.ask()
	}
	if !c.isLive && c.isOpen && c.ch.Proven() && !c.ch.Pairing() {
		c.isLive = true
		c.ends = c.lock.up() + profile.SessionLife
		if c.role() == profile.RolePhone {
			c.ends = c.lock.up() + profile.VisitLife // who waits for more than a verdict has gone
		} else {
			c.lock.on.failed = 0 // not before: a recorded handshake comes as far as open
		}
		c.lock.meet(c)
		for other := range c.lock.conns {
			if other != c && other.isLive && other.ch.Peer() == c.ch.Peer() {
				other.end() // it came back: that one is a link that it lost
			}
		}
	}
}

// adopt is the end of a pairing: the hub's key is kept, then the hub is told. The same hub finds
// everything as it was; another finds a lock as new: what was there is not for its eyes.
func (c *Conn) adopt() {
	l, peer := c.lock, c.ch.Peer()
	former, err := l.rec.Journal.id(), error(nil)
	if !l.keeps(func(r *record) { err = r.serve(peer, l.cfg.Random) }) || err != nil {
		c.end()
		return
	}
	if l.rec.Journal.id() != former {
		l.news.entries, l.tables = nil, tables{} // of the journal and the hub that are no more
	}
	l.shut()
	for other := range l.conns {
		if other != c {
			other.end()
		}
	}
	l.say("paired")
	c.post(func() profile.Message { return l.hello() })
}

// failed is a channel that cannot go on. What it still has to say (a refusal) is said.
func (c *Conn) failed() {
	l := c.lock
	if !c.isOpen {
		l.on.failed, l.on.failedAt = l.on.failed+1, l.up()
	}
	if c.ch.Pairing() && !c.isOpen {
		if l.on.tries++; l.on.tries >= profile.PairingTries && l.on.pairing.is {
			l.shut()
			l.say("pairing window closed")
		}
	}
	c.pump()
	c.end()
}

// session is true for a link that hears what happens.
func (c *Conn) session() bool { return c.isOpen && !c.closing && !c.ch.Pairing() }

// role of whoever is at the other end, as it is now.
func (c *Conn) role() profile.Role {
	if c.ch.Role() == profile.RolePhone {
		return profile.RolePhone // whoever else that key may be
	}
	return c.lock.rec.role(c.ch.Peer())
}
