package driver

import (
	"errors"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	riseTime     = 30 * time.Second // for a radio to rise without our being told
	refusedOften = 3                // in a row: people are told
	vainMost     = 30 * time.Second // between sessions for which there was no reason
	vainSpared   = 5 * time.Minute  // the same, for a lock that has had its share, and may not have called

	refusedWhy = "it does not take this hub's key: it was reset, or is another hub's"
)

// fell takes down how the last line ended.
func (k *keeper) fell(err error, now core.Instant) {
	k.failed, k.failure = now.Up, err
	switch {
	case errors.Is(err, errIdle) && !k.found && k.polled:
	case errors.Is(err, errIdle) && !k.found:
		k.vain++
	case errors.Is(err, errIdle):
		k.vain = 0
	case (errors.Is(err, errYield) || errors.Is(err, errMoved)) && k.dialFailed:
		return // it keeps its place in the queue
	case errors.Is(err, errYield):
	case errors.Is(err, ble.ErrFull):
		k.full++
		k.d.slots.full(now.Up)
		return // and so does this one
	default:
		k.failures++
		k.d.c.Log.Warn("a link ended", "lock", k.lock.ID, "error", err, "failures", k.failures)
	}
	k.queued = false
	if errors.Is(err, ErrRefused) {
		if k.refusals++; k.refusals == refusedOften {
			k.told = append(k.told, fromAir(k.lock.ID, core.LockRefuses{Lock: k.lock.ID, Why: refusedWhy}))
		}
	}
}

// pause is all that we do about an error: for how long the lock is then left alone, as long as
// there is no greater need.
func (k *keeper) pause(n need) time.Duration {
	urgent := n >= needAnswer
	switch err := k.failure; {
	case err == nil, errors.Is(err, errYield), errors.Is(err, errBehind), errors.Is(err, errMoved):
		return 0
	case errors.Is(err, errIdle) && (n > needJournal || k.vain == 0):
		return 0
	case errors.Is(err, errIdle): // it calls us, and there is nothing: perhaps it is not it that calls
		return doubled(time.Second, k.vain, k.vainest())
	case errors.Is(err, ble.ErrFull):
		return doubled(50*time.Millisecond, k.full, 5*time.Second)
	case errors.Is(err, ble.ErrRadioDown) && k.dialFailed:
		if k.d.rises.Load() != k.rises {
			return 0
		}
		return riseTime
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

// vainest is the longest pause after sessions that told nothing new. A lock that says the same
// whatever we do says nothing: then it is read as often as one that does not call. And what anybody may
// have said costs a lock little that has had its share of connections: a few minutes, for it may be the
// door all the same.
func (k *keeper) vainest() time.Duration {
	switch hint, _ := k.ear.hinting(); {
	case hint.Stands:
		return max(k.family.Poll(k.lock), vainMost)
	case !hint.Proved && k.tally.Links >= core.LinkBudget:
		return vainSpared
	}
	return vainMost
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
