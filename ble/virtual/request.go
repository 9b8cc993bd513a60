package virtual

import (
	"fmt"
	"io"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// request is a key that was presented and waits for its verdict.
type request struct {
	kind       core.KeyKind
	credential []byte
	held       bool
	at, ends   time.Duration
}

// present is a key at the reader.
func (l *Lock) present(kind core.KeyKind, credential []byte, held bool) error {
	switch {
	case l.on == nil:
		return fmt.Errorf("the lock has no power")
	case l.rec.hub() == nil:
		return fmt.Errorf("the lock is not paired, nobody can answer")
	case l.on.request != nil:
		return fmt.Errorf("another key waits for its verdict")
	}
	up := l.up()
	l.on.request = &request{kind, credential, held, up, up + profile.RequestWait}
	l.news.request = true
	l.say("%s presented", kind)
	return nil
}

// refuseAway is the end of the wait: the lock refuses by itself, and its journal says so.
func (l *Lock) refuseAway() {
	r := l.on.request
	l.on.request = nil
	l.write(line{Kind: profile.EntryKeyRefused, KeyKind: r.kind, Credential: r.credential})
	l.say("refused, no verdict came")
}

// ask tells a session of the request that waits. The nonce is of this session: a verdict that
// was meant for another cannot be taken for this one's.
func (c *Conn) ask() {
	r := c.lock.on.request
	if r == nil {
		return
	}
	if _, err := io.ReadFull(c.lock.cfg.Random, c.nonce[:]); err != nil {
		c.end()
		return
	}
	c.asked = r
	c.postFirst(func() profile.Message {
		return profile.AccessRequest{Request: c.nonce, Kind: r.kind, Credential: r.credential, Held: r.held, Age: profile.AgeOf(c.lock.up() - r.at)}
	})
}

// verdict is the hub's answer to a request. One that comes when nobody waits any more, or for
// another request, is void.
func (c *Conn) verdict(v profile.Verdict) {
	l := c.lock
	o := order{c, v.Command, v.NotAfter, v.Move}
	if _, again := l.rec.recall(v.Command); again {
		l.do(o)
		return
	}
	if l.on.request == nil || c.asked != l.on.request || v.Request != c.nonce {
		l.answer(o, core.ResultExpired, "nobody waits for this verdict")
		return
	}
	if v.NotAfter != 0 && l.up() > v.NotAfter.Duration() {
		l.answer(o, core.ResultExpired, "")
		return
	}
	l.on.request = nil
	if v.Granted {
		l.say("granted")
	} else {
		l.say("denied: %s", v.Reason)
	}
	l.do(o)
}
