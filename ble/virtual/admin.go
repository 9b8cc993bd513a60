package virtual

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// metEvery is how exactly a start finds when a hub was here.
const metEvery = time.Minute

// meet is a word of a peer's: with the hub's, leases of keys begin anew.
func (l *Lock) meet(c *Conn) {
	if l.on == nil || c.role() != profile.RoleHub {
		return
	}
	l.on.met = l.up()
	if now := l.utc(); now != 0 && (now < l.rec.Met || now >= l.rec.Met+metEvery.Milliseconds()) {
		l.rec.Met, l.news.dirty = now, true
	}
}

// away is for how long no hub has been here, as far as the lock can tell: since its start at
// least, longer if its clock says so.
func (l *Lock) away() time.Duration {
	d := l.up() - l.on.met
	if now := l.utc(); now != 0 && l.rec.Met != 0 {
		d = max(d, profile.Millis(max(now-l.rec.Met, 0)).Duration())
	}
	return d
}

// identify has the lock blink and sound.
func (c *Conn) identify(m profile.Identify) {
	l := c.lock
	if _, again := l.rec.recall(m.Command); !again {
		l.on.blinks = due{l.up() + m.For.Duration(), true}
		l.say("identify: blinks and sounds for %s", m.For.Duration())
	}
	l.do(order{from: c, id: m.Command})
}

// setAdvert gives the key that seals the advertisement. The address changes when the link is
// gone.
func (c *Conn) setAdvert(m profile.SetAdvert) {
	l := c.lock
	if !l.keeps(func(r *record) { r.AdvertKey = m.Key }) {
		c.refuse(m, profile.ErrorBusy)
		return
	}
	l.news.state = true
	l.changes()
}

// release is a factory reset from afar. The lock locks, keeps that it will forget, and says so;
// it forgets a little later, whatever becomes of the link, the power and the hub.
func (c *Conn) release(m profile.Release) {
	l, o := c.lock, order{from: c, id: m.Command}
	if _, again := l.rec.recall(m.Command); again {
		l.do(o)
		return
	}
	if l.rec.Leaving {
		c.refuse(m, profile.ErrorBusy)
		return
	}
	leave := func(r *record) {
		r.Leaving = true
		r.remember(m.Command, core.ResultDone, "")
	}
	if !l.keeps(leave) {
		l.answer(o, core.ResultRefused, "its memory cannot be written")
		return
	}
	l.on.relock, l.on.hold, l.on.until, l.on.moves, l.on.request = due{}, due{}, 0, nil, nil
	l.bolt(core.BoltLocked, core.ByHub, m.Command)
	l.on.forgets = due{l.up() + profile.ForgetAfter, true}
	l.say("released: forgets in %s", profile.ForgetAfter)
	l.answer(o, core.ResultDone, "")
}
