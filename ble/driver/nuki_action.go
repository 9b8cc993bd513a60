package driver

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"localiq/ble/nuki"
	"localiq/core"
)

const (
	busyRest  = time.Second     // before a lock that was busy is told again
	busyGood  = 8 * time.Second // for an action without a not-after of its own
	wordTime  = 3 * time.Second // for the last word of a bolt that is where it should be
	owesTime  = motorTime       // for one that is late
	tagDigits = 19              // of the suffix: "#" and these are its 20 bytes
)

// acting is the one action under way. While there is one, the session takes no other command.
//
// It is told to the lock again only where the lock itself has refused it, encrypted, before anything
// moved: busy, or a stale challenge. After a silence nothing is repeated: what became of it is asked
// for (nuki_outcome.go).
type acting struct {
	command core.Command // its ID zero: none
	action  nuki.Action
	said    bool          // since the last refusal; it may have happened
	began   bool          // the lock has said that it moves
	there   time.Duration // Up, since when the bolt is where it should be, on our word; 0: it is not
	again   time.Duration // Up, not before this
	gives   time.Duration // Up, until which a busy lock is told again
}

// due is true when the lock is to be told.
func (a *acting) due(now core.Instant) bool {
	return !a.command.ID.IsZero() && !a.said && now.Up >= a.again
}

// turn takes a command to the bolt.
func (s *nukiSession) turn(c core.Command, m core.Move) {
	action, ok := map[core.Bolt]nuki.Action{core.BoltLocked: nuki.Lock, core.BoltUnlocked: nuki.Unlatch, core.BoltOffice: nuki.Unlock}[m.To]
	if !ok {
		s.answer(c.ID, core.ResultRefused, "this lock cannot be "+m.To.String()+" from afar")
		return
	}
	s.acting = acting{command: c, action: action}
	s.mem.note(c.ID)
	s.state.Busy = true
}

func (s *nukiSession) askAction() *ask {
	return &ask{say: s.sayAction, hear: s.heardAction, no: s.actionRefused}
}

// sayAction looks at the clock once more: the challenge took its time.
func (s *nukiSession) sayAction(n nuki.Nonce, now core.Instant) nuki.Message {
	a := &s.acting
	if void(a.command, now) {
		s.acted(core.ResultExpired, "not sent in time")
		return nil
	}
	if a.said = true; a.gives == 0 {
		a.gives = now.Up + busyGood
	}
	s.mem.note(a.command.ID).sent = true
	return nuki.LockAction{Action: a.action, App: s.peer.app, Suffix: tagOf(a.command.ID), Nonce: n}
}

// heardAction: ACCEPTED may be missing, and so may COMPLETE (see late).
func (s *nukiSession) heardAction(m nuki.Message, now core.Instant) bool {
	a := &s.acting
	switch {
	case m == nuki.Status{Status: nuki.Accepted}:
		if !a.began {
			s.answer(a.command.ID, core.ResultAccepted, "")
		}
		a.began = true
	case complete(m):
		s.acted(core.ResultDone, "")
		return true
	}
	if a.began {
		s.state.Moves = true
		s.ask.until = max(s.ask.until, now.Up+motorTime)
	}
	if a.there != 0 {
		s.by(a.there + wordTime)
	}
	return false
}

// saw takes where the bolt is. A latch that was pulled is back by itself soon after.
func (a *acting) saw(l nuki.LockState, now core.Instant) {
	if a.command.ID.IsZero() || !a.said {
		return
	}
	a.began = a.began || l.Moving()
	var there bool
	switch a.action {
	case nuki.Lock:
		there = l == nuki.Locked
	case nuki.Unlock:
		there = l == nuki.Unlocked
	case nuki.Unlatch:
		there = l == nuki.Unlatched
	}
	if there && a.there == 0 {
		a.there = now.Up
	}
}

// late ends an action whose last word is missing: the bolt is where it should be, on the lock's own
// authentic word, since we told it. An action that rests is woken for.
func (s *nukiSession) late(now core.Instant) {
	switch a := &s.acting; {
	case now.Up < a.again:
		s.by(a.again)
	case a.there == 0:
	case now.Up < a.there+wordTime:
		s.by(a.there + wordTime)
	default:
		s.ask, s.owes = nil, now.Up+owesTime
		s.acted(core.ResultDone, "")
	}
}

// owed is true while the last word of an action is late.
func (s *nukiSession) owed(now core.Instant) bool {
	if s.owes == 0 || now.Up >= s.owes {
		s.owes = 0
		return false
	}
	s.by(s.owes)
	return true
}

// belated takes the late last word of an action for what it is, and not for that of another.
func (s *nukiSession) belated(m nuki.Message) bool {
	if s.owes == 0 || !complete(m) || s.acting.began || s.acting.there != 0 {
		return false
	}
	s.owes = 0
	return true
}

// unmoved is true where a refusal is about what was said last, and nothing has shown that it is not so.
func (a *acting) unmoved(e nuki.ErrorReport) bool {
	return !a.said || e.Of == nuki.CmdLockAction && !a.began && a.there == 0
}

// actionRefused: the lock's own word, encrypted, on this action. What it says before anything moved
// is that nothing has.
func (s *nukiSession) actionRefused(e nuki.ErrorReport, now core.Instant) {
	a := &s.acting
	ours := e.Of == nuki.CmdLockAction || !a.said
	switch {
	case e.Code == nuki.ErrorBusy && a.unmoved(e) && (a.gives == 0 || now.Up+busyRest < a.gives):
		if a.gives == 0 {
			a.gives = now.Up + busyGood
		}
		a.said, a.again = false, now.Up+busyRest
		s.by(a.again)
	case !ours: // about something else: what became of ours is to be asked
		s.fail(refusal(e))
	case jams(e.Code):
		s.acted(core.ResultJammed, e.Code.String())
	default:
		s.acted(core.ResultRefused, e.Code.String())
	}
}

func jams(e nuki.ErrorCode) bool {
	switch e {
	case nuki.ErrorMotorBlocked, nuki.ErrorClutch, nuki.ErrorMotorTimeout, nuki.ErrorPositionLimit, nuki.ErrorMotorPower, nuki.ErrorClutchPower:
		return true
	}
	return false
}

// acted ends the action. Its entry in the log is why the bolt moved.
func (s *nukiSession) acted(r core.Result, detail string) {
	id := s.acting.command.ID
	s.mem.note(id).settle(r, detail)
	s.answer(id, r, detail)
	moved := s.acting.said
	s.acting, s.state.Busy, s.state.Moves = acting{}, false, false
	if moved {
		s.look, s.log.want = true, s.admin
	}
}

// tagOf is how an action is found again in the lock's log. It says nothing of anybody.
func tagOf(id core.CommandID) string {
	b := id.Bytes()
	sum := sha256.Sum256(b[:])
	return "#" + hex.EncodeToString(sum[:])[:tagDigits]
}
