package driver

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// command says to the lock what a command wants. What cannot be said is refused at once.
func (s *session) command(c core.Command, now core.Instant) {
	id := profile.CommandID(c.ID.Bytes())
	switch op := c.Op.(type) {
	case core.Turn:
		s.order(c, profile.Do{Command: id, NotAfter: s.limit(c.NotAfter, now), Move: moveOf(op.Move)})
	case core.Answer:
		s.verdict(c, op, now)
	case core.AskResult:
		s.askResult(op.Of)
	case core.AckJournal:
		s.ack(op.Cursor)
	case core.Look:
		s.account.asked = true
		s.send(profile.Look{})
	case core.Tend:
		s.rewind(op.Cursor, now)
	case core.SyncTable:
		s.compare(s.table.held)
	case core.Identify:
		s.able(c, profile.CanIdentify, profile.Identify{Command: id, For: profile.MillisOf(op.For)})
	case core.Release:
		s.able(c, profile.CanRelease, profile.Release{Command: id})
	}
}

// verdict answers a request while the lock still waits for it, and only in the session in which
// it asked.
func (s *session) verdict(c core.Command, op core.Answer, now core.Instant) {
	nonce, err := profile.NonceFrom(op.Request)
	if _, waits := s.requests[op.Request]; !waits || err != nil {
		s.answer(c.ID, core.ResultExpired, "the lock no longer waits for this verdict")
		return
	}
	delete(s.requests, op.Request)
	v := profile.Verdict{Request: nonce, Granted: op.Granted, Reason: op.Reason, Command: c.ID.Bytes(), NotAfter: s.limit(c.NotAfter, now)}
	if op.Granted && op.Move != (core.Move{}) {
		v.Move = moveOf(op.Move)
	}
	s.order(c, v)
}

// able orders what not every lock can do.
func (s *session) able(c core.Command, can profile.Ability, m profile.Message) {
	if !s.can.Has(can) {
		s.answer(c.ID, core.ResultRefused, "this lock cannot do that")
		return
	}
	s.order(c, m)
}

func (s *session) order(c core.Command, m profile.Message) {
	if !s.send(m) {
		s.answer(c.ID, core.ResultRefused, "the lock's profile cannot say this")
		return
	}
	s.asked[c.ID] = m.Type()
}

func (s *session) answer(id core.CommandID, r core.Result, detail string) {
	s.tell(s.input(core.CommandAnswered{Lock: s.lock, Command: id, Result: r, Detail: detail}))
}

func (s *session) result(m profile.Result, now core.Instant) {
	id := m.Command.Core()
	if m.Result != core.ResultAccepted {
		delete(s.asked, id)
		delete(s.recalled, id)
	} else if _, recalled := s.recalled[id]; recalled {
		s.recalled[id] = now.Up + recallEvery // it moves: its end is told to the link that ordered it
	}
	s.answer(id, m.Result, m.Detail)
}

const recallEvery = time.Second

// askResult asks until the answer is the last word.
func (s *session) askResult(of core.CommandID) {
	s.recalled[of] = 0
	s.send(profile.AskResult{Command: of.Bytes()})
}

// recall asks again about what was still moving.
func (s *session) recall(now core.Instant) {
	for id, at := range s.recalled {
		if at != 0 && now.Up >= at {
			s.askResult(id)
		} else if at != 0 {
			s.by(at)
		}
	}
}

// refused takes an Error for the order that it names, or, from a lock that names none, for the one
// that it can only be about. Otherwise nothing comes, and nothing is unknown after a while.
func (s *session) refused(m profile.Error) {
	switch m.Of {
	case profile.TypeReadJournal:
		s.out.Err = profile.ErrBroken
		return
	case profile.TypeTableBegin, profile.TypeTablePut, profile.TypeTableCommit:
		s.tableRefused(m.Of)
		return
	case profile.TypeFirmwareBegin, profile.TypeFirmwareData, profile.TypeFirmwareCommit:
		s.update.end(errNotTaken())
		return
	}
	of := m.Command.Core()
	if of.IsZero() {
		of = s.only(m.Of)
	}
	if _, is := s.asked[of]; is {
		delete(s.asked, of)
		s.answer(of, core.ResultRefused, "the lock could not take the command")
	}
}

// only is the one order of a type that is not answered; none, if there are more.
func (s *session) only(t profile.Type) (of core.CommandID) {
	for id, asked := range s.asked {
		switch {
		case asked != t:
		case of.IsZero():
			of = id
		default:
			return core.CommandID{}
		}
	}
	return of
}

// limit is a not-after on the lock's own clock, never later than ours: uptime errs to the early
// side by what the lock's word was under way, and milliseconds are rounded down.
func (s *session) limit(notAfter, now core.Instant) profile.Millis {
	if notAfter.IsZero() {
		return 0
	}
	left, sameBoot := notAfter.Sub(now)
	if !sameBoot {
		left = time.Duration(notAfter.Wall - now.Wall)
	}
	return max(profile.MillisOf(now.Up+left+s.uptime), 1) // 0 would be: stays good
}

// moveOf rounds down, so that nothing stays open longer than was decided.
func moveOf(m core.Move) profile.Move {
	return profile.Move{To: m.To, For: profile.MillisOf(m.For), Until: m.Until / int64(time.Millisecond)}
}
