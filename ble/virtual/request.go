package virtual

import (
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

	cert  *profile.Certificate // of a digital key
	phone *Conn                // that waits for what becomes of it; nil: none does
}

// ask tells a session of the request that waits. The nonce is of this session: a verdict that
// was meant for another cannot be taken for this one's.
func (c *Conn) ask() {
	r := c.lock.on.request
	if r == nil || c.role() != profile.RoleHub {
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
	r := l.on.request
	l.on.request = nil
	r.tell(v.Granted, v.Reason)
	if v.Granted {
		l.say("granted")
	} else {
		l.say("denied: %s", v.Reason)
		l.denied(r, v.Reason)
	}
	l.do(o)
}

// denied counts a key that the hub does not know, or will not say that it does. One that it knows
// and refuses is no attempt at guessing.
func (l *Lock) denied(r *request, why core.Reason) {
	switch why {
	case core.CredentialUnknown, core.PINWrong, 0:
		if _, known := l.finds(r); !known {
			l.wrong(r.kind)
		}
	}
}
