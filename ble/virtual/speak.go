package virtual

import "localiq/ble/profile"

const maxOutbox = 512

// send is the one goroutine of a link. It hands values to notify in their order until the lock
// ends the link (then after the last value) or the link is gone (then at once).
func (c *Conn) send() {
	defer c.lock.work.Done()
	defer close(c.done)
	for {
		select {
		case <-c.cut:
			return
		case v, more := <-c.out:
			if !more {
				return
			}
			if c.notify(v) != nil {
				c.Close()
				return
			}
		}
	}
}

// post puts a message at the end of what is to be said. It is made when its turn comes, so that
// its age is true; nil then says nothing.
func (c *Conn) post(word func() profile.Message) {
	if c.closing {
		return
	}
	if c.outbox = append(c.outbox, word); len(c.outbox) > maxOutbox {
		c.end() // it asks faster than it listens
	}
}

// postFirst is for what cannot wait: a person at the door.
func (c *Conn) postFirst(word func() profile.Message) {
	c.outbox = append([]func() profile.Message{word}, c.outbox...)
}

// pump hands on what the channel lets go, as far as it is for this peer.
func (c *Conn) pump() {
	for !c.closing {
		for _, v := range c.ch.Outgoing() {
			c.out <- v // never blocks: no more than a window is on its way
		}
		if !c.ch.Free() || len(c.outbox) == 0 || c.ch.Err() != nil {
			return
		}
		m := c.outbox[0]()
		c.outbox = c.outbox[1:]
		if m == nil {
			continue
		}
		if m, its := c.role().Told(m); its && c.ch.Send(m) != nil {
			c.end()
		}
	}
}

// end ends the link from the lock's side, after what was already handed on.
func (c *Conn) end() {
	if !c.closing {
		c.closing = true
		delete(c.lock.conns, c)
		close(c.out)
	}
}

// gone is the link being no more.
func (c *Conn) gone() {
	if c.end(); !isClosed(c.cut) {
		close(c.cut)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
