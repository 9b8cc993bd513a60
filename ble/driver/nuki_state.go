package driver

import (
	"time"

	"localiq/ble/nuki"
	"localiq/core"
)

const (
	movingTime = 2 * time.Second // between two looks at a bolt that moves for others
	watchMost  = 10              // looks in a row
	criticalAt = 10              // %, of a battery that is said to be critical
	secondLong = time.Second     // its clock shows no less
)

// nukiAccount is the lock's account of itself: the newest, and what of it the hub knows.
type nukiAccount struct {
	newest  nuki.States
	at      core.Instant // when it came; zero: none has
	told    core.LockReported
	due     bool // to be told, whatever it says
	watched int  // looks in a row at a bolt that moved

	// The lock's clock, as its first word in this session showed it.
	clockAt core.Instant
	clock   int64 // s; by its own reckoning
	clocked bool
}

// askStates also takes the changed bit out of the beacon.
func (s *nukiSession) askStates() *ask {
	s.look = false
	return &ask{
		plain: true,
		say:   func(nuki.Nonce, core.Instant) nuki.Message { return nuki.RequestData{Want: nuki.CmdStates} },
		hear:  func(m nuki.Message, _ core.Instant) bool { _, is := m.(nuki.States); return is },
		no:    func(e nuki.ErrorReport, _ core.Instant) { s.fail(refusal(e)) },
	}
}

// heardStates takes an account, asked for or not. Somebody moved it when nobody asked: that is in
// its log.
func (s *nukiSession) heardStates(m nuki.States, now core.Instant) {
	a := &s.account
	if a.at.IsZero() {
		a.clock, a.clocked = m.Time.Seconds()
		a.clockAt, a.due = now, true
	} else if m.Lock != a.newest.Lock || m.Door != a.newest.Door {
		s.log.want = s.admin
	}
	a.newest, a.at = m, now
	if s.atRest() {
		a.watched = 0
	}
	s.mem.sensor = s.mem.sensor || m.Door != nuki.DoorUnavailable && m.Door != nuki.DoorDeactivated
	s.state.Ready = true
	s.acting.saw(m.Lock, now)
}

// report tells the account if it says something new, or was asked for.
func (s *nukiSession) report() {
	a := &s.account
	now := s.reported()
	if !a.due && !s.asked && now == a.told {
		return
	}
	a.due, s.asked, a.told = false, false, now
	in := fromAir(s.lock.ID, now)
	in.Happened = a.at
	s.out.Events = append(s.out.Events, in)
	if tampered := a.newest.Door == nuki.DoorTampered; tampered != s.mem.tampered {
		s.mem.tampered = tampered
		if tampered {
			s.tell(core.Tampered{Lock: s.lock.ID})
		}
	}
}

// reported: how long it has been so the lock does not tell; its log does.
func (s *nukiSession) reported() core.LockReported {
	m := s.account.newest
	return core.LockReported{Lock: s.lock.ID, Bolt: boltOf(m.Lock), BoltAge: -1, Contact: s.contactOf(m), ContactAge: -1,
		Battery: percentOf(m.Battery), Firmware: s.mem.config.firmware}
}

// boltOf: such a lock knows no holds, so unlocked is unlocked; the rules know what it means.
func boltOf(l nuki.LockState) core.Bolt {
	switch l {
	case nuki.Locked:
		return core.BoltLocked
	case nuki.Unlocked, nuki.Unlatched, nuki.UnlockedLnG:
		return core.BoltUnlocked
	case nuki.MotorBlocked:
		return core.BoltJammed
	}
	return core.BoltUnknown
}

// contactOf: a lock that has told of its door, and now tells nothing, says that it does not know.
func (s *nukiSession) contactOf(m nuki.States) core.Contact {
	switch m.Door {
	case nuki.DoorClosed:
		return core.ContactClosed
	case nuki.DoorOpened:
		return core.ContactOpen
	case nuki.DoorDeactivated:
		return core.ContactAbsent
	case nuki.DoorUnavailable:
		if !s.mem.sensor {
			return core.ContactAbsent
		}
	}
	return core.ContactUnknown
}

// percentOf is 0 for what was not told. Old firmware tells no more than that it is critical.
func percentOf(b nuki.Battery) uint8 {
	p := uint8(b.Percent())
	if b.Critical() && (p == 0 || p > criticalAt) {
		return criticalAt
	}
	return p
}
