package driver

import (
	"localiq/ble/profile"
	"localiq/core"
)

// account is the lock's account of itself: the newest, and what of it the hub knows.
type account struct {
	newest profile.State
	at     core.Instant // when it came; its ages count from here
	told   profile.State
	due    bool // it differs from told, or nothing was told yet
	asked  bool // a Look waits: tell the next even if nothing changed
}

// heardState takes an account. It is told when the journal has been: so the hub never hears of
// a state before it hears how that came about.
func (s *session) heardState(m profile.State, now core.Instant) {
	if up := m.Uptime.Duration() - now.Up; !s.account.at.IsZero() {
		s.uptime = max(s.uptime, up)
	} else {
		s.uptime, s.account.due = up, true
	}
	a := &s.account
	a.newest, a.at = m, now
	a.due = a.due || a.asked || !sameState(m, a.told)
	a.asked = false
	s.state.Stay = m.Contact == core.ContactOpen
	if s.state.Synced {
		s.report()
	}
}

// report tells the account if it is due.
func (s *session) report() {
	a := &s.account
	if !a.due {
		return
	}
	a.due, a.told = false, a.newest
	m := a.newest
	in := s.input(core.LockReported{Lock: s.lock, Bolt: m.Bolt, BoltAge: m.BoltAge.Duration(), Contact: m.Contact,
		ContactAge: m.ContactAge.Duration(), Battery: m.Battery, Firmware: m.Firmware, LockBoot: m.Boot})
	in.Happened = a.at
	in.Claim = core.LockTime{Boot: m.Boot, Up: m.Uptime.Duration()}
	s.tell(in)
}

// sameState compares what does not change by itself.
func sameState(a, b profile.State) bool {
	return a.Bolt == b.Bolt && a.Contact == b.Contact && a.Battery == b.Battery && a.Firmware == b.Firmware && a.Boot == b.Boot
}
