package driver

import (
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core"
)

// ask is one thing that is asked of a lock, up to its last answer.
type ask struct {
	// say is what to say once the lock has given its challenge; nil ends the ask unsaid.
	say   func(nuki.Nonce, core.Instant) nuki.Message
	plain bool // needs no challenge
	// pinned shows the admin PIN: it is not said any more once the lock has refused one.
	pinned bool
	// hear is given every answer; true: that was the last.
	hear func(nuki.Message, core.Instant) bool
	// no is given the lock's refusal, which ends the ask.
	no func(nuki.ErrorReport, core.Instant)

	said  bool
	pin   nuki.PIN      // that it showed
	until time.Duration // Up: then the lock has not answered
	ends  time.Duration // Up: then it has not come to an end, whatever it says
	again int           // times that it called our challenge stale
}

const (
	staleMost = 3               // challenges in a row that a lock may call stale
	askTime   = 5 * time.Second // for each answer
	wholeTime = time.Minute     // for all of them
	partTime  = 2 * time.Second // for the next part of one: what is lost of it does not come again
)

// begin says it, or asks for the challenge that it needs.
func (s *nukiSession) begin(a *ask, now core.Instant) {
	s.ask = a
	a.said, a.until = a.plain, now.Up+askTime
	if a.ends == 0 {
		a.ends = now.Up + wholeTime
	}
	if !a.plain {
		s.say(nuki.RequestData{Want: nuki.CmdChallenge})
		return
	}
	s.say(a.say(nuki.Nonce{}, now))
}

// answered has the ask under way hear a message.
func (s *nukiSession) answered(m nuki.Message, now core.Instant) {
	a := s.ask
	if s.belated(m) || a == nil {
		return
	}
	a.until = max(a.until, now.Up+askTime)
	switch m := m.(type) {
	case nuki.ErrorReport:
		s.refused(m, now)
	case nuki.Challenge:
		if !a.said {
			a.said = true
			s.sayNow(a, m.Nonce, now)
		}
	default:
		if a.said && a.hear(m, now) {
			s.ask = nil
		}
	}
}

func (s *nukiSession) sayNow(a *ask, n nuki.Nonce, now core.Instant) {
	if a.pinned && !s.admin {
		s.ask = nil
		return
	}
	a.pin = s.pin
	if m := a.say(n, now); m != nil {
		s.say(m)
	} else {
		s.ask = nil
	}
}

// refused takes the lock's no. A stale challenge was not looked behind: nothing has happened.
func (s *nukiSession) refused(e nuki.ErrorReport, now core.Instant) {
	a := s.ask
	s.ask = nil
	badPIN := e.Code == nuki.ErrorBadPIN || e.Code == nuki.ErrorTooManyPINs
	switch {
	case badPIN && a.pinned && !a.pin.Same(s.pin): // not the one that a person has given since
	case badPIN:
		s.adminRefused()
		a.no(e, now)
	case e.Code == nuki.ErrorBadNonce && a.again < staleMost && s.acting.unmoved(e):
		a.again++
		s.begin(a, now)
	default:
		a.no(e, now)
	}
}

// overdue gives a lock up that does not answer, or not to its end. It may have done what it was told.
func (s *nukiSession) overdue(now core.Instant) {
	if s.partly != 0 {
		if now.Up >= s.partly+partTime {
			s.fail(ble.ErrGap)
			return
		}
		s.by(s.partly + partTime)
	}
	if s.ask == nil {
		return
	}
	due := min(s.ask.until, s.ask.ends)
	if now.Up >= due {
		s.fail(ble.ErrTimeout)
		return
	}
	s.by(due)
}

// complete is true for the word that ends a command.
func complete(m nuki.Message) bool { return m == nuki.Status{Status: nuki.Complete} }
