package driver

import (
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

// talk is what lasts as long as a line.
type talk struct {
	link      ble.Link
	session   Session
	next      time.Duration // the session's
	inbox     []arrival     // not given to the session yet
	unsent    []ble.Note
	deaf      bool          // nothing more will come
	called    ble.Addr      // where we call, or have called, the lock
	doubtful  bool          // because of old advertisements alone
	dialled   time.Duration // this and the others: on Up
	mark      uint64        // of the last advertisement before the link came up, or before a probe
	traffic   time.Duration // when bytes last moved, or we last began to listen
	busyAt    time.Duration // when there was last something to stay for
	readyAt   time.Duration // when the handshake was done
	expects   bool          // the lock advertised a request that has not come yet
	probeMark uint64        // what it advertised when we last asked for a sign of life
	probed    bool          // and it has not come
	parting   time.Duration // when we asked for the last time, to give way then; 0: we did not
	activeAt  time.Duration // when anything but probes last moved
	fast      bool          // the pace that was asked for last
	updating  *update       // that the session was given
	tableFell bool          // and that was taken down
	found     bool          // it told something new
	owed      bool          // the lock owed us something when we last looked
	yield     bool          // somebody needs the connection more
	over      error         // we have hung up
}

// arrival is a frame with the instant at which it came: what it says of ages counts from there.
type arrival struct {
	ble.Note
	at core.Instant
}

// inboxRoom is more than a window of the profile; a family without flow control has the rest of
// its frames wait in the link.
const inboxRoom = 32

// opened: the link is up, the session begins.
func (k *keeper) opened(link ble.Link) {
	now := k.now()
	hint, _ := k.ear.hinting()
	s, err := k.family.Session(k.lock, k.place, link.MTU())
	if err != nil {
		k.hangUp(err)
		return
	}
	k.link, k.session, k.traffic, k.busyAt, k.activeAt, k.fast = link, s, now.Up, now.Up, now.Up, true
	k.mark, k.expects = hint.Mark, hint.Request && k.debt() == needAnswer
	k.full, k.doubtful = 0, k.doubted()
	k.d.slots.made(k.claim, now.Up)
	k.connected(now)
	k.step(In{}, now)
}

// closed: the line is gone, and with it the session. What its link had still brought is taken
// first: it may hold the answer to a command that would be unknown otherwise.
func (k *keeper) closed(err error) {
	now := k.now()
	k.drain()
	k.tableLeft()
	if k.parted(); k.leftInPeace(err) {
		err = errIdle
	}
	k.told = append(k.told, k.given.abandon(k.mail, "the link was lost before the lock answered")...)
	if k.over != nil {
		err = k.over
	}
	k.dialFailed = k.link == nil
	k.ear.disconnected(now)
	k.fell(err, now)
	k.release(now)
	k.line, k.talk = nil, talk{}
}

// parted tells the listener that what was advertised until now is paid.
func (k *keeper) parted() {
	if k.session != nil && k.session.State().Synced {
		k.ear.paid()
	}
}

// leftInPeace is true where a lock that tells nothing unasked has hung up, and owed us nothing.
func (k *keeper) leftInPeace(err error) bool {
	if k.session == nil || k.over != nil || len(k.given) > 0 || !errors.Is(err, ble.ErrLinkLost) {
		return false
	}
	s := k.session.State()
	return s.Pulls && s.Synced && s.Table.Step != TableBusy && !k.probed
}

// drain gives the session all that is there, whether the hub reads or not.
func (k *keeper) drain() {
	for k.link != nil && !k.deaf {
		select {
		case n, ok := <-k.link.Notifications():
			if k.receive(n); !ok {
				k.deaf = true
			}
		default:
			k.deaf = true
		}
	}
	for len(k.inbox) > 0 {
		k.take()
	}
}

// receive stamps what came over the link. An empty frame is none.
func (k *keeper) receive(n ble.Note) {
	if len(n.Data) == 0 {
		return
	}
	now := k.now()
	k.inbox = append(k.inbox, arrival{n, now})
	k.traffic = now.Up
	k.ear.alive(now)
}

// take gives the session the next frame, as of its arrival.
func (k *keeper) take() {
	n := k.inbox[0]
	k.inbox = k.inbox[1:]
	k.step(In{Frame: &n.Note}, n.at)
}

// feed gives the session what came, the commands that wait and the time that has come. What is long
// is said after it (goOn), a message at a time: so an answer to somebody at the door waits behind
// one at most.
func (k *keeper) feed(now core.Instant) {
	for len(k.told) == 0 && len(k.inbox) > 0 {
		k.take()
	}
	for k.speaks() && !k.session.State().Busy {
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
}

// goOn lets the session say more of what is long, when nothing else wants to be said. It comes after
// whatever may have given it something to say: nobody else wakes us for that.
func (k *keeper) goOn(now core.Instant) {
	if k.speaks() && len(k.unsent) == 0 && !k.yield && k.session.State().More {
		k.step(In{More: true}, now)
	}
	k.by(k.next)
}

// speaks is true while the session takes what we give it.
func (k *keeper) speaks() bool { return k.over == nil && k.session != nil && k.session.State().Ready }

// give hands a command to the session; from here on it may have reached the lock.
func (k *keeper) give(c core.Command, now core.Instant) {
	switch op := c.Op.(type) {
	case core.Turn, core.Answer, core.AskResult, core.Identify, core.Release:
		k.given[c.ID] = c
	case core.AckJournal:
		k.place.Kept = op.Cursor
	case core.SyncTable:
		k.table.announced(needOf(op))
		k.tableFell = false
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
		if k.news(e.Event) {
			k.told = append(k.told, e)
		}
	}
	is := k.session.State()
	if !in.Probe && !k.probed && (in.Frame != nil || len(o.Frames) > 0) || len(o.Events) > 0 {
		k.activeAt = now.Up
	}
	k.place.Told, k.place.NoAdmin, k.place.Memory = is.Told, is.NoAdmin, is.Memory
	if o.Log != "" {
		k.d.c.Log.Info("a lock said something odd", "lock", k.lock.ID, "said", o.Log)
	}
	k.found = k.found || is.Told != was.Told || is.Asked || in.Command != nil
	if is.Ready && !was.Ready {
		k.failures, k.refusals, k.readyAt = 0, 0, now.Up
		k.ear.session(now.Up - k.dialled)
	}
	if is.Seal != was.Seal {
		k.agree(is.Seal)
	}
	k.expects = k.expects && !is.Asked
	if is.Proved > was.Proved && is.Synced {
		k.proved()
	}
	if is.Synced && !was.Synced {
		k.served, k.synced, k.syncedAt = k.mark, true, now.Up
	}
	if len(o.Events) > 0 || in.Command != nil {
		k.busyAt = now.Up
	}
	if o.Err != nil {
		k.hangUp(o.Err)
	}
}

// agree: a lock that had only been heard in old advertisements has lost its count of them.
func (k *keeper) agree(s Seal) {
	if s == SealOurs && k.doubtful {
		s = SealAnew
	}
	k.ear.agree(s)
}

// news is false for what the hub was told already, or nobody waits for.
func (k *keeper) news(e core.Event) bool {
	switch e := e.(type) {
	case core.CommandAnswered:
		return k.given.settles(e)
	case core.TableReported:
		again := e == k.table.said
		k.table.said = e
		return !again
	}
	return true
}

// hangUp ends the line; closed follows when it is closed.
func (k *keeper) hangUp(why error) {
	if k.over == nil {
		k.over = why
		k.unsent = nil
		k.line.hangUp(why)
	}
}
