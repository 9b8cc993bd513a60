package driver

import (
	"localiq/ble"
	"localiq/core"
)

// opened: the link is up, the session begins.
func (k *keeper) opened(link ble.Link) {
	now := k.now()
	hint, _ := k.ear.hinting()
	s, err := k.family.Session(k.lock, k.place, link.MTU())
	if err != nil {
		k.hangUp(err)
		return
	}
	k.link, k.session, k.mark, k.traffic, k.busyAt = link, s, hint.Mark, now.Up, now.Up
	k.step(In{}, now)
}

// closed: the line is gone, and with it the session. What its link had still brought is taken
// first: it may hold the answer to a command that would be unknown otherwise.
func (k *keeper) closed(err error) {
	now := k.now()
	k.drain()
	k.told = append(k.told, k.given.abandon(k.mail, "the link was lost before the lock answered")...)
	if k.over != nil {
		err = k.over
	}
	k.fell(err, now)
	k.release(now)
	k.line, k.talk = nil, talk{}
}

func (k *keeper) drain() {
	if k.link == nil || k.over != nil {
		return
	}
	for {
		select {
		case n, ok := <-k.link.Notifications():
			if !ok || k.over != nil {
				return
			}
			k.take(n)
		default:
			return
		}
	}
}

// take is a notification.
func (k *keeper) take(n ble.Note) {
	now := k.now()
	k.traffic, k.probed = now.Up, false
	k.ear.alive(now)
	k.step(In{Frame: &n}, now)
}

// feed gives the session the commands that wait and the time that has come.
func (k *keeper) feed(now core.Instant) {
	if k.session == nil || k.over != nil {
		return
	}
	for k.over == nil && k.session.State().Ready {
		c, ok := k.mail.next()
		if !ok {
			break
		}
		k.give(c, now)
	}
	if k.next != 0 && now.Up >= k.next {
		k.next = 0
		k.step(In{}, now)
	}
	k.by(k.next)
}

// give hands a command to the session; from here on it may have reached the lock.
func (k *keeper) give(c core.Command, now core.Instant) {
	switch op := c.Op.(type) {
	case core.Turn, core.Answer, core.AskResult:
		k.given[c.ID] = c
	case core.AckJournal:
		k.place.Kept = op.Cursor
	}
	k.step(In{Command: &c}, now)
}

// step runs the session, and takes down what follows.
func (k *keeper) step(in In, now core.Instant) {
	if k.session == nil || k.over != nil {
		return
	}
	was := k.session.State()
	o := k.session.Step(in, now)
	k.unsent = append(k.unsent, o.Frames...)
	k.next = o.Next
	for _, e := range o.Events {
		if a, ok := e.Event.(core.CommandAnswered); ok && !k.given.settles(a) {
			continue
		}
		k.told = append(k.told, e)
	}
	is := k.session.State()
	k.place.Told = is.Told
	k.found = k.found || is.Told != was.Told || is.Asked || in.Command != nil
	if is.Ready && !was.Ready {
		k.failures = 0
		k.ear.session(now.Up - k.dialled)
	}
	if is.Synced && !was.Synced {
		k.served, k.synced = k.mark, true
	}
	if len(o.Events) > 0 || in.Command != nil {
		k.busyAt = now.Up
	}
	if o.Err != nil {
		k.hangUp(o.Err)
	}
}

// hangUp ends the line; closed follows when it is closed.
func (k *keeper) hangUp(why error) {
	if k.over == nil {
		k.over = why
		k.unsent = nil
		k.line.hangUp(why)
	}
}
