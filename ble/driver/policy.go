package driver

import (
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	dialTime   = 6 * time.Second        // to come up; a lock that is there takes less than one
	answerTime = 5 * time.Second        // for whatever the lock owes us, from the last byte since we asked
	motorTime  = 20 * time.Second       // the same, while its motor runs
	idleTime   = 10 * time.Second       // a link with nothing to do
	pullTime   = 2 * time.Second        // the same, to a lock that says nothing by itself: it may be heard again sooner
	settleTime = 9 * time.Second        // a link with nothing to do, to a lock that advertises a change
	probeTime  = 5 * time.Second        // a link that must stay, without a sign of life (D-10b)
	expectTime = time.Second            // for the request that the advertisement spoke of, in the session
	yieldTime  = 500 * time.Millisecond // for a last word to a link that gives way
	doubtEvery = 10 * time.Minute       // a silent lock of which we hear old advertisements is called, at least
)

// Why we hang up of our own accord.
var (
	errIdle      = errors.New("driver: nothing to do")
	errYield     = errors.New("driver: another lock needs the connection more")
	errBehind    = errors.New("driver: begins again from another place in the journal")
	errNeglected = errors.New("driver: no longer looked after")
	errMoved     = errors.New("driver: it goes by another address by now")
)

// steer decides who is connected when. One half for a lock that is not, one for a lock that is.
func (k *keeper) steer(now core.Instant, dial func(ble.Addr) *line) {
	if n := k.need(now); k.line == nil {
		k.seek(n, now, dial)
	} else {
		k.keep(n, now)
	}
}

// need is why this lock should have a connection.
func (k *keeper) need(now core.Instant) need {
	n, void := k.mail.need()
	k.by(void)
	for _, c := range k.given {
		n = max(n, needOf(c.Op))
	}
	n = max(n, k.tableNeed(now))
	if k.session == nil {
		return max(n, k.debt(), k.doubt(now), k.poll(now))
	}
	switch s := k.session.State(); {
	case s.Asked, k.expects:
		n = max(n, needAnswer)
	case !s.Synced:
		n = max(n, needJournal)
	case s.Stay:
		n = max(n, needStay)
	}
	return n
}

// debt is what advertisements told of and no session has fetched yet. It is paid by a session
// that came to its end of the journal, not by one that was begun.
func (k *keeper) debt() need {
	switch hint, _ := k.ear.hinting(); {
	case k.synced && hint.Mark == k.served:
		return needNone
	case hint.Request:
		return needAnswer
	default:
		return needJournal
	}
}

// poll is that it is time to read a lock that does not always call. One that never came to the end
// of a session is in debt anyhow.
func (k *keeper) poll(now core.Instant) need {
	every := k.family.Poll(k.lock)
	if every == 0 || !k.synced {
		return needNone
	}
	if at := k.syncedAt + every; now.Up < at {
		k.by(at)
		return needNone
	}
	return needPoll
}

// doubt is a lock that is silent but for what may be recordings of it: ever less often it is called,
// for it may have lost its memory. Only a session can tell.
func (k *keeper) doubt(now core.Instant) need {
	echo := k.ear.echoed()
	if k.edge != edgeSilent || echo.up == 0 || now.Up-echo.up >= silence {
		return needNone
	}
	if again := k.doubtedAt + doubled(time.Minute, k.doubts, doubtEvery); k.doubts > 0 && now.Up < again {
		k.by(again)
		return needNone
	}
	return needJournal
}

// seek comes to a connection: only when there is a reason, the lock is within earshot, its rest
// is over, and it is our turn.
func (k *keeper) seek(n need, now core.Instant, dial func(ble.Addr) *line) {
	rest := max(k.failed+k.pause(n), k.spared(n, now))
	near := k.reachable(now) || k.doubt(now) != needNone
	if n > needStay && !near {
		k.ear.call()
	}
	if k.wants(n, now); n <= needStay || !near || now.Up < rest {
		k.by(rest)
		k.release(now)
		return
	}
	if k.claim == nil {
		k.claim = k.d.slots.ask(n, k.since, now.Up)
	} else {
		k.d.slots.update(k.claim, n, now.Up)
	}
	select {
	case <-k.claim.granted:
		k.rises = k.d.rises.Load()
		k.called = k.calling(now)
		k.line, k.dialled, k.polled = dial(k.called), now.Up, n == needPoll
		k.by(now.Up + dialTime)
	default:
		k.by(now.Up + patience)
	}
}

// wants notes for how long a connection is wanted: whoever waited longest comes first, also if
// the radio had none free when it was its turn.
func (k *keeper) wants(n need, now core.Instant) {
	if waits := n > needStay; waits != k.queued {
		k.queued, k.since = waits, now.Up
	}
	k.ear.wants(n, k.queued, k.since)
}

// calling is where to call the lock now.
func (k *keeper) calling(now core.Instant) ble.Addr {
	if k.doubt(now) != needNone && !k.reachable(now) {
		k.doubtedAt, k.doubts = now.Up, k.doubts+1
		return k.ear.echoed().addr
	}
	return k.ear.place()
}

// moved is true when the lock is heard where we do not call it.
func (k *keeper) moved() bool { return !k.doubted() && k.ear.place() != k.called }

// doubted is true for a line to a lock of which only old advertisements were heard.
func (k *keeper) doubted() bool { return k.doubts > 0 && k.doubtedAt == k.dialled }

// reachable is true within earshot. A lock that did not take the last call must be heard again
// first.
func (k *keeper) reachable(now core.Instant) bool {
	_, at := k.ear.hinting()
	return at != 0 && now.Up-at < silence && (!errors.Is(k.failure, ble.ErrTimeout) || at > k.failed)
}

func (k *keeper) release(now core.Instant) {
	if k.claim != nil {
		k.d.slots.drop(k.claim, now.Up)
		k.claim = nil
	}
}

// keep decides whether a connection goes on. Nothing that is under way is cut short for
// another lock, and a link is never late while it is we who do not listen.
func (k *keeper) keep(n need, now core.Instant) {
	var s State
	if k.session != nil {
		s = k.session.State()
	}
	if k.expects && s.Ready {
		k.due(now, k.readyAt+expectTime, func() { k.expects = false })
	}
	listening := len(k.told) == 0
	under := len(k.given) > 0 || len(k.unsent) > 0
	busy := !s.Ready || s.Asked || k.expects || under
	owes, settles, idle := answerTime, settleTime, idleTime
	if s.Moves {
		owes = motorTime
	}
	if s.Pulls {
		settles, idle = 0, pullTime
	}
	owed := !s.Synced || k.probed || under || k.updating != nil || s.Table.Step == TableBusy
	if owed && !k.owed {
		k.traffic = now.Up // an idle link has been silent with every right
	}
	k.owed = owed
	hint, _ := k.ear.hinting()
	unsettled := hint.Mark != k.mark
	switch {
	case k.over != nil:
	case k.link == nil && k.moved():
		k.hangUp(errMoved)
	case k.link == nil && k.yield: // a call that nobody has taken yet is nothing under way
		k.hangUp(errYield)
	case k.link == nil:
		k.due(now, k.dialled+dialTime, func() { k.hangUp(ble.ErrTimeout) })
	case k.yield && !busy && listening:
		k.giveWay(s.Synced && unsettled, now)
	case owed && listening:
		k.due(now, k.traffic+owes, func() { k.hangUp(ble.ErrTimeout) })
	case s.Stay && listening:
		k.due(now, k.traffic+probeTime, func() { k.probe(now) })
	case listening && unsettled && now.Up < k.busyAt+idle:
		k.due(now, k.busyAt+settles, func() { k.probe(now) })
	case listening:
		k.due(now, k.busyAt+idle, func() { k.hangUp(errIdle) })
	}
	if k.claim.need != n {
		k.d.slots.update(k.claim, n, now.Up)
	}
	k.ear.wants(n, k.link == nil, k.since)
}

// giveWay hangs up for another lock. Where this one advertises a change that may have been told
// already, it is asked once whether it was: else we would come back for nothing.
func (k *keeper) giveWay(unsettled bool, now core.Instant) {
	switch {
	case k.parting != 0:
		if !k.probed {
			k.hangUp(errYield)
			return
		}
		k.due(now, k.parting+yieldTime, func() { k.hangUp(errYield) })
	case !unsettled:
		k.hangUp(errYield)
	default:
		k.parting = now.Up
		if !k.probed {
			k.probe(now)
		}
		k.by(now.Up + yieldTime)
	}
}

// due does a thing when its time has come, and otherwise asks to be woken for it.
func (k *keeper) due(now core.Instant, at time.Duration, do func()) {
	if now.Up >= at {
		do()
	} else {
		k.by(at)
	}
}

// probe asks for a sign of life. With it the lock has told all that it advertises now, and need
// not be called again for that.
func (k *keeper) probe(now core.Instant) {
	hint, _ := k.ear.hinting()
	k.probed, k.probeMark, k.traffic = true, hint.Mark, now.Up
	k.step(In{Probe: true}, now)
	k.by(now.Up + answerTime)
}

// proved is the answer to a probe.
func (k *keeper) proved() {
	k.probed, k.mark, k.served, k.syncedAt = false, k.probeMark, k.probeMark, k.now().Up
}
