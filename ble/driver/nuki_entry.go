package driver

import (
	"slices"
	"time"

	"localiq/ble/nuki"
	"localiq/core"
)

const (
	wrongMost = 5   // codes refused
	wrongSpan = 300 // within so many seconds

	agesMost = 2 * 365 * 24 * 3600 // s: what is older was written before the clock was set
)

// tellLog makes one event of an entry, and where that is one code too many, a second one that has
// no place of its own in the log.
func (s *nukiSession) tellLog(e nuki.LogEntry, now core.Instant) {
	in := fromAir(s.lock.ID, s.eventOf(e))
	age, known := s.ageOf(e.Time, now)
	in.Happened, in.Late = now.Add(-age), !known || age > lateAfter
	in.Claim = core.LockTime{Journal: s.state.Told.Journal, Index: e.Index, Age: age, Within: secondLong}
	s.out.Events = append(s.out.Events, in)
	if s.tooMany(e) {
		more := in
		more.Claim, more.Event = core.LockTime{Within: secondLong}, core.EntryLimited{Lock: s.lock.ID, Kind: core.KeyPIN}
		s.out.Events = append(s.out.Events, more)
	}
	s.recognise(e)
}

// ageOf compares an entry with the lock's own clock, whatever that shows and in whatever zone it is.
// known is false where the clock was set in between, or shows nothing.
func (s *nukiSession) ageOf(t nuki.Time, now core.Instant) (age time.Duration, known bool) {
	at, ok := t.Seconds()
	a := &s.account
	if !ok || !a.clocked {
		return 0, false
	}
	if far := at - a.clock; far < -agesMost || far > agesMost { // and a Duration holds no more than 292 years
		return 0, false
	}
	age = now.Up - a.clockAt.Up - time.Duration(at-a.clock)*time.Second
	return max(age, 0), age > -2*secondLong
}

func (s *nukiSession) eventOf(e nuki.LogEntry) core.Event {
	switch e.Type {
	case nuki.LogAction:
		return s.turned(e)
	case nuki.LogKeypad:
		return s.keyed(e)
	case nuki.LogDoorSensor:
		switch e.Door {
		case nuki.LogDoorOpened:
			return core.DoorOpened{Lock: s.lock.ID}
		case nuki.LogDoorClosed:
			return core.DoorClosed{Lock: s.lock.ID}
		case nuki.LogDoorJammed:
			return core.Tampered{Lock: s.lock.ID}
		}
	}
	return core.EntryPassed{Lock: s.lock.ID}
}

// turned is the bolt, moved by anybody.
func (s *nukiSession) turned(e nuki.LogEntry) core.Event {
	ours := e.Auth == s.peer.auth && e.Trigger == nuki.BySystem
	to := core.BoltUnknown
	switch e.Action {
	case nuki.Lock, nuki.FullLock:
		to = core.BoltLocked
	case nuki.Unlock, nuki.Unlatch, nuki.LockNGo, nuki.LockNGoLatch:
		to = core.BoltUnlocked
	}
	switch e.Done {
	case nuki.Done:
	case nuki.DoneBlocked, nuki.DoneClutch, nuki.DoneMotorPower:
		to = core.BoltJammed
	default:
		to = core.BoltUnknown
	}
	if to == core.BoltUnknown {
		return core.EntryPassed{Lock: s.lock.ID}
	}
	return core.BoltTurned{Lock: s.lock.ID, To: to, By: causeOf(e.Trigger, ours)}
}

// causeOf: whoever has an authorization of their own, an app or a fob, has a key of the lock's that
// is none of ours.
func causeOf(t nuki.Trigger, ours bool) core.BoltCause {
	switch {
	case ours:
		return core.ByHub
	case t == nuki.ByHand, t == nuki.ByButton:
		return core.ByHandle
	case t == nuki.ByAutomatic, t == nuki.ByAutoLock:
		return core.ByRelock
	}
	return core.ByKey
}

// keyed is somebody at the keypad. Whose code it is the code's name says.
func (s *nukiSession) keyed(e nuki.LogEntry) core.Event {
	key, ours := s.family.keyOf(e.Name)
	opens := e.Action != nuki.Lock && e.Action != nuki.FullLock
	switch {
	case e.Done == nuki.DoneBadCode || e.Done == nuki.DoneNotNow && e.Source == nuki.SourceCode:
		return core.KeyRefusedAway{Lock: s.lock.ID, Kind: core.KeyPIN, Key: key}
	case e.Done == nuki.DoneBadFingerprint || e.Done == nuki.DoneNotNow:
		return core.KeyRefusedAway{Lock: s.lock.ID}
	case e.Done != nuki.Done:
		return core.EntryPassed{Lock: s.lock.ID}
	case ours && opens && e.Source == nuki.SourceCode:
		return core.KeyAdmitted{Lock: s.lock.ID, Key: key, Kind: core.KeyPIN}
	case opens:
		return core.BoltTurned{Lock: s.lock.ID, To: core.BoltUnlocked, By: core.ByKey}
	}
	return core.BoltTurned{Lock: s.lock.ID, To: core.BoltLocked, By: core.ByKey}
}

// tooMany counts refused codes by the lock's own clock, across sessions. A right code sets the count
// back, and so does having said it.
func (s *nukiSession) tooMany(e nuki.LogEntry) bool {
	at, ok := e.Time.Seconds()
	switch {
	case e.Type != nuki.LogKeypad || e.Source == nuki.SourceFingerprint || !ok:
		return false
	case e.Done == nuki.Done && e.Source == nuki.SourceCode:
		s.mem.wrong = nil
		return false
	case e.Done != nuki.DoneBadCode:
		return false
	}
	recent := s.mem.wrong[:0]
	for _, w := range append(s.mem.wrong, wrong{e.Index, at}) {
		if at-w.at <= wrongSpan {
			recent = append(recent, w)
		}
	}
	if s.mem.wrong = recent; len(recent) < wrongMost {
		return false
	}
	s.mem.wrong = nil
	return true
}

// forgetWrong takes back what comes again: it is counted then.
func (s *nukiSession) forgetWrong(from core.Cursor) {
	s.mem.wrong = slices.DeleteFunc(s.mem.wrong, func(w wrong) bool { return w.index > from.Index || s.state.Told.Journal != from.Journal })
}
