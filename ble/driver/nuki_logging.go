package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

// keepsLog takes whether the lock keeps a log, and of its door.
func (s *nukiSession) keepsLog(m nuki.LogCount) {
	s.mem.logging = true
	s.log.off, s.log.doorOff = !m.Logging, m.DoorSensor && !m.DoorLogging
}

// askKeep has the lock keep one: without it nobody can tell what happened while we were away.
func (s *nukiSession) askKeep() *ask {
	door := !s.log.off
	s.log.off, s.log.doorOff = false, s.log.doorOff && !door
	return &ask{
		pinned: true,
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message {
			if door {
				return nuki.SetDoorLog{On: true, Nonce: n, PIN: s.pin}
			}
			return nuki.SetLog{On: true, Nonce: n, PIN: s.pin}
		},
		hear: func(m nuki.Message, _ core.Instant) bool { return complete(m) },
		no: func(e nuki.ErrorReport, _ core.Instant) {
			s.out.Log = "it cannot be had to keep a log: " + e.Code.String()
		},
	}
}
