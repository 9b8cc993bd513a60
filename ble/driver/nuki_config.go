package driver

import (
	"fmt"

	"localiq/ble/nuki"
	"localiq/core"
)

// configured takes the settings, and tells what the lock lacks if that is news.
func (s *nukiSession) configured(c nuki.Config, count uint8) {
	if id, err := nuki.ParseID(s.lock.Serial); err != nil || c.ID != id {
		s.fail(fmt.Errorf("%w: it is another lock than the one that was named", ErrRefused))
		return
	}
	if s.noKeypad() && (c.HasKeypad || c.HasKeypad2) && s.codes.state.Step == TableHeld {
		s.codes.begin(false) // what was not brought for want of one is owed
	}
	s.mem.config = nukiConfig{known: true, count: count, keypad: c.HasKeypad || c.HasKeypad2,
		firmware: fmt.Sprintf("%d.%d.%d", c.Firmware[0], c.Firmware[1], c.Firmware[2])}
	lacks := s.lacks()
	if lacks != s.lock.Lacks {
		s.lock.Lacks = lacks
		s.tell(core.LockLearnt{Lock: s.lock.ID, Lacks: lacks})
	}
}

// noKeypad is true for a lock that says so.
func (s *nukiSession) noKeypad() bool { return s.mem.config.known && !s.mem.config.keypad }

// lacks is what this very lock lacks, as far as it is known.
func (s *nukiSession) lacks() core.Lack {
	l := nukiLacks
	if s.noKeypad() {
		l |= core.LackKeypad
	}
	if len(s.lock.Admin) == 0 {
		l |= core.LackAdmin
	}
	return l
}

// refusal is a lock's no as an error of the link: the next session tries again, after a pause.
func refusal(e nuki.ErrorReport) error {
	return fmt.Errorf("driver: the lock refused %v: %v", e.Of, e.Code)
}
