package driver

import (
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	dialTime   = 6 * time.Second  // to come up; a lock that is there takes less than one
	answerTime = 5 * time.Second  // for whatever the lock owes us, from the last byte since we asked
	idleTime   = 10 * time.Second // a link with nothing to do
	settleTime = 9 * time.Second  // a link with nothing to do, to a lock that advertises a change
	probeTime  = 5 * time.Second  // a link that must stay, without a sign of life (D-10b)
	expectTime = time.Second      // for the request that the advertisement spoke of, in the session
)

// Why we hang up of our own accord.
var (
	errIdle      = errors.New("driver: nothing to do")
	errYield     = errors.New("driver: another lock needs the connection more")
	errBehind    = errors.New("driver: begins again from another place in the journal")
	errNeglected = errors.New("driver: no longer looked after")
)

// steer decides who is connected when. One half for a lock that is not, one for a lock that is.
func (k *keeper) steer(now core.Instant, dial func() *line) {
	if n := k.need(); k.line == nil {
		k.seek(n, now, dial)
	} else {
		k.keep(n, now)
	}
}

// need is why this lock should have a connection.
func (k *keeper) need() need {
	n, void := k.mail.need()
	k.by(void)
	for _, c := range k.given {
		n = max(n, needOf(c.Op))
	}
	if k.session == nil {
		return max(n, k.debt())
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

// seek comes to a connection: only when there is a reason, the lock is within earshot, its rest
// is over, and it is our turn.
func (k *keeper) seek(n need, now core.Instant, dial func() *line) {
	rest, near := k.failed+k.pause(n), k.reachable(now)
	if n > needStay && !near {
		k.ear.call()
	}
	if n <= needStay || !near || now.Up < rest {
		k.by(rest)
		k.release(now)
		return
	}
	if k.claim == nil {
		k.claim = k.d.slots.ask(n, now.Up)
	} else {
		k.d.slots.update(k.claim, n, now.Up)
	}
	select {
	case <-k.claim.granted:
		k.line, k.dialled = dial(), now.Up
		k.by(now.Up + dialTime)
	default:
		k.by(now.Up + patience)
	}
}

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
	busy := !s.Ready || s.Asked || k.expects || len(k.given) > 0 || len(k.unsent) > 0
	owed := !s.Synced || k.probed || len(k.given) > 0 || len(k.unsent) > 0
	if owed && !k.owed {
		k.traffic = now.Up // an idle link has been silent with every right
	}
	k.owed = owed
	hint, _ := k.ear.hinting()
	switch {
	case k.over != nil:
	case k.link == nil:
		k.due(now, k.dialled+dialTime, func() { k.hangUp(ble.ErrTimeout) })
	case k.yield && !busy && listening:
		k.hangUp(errYield)
	case owed && listening:
		k.due(now, k.traffic+answerTime, func() { k.hangUp(ble.ErrTimeout) })
	case s.Stay && listening:
		k.due(now, k.traffic+probeTime, func() { k.probe(now) })
	case listening && hint.Mark != k.mark && now.Up < k.busyAt+idleTime:
		k.due(now, k.busyAt+settleTime, func() { k.probe(now) })
	case listening:
		k.due(now, k.busyAt+idleTime, func() { k.hangUp(errIdle) })
	}
	if k.claim.need != n {
		k.d.slots.update(k.claim, n, now.Up)
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
func (k *keeper) proved() { k.probed, k.mark, k.served = false, k.probeMark, k.probeMark }

// fell takes down how the last line ended.
func (k *keeper) fell(err error, now core.Instant) {
	k.failed, k.failure = now.Up, err
	switch {
	case errors.Is(err, errIdle) && !k.found:
		k.vain++
	case errors.Is(err, errIdle):
		k.vain = 0
	case !errors.Is(err, errYield):
		k.failures++
		k.d.c.Log.Warn("a link ended", "lock", k.lock.ID, "error", err, "failures", k.failures)
	}
}

// pause is all that we do about an error: for how long the lock is then left alone, as long as
// there is no greater need.
func (k *keeper) pause(n need) time.Duration {
	urgent := n >= needOpen
	switch err := k.failure; {
	case err == nil, errors.Is(err, errYield), errors.Is(err, errBehind):
		return 0
	case errors.Is(err, errIdle) && (n > needJournal || k.vain == 0):
		return 0
	case errors.Is(err, errIdle): // it calls us, and there is nothing: perhaps it is not it that calls
		return doubled(time.Second, k.vain, 30*time.Second)
	case errors.Is(err, ble.ErrRadioDown):
		return time.Second
	case errors.Is(err, ErrRefused), errors.Is(err, ble.ErrNotFound):
		if urgent {
			return 5 * time.Second
		}
		return time.Minute
	case urgent && k.failures <= 1:
		return 0
	case urgent:
		return doubled(50*time.Millisecond, k.failures, time.Second)
	default:
		return doubled(250*time.Millisecond, k.failures, 30*time.Second)
	}
}

// doubled is least, twice as much for every time after the first, at most most.
func doubled(least time.Duration, times int, most time.Duration) time.Duration {
	for range times - 1 {
		if least *= 2; least >= most {
			return most
		}
	}
	return least
}
