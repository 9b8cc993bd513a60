package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

// askVerify sees whether the lock takes the admin PIN, before anything else is tried with it: a
// lock that is given a wrong one too often locks every client out of its management.
func (s *nukiSession) askVerify() *ask {
	shown := s.pin
	return &ask{
		pinned: true,
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message {
			shown = s.pin
			return nuki.VerifyPIN{Nonce: n, PIN: shown}
		},
		hear: func(m nuki.Message, _ core.Instant) bool {
			s.mem.verified = s.mem.verified || complete(m) && shown.Same(s.pin)
			return complete(m)
		},
		no: func(e nuki.ErrorReport, _ core.Instant) {
			if s.admin {
				s.fail(refusal(e))
			}
		},
	}
}

// adminRefused stops all management, here and in every session to come, until a person gives
// another code.
func (s *nukiSession) adminRefused() {
	s.mem.refused, s.mem.verified, s.state.NoAdmin = true, false, true
	s.admin, s.leaves, s.log.want, s.log.news, s.log.off, s.log.doorOff = false, false, false, false, false, false
	s.codes.end(TableNone)
	s.tell(core.AdminRefused{Lock: s.lock.ID})
	if !s.releases.IsZero() {
		s.answer(s.releases, core.ResultRefused, "the lock does not take the admin PIN")
		s.releases = core.CommandID{}
	}
}

// askConfig reads what kind of lock it is, once after a restart and when its owner has changed it.
func (s *nukiSession) askConfig() *ask {
	count := s.account.newest.ConfigCount
	return &ask{
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message { return nuki.ConfigRequest{Nonce: n} },
		hear: func(m nuki.Message, _ core.Instant) bool {
			c, ok := m.(nuki.Config)
			if ok {
				s.configured(c, count)
			}
			return ok
		},
		no: func(e nuki.ErrorReport, _ core.Instant) {
			s.mem.config = nukiConfig{known: true, count: count, keypad: true}
			s.out.Log = "it does not tell its settings: " + e.Code.String()
		},
	}
}

// outdated is true when the settings are not known as they are now.
func (s *nukiSession) outdated() bool {
	return !s.mem.config.known || s.mem.config.count != s.account.newest.ConfigCount
}

// TakesAdmin goes by the generation that the pairing has shown: 4 digits, and 6 from the fifth on.
func (Nuki) TakesAdmin(l core.Lock, pin core.Secret) error {
	p, ok := peerFrom(l.Peer)
	typed, err := nuki.ParsePIN(pin.Reveal())
	switch {
	case !ok || err == nil && typed.Generation() == p.generation:
		return nil
	case p.generation == nuki.Fifth:
		return core.Errorf(core.CodeInvalid, "this lock's admin PIN has 6 digits").Advise("it was not tried; look it up in the lock's own app")
	}
	return core.Errorf(core.CodeInvalid, "this lock's admin PIN has 4 digits").Advise("it was not tried; look it up in the lock's own app")
}
