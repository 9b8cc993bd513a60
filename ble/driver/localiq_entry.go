package driver

import (
	"localiq/ble/profile"
	"localiq/core"
)

// tellEntry makes an event of an entry. One that is of no kind that we know is told as lost: it
// is there, and we cannot tell what it says.
func (s *session) tellEntry(e profile.Entry, fetched bool, now core.Instant) {
	age := e.Age.Duration()
	claim := core.LockTime{Journal: s.state.Told.Journal, Index: s.state.Told.Index, Boot: e.Boot, Up: e.Uptime.Duration(), Age: age}
	in := s.input(s.eventOf(e))
	in.Claim, in.Happened = claim, now.Add(-max(age, 0))
	in.Late = fetched && (age < 0 || age > lateAfter)
	s.tell(in)
}

func (s *session) eventOf(e profile.Entry) core.Event {
	switch e.Kind {
	case profile.EntryDoorOpened:
		return core.DoorOpened{Lock: s.lock}
	case profile.EntryDoorClosed:
		return core.DoorClosed{Lock: s.lock}
	case profile.EntryBoltTurned:
		return core.BoltTurned{Lock: s.lock, To: e.Bolt, By: e.By}
	case profile.EntryHandle:
		return core.HandleTurned{Lock: s.lock}
	case profile.EntryTamper:
		return core.Tampered{Lock: s.lock}
	case profile.EntryKeyRefused:
		ev := core.KeyRefusedAway{Lock: s.lock, Kind: e.KeyKind}
		if len(e.Credential) > 0 {
			ev.Digest = s.family.Digest(e.KeyKind, e.Credential)
			clear(e.Credential)
		}
		return ev
	case profile.EntryKeyAdmitted:
		return core.KeyAdmitted{Lock: s.lock, Key: s.family.keyOf(e.Ref), Kind: e.KeyKind, Held: e.Held}
	case profile.EntryLimited:
		return core.EntryLimited{Lock: s.lock, Kind: e.KeyKind, For: e.For.Duration()}
	case profile.EntryUpdated:
		return core.LockUpdated{Lock: s.lock}
	}
	return core.JournalLost{Lock: s.lock, From: s.state.Told.Index, To: s.state.Told.Index}
}

// fact is about the journal itself.
func (s *session) fact(e core.Event, claim core.LockTime, now core.Instant) {
	in := s.input(e)
	in.Claim, in.Happened = claim, now
	s.tell(in)
}
