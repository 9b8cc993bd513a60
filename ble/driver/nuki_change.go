package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

// askChange makes one code as it should be.
func (s *nukiSession) askChange(c change) *ask {
	turn := s.codes.turn
	return &ask{
		pinned: true,
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message {
			switch r := c.row; {
			case r == nil:
				return nuki.KeypadRemove{ID: c.id, Nonce: n, PIN: s.pin}
			case c.add:
				return nuki.KeypadAdd{Code: r.code, Name: r.name, Limited: r.limited, Limits: r.limits, Nonce: n, PIN: s.pin}
			default:
				return nuki.KeypadUpdate{ID: c.id, Code: r.code, Name: r.name, Enabled: true, Limited: r.limited, Limits: r.limits, Nonce: n, PIN: s.pin}
			}
		},
		hear: func(m nuki.Message, _ core.Instant) bool { return complete(m) },
		no: func(e nuki.ErrorReport, now core.Instant) {
			if turn == s.codes.turn {
				s.changeRefused(c, e, now)
			}
		},
	}
}

// changeRefused: a full lock, and a code that is the owner's own, leave a key out. One of ours may
// only be in the way of another: it goes, and comes again in the next round.
func (s *nukiSession) changeRefused(c change, e nuki.ErrorReport, now core.Instant) {
	switch full, exists := e.Code == nuki.ErrorTooManyEntries, e.Code == nuki.ErrorCodeExists; {
	case !s.admin:
	case exists && c.row != nil && !c.add:
		s.codes.todo = append([]change{{id: c.id}}, s.codes.todo...)
	case (full || exists || e.Code == nuki.ErrorCodeInvalid) && c.add:
		s.codes.full[c.row.name] = leftBy(e.Code)
		s.out.Log = "it has not taken a code: " + e.Code.String()
	default:
		s.codesRefused(e, now)
	}
}

func leftBy(c nuki.ErrorCode) core.LeftFor {
	switch c {
	case nuki.ErrorTooManyEntries:
		return core.LeftRoom
	case nuki.ErrorCodeExists:
		return core.LeftTaken
	}
	return core.LeftForm
}

func (s *nukiSession) codesRefused(e nuki.ErrorReport, _ core.Instant) {
	if s.admin {
		s.codesFailed("the lock refused " + e.Of.String() + ": " + e.Code.String())
	}
}
