package driver

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// lateAfter is the age from which a fetched entry is history. A younger one is why the lock
// called, and counts as if it had been pushed.
const lateAfter = 10 * time.Second

// reader is where we are in reading the journal: entries are told from Told+1 on, each once,
// whether they are pushed or fetched.
type reader struct {
	journal profile.JournalID
	head    uint32 // the newest that the lock told of
	ends    []end  // the JournalEnds that are due, in order
	from    uint32 // where the read under way began; 0: its end says nothing of progress
}

// end says what a JournalEnd will answer.
type end uint8

const (
	endOfRead end = iota
	endOfAck
	endOfProbe
)

func (r *reader) reading() bool {
	for _, e := range r.ends {
		if e == endOfRead {
			return true
		}
	}
	return false
}

// beginReading compares the lock's journal with our place in it.
func (s *session) beginReading(h profile.Hello, now core.Instant) {
	s.reader = reader{journal: h.Journal, head: h.Head}
	s.sameJournal(now)
	if k := s.kept; k.Journal == h.Journal.Core() && k.Index > h.Acked {
		s.ack(k) // the acknowledgement went with its link
	}
	s.lost(h.Tail, h.Head, now)
	s.read(now)
}

// sameJournal tells first when it is another one: nothing of the old one comes any more.
func (s *session) sameJournal(now core.Instant) {
	j := s.reader.journal.Core()
	if s.state.Told.Journal == j {
		return
	}
	s.state.Told = core.Cursor{Journal: j}
	s.fact(core.JournalBegun{Lock: s.lock, Journal: j}, core.LockTime{Journal: j}, now)
}

// lost tells of entries that the lock no longer has.
func (s *session) lost(tail, head uint32, now core.Instant) {
	from, to := s.state.Told.Index+1, min(max(tail, 1)-1, head)
	if from > to {
		return
	}
	s.state.Told.Index = to
	s.fact(core.JournalLost{Lock: s.lock, From: from, To: to}, core.LockTime{Journal: s.state.Told.Journal, Index: to}, now)
}

// read asks for the next entries, or finds that there are none: then the lock's own account of
// itself is due.
func (s *session) read(now core.Instant) {
	switch {
	case s.reader.reading():
	case s.state.Told.Index < s.reader.head:
		s.state.Synced = false
		s.reader.ends = append(s.reader.ends, endOfRead)
		s.reader.from = s.state.Told.Index + 1
		s.send(profile.ReadJournal{From: s.reader.from, Max: profile.MaxEntries})
	default:
		s.state.Synced = true
		s.report()
	}
}

// entry is told if it is the next one. An earlier one was told; a later one leaves a gap that
// is fetched first, and comes again with it.
func (s *session) entry(e profile.Entry, now core.Instant) {
	s.reader.head = max(s.reader.head, e.Index)
	if e.Index == s.state.Told.Index+1 {
		s.state.Told.Index++
		s.tellEntry(e, s.reader.reading(), now)
	}
	s.read(now)
}

func (s *session) journalEnd(m profile.JournalEnd, now core.Instant) {
	if len(s.reader.ends) == 0 || m.Journal != s.reader.journal {
		s.out.Err = profile.ErrBroken
		return
	}
	of := s.reader.ends[0]
	s.reader.ends = s.reader.ends[1:]
	s.reader.head = max(s.reader.head, m.Head)
	if of == endOfProbe {
		s.state.Proved++
	}
	if of != endOfRead {
		s.read(now)
		return
	}
	s.lost(m.Tail, m.Head, now)
	if s.state.Told.Index < s.reader.from && s.state.Told.Index < s.reader.head {
		s.out.Err = profile.ErrBroken // it has them, and does not tell them
		return
	}
	s.read(now)
}

// probe asks for no entries, only for where the journal ends.
func (s *session) probe() {
	if s.send(profile.ReadJournal{From: s.state.Told.Index + 1}) {
		s.reader.ends = append(s.reader.ends, endOfProbe)
	}
}

// ack says that all up to c is on our disk.
func (s *session) ack(c core.Cursor) {
	s.kept = c
	if c.Journal != s.reader.journal.Core() {
		return
	}
	if s.send(profile.AckJournal{Journal: s.reader.journal, UpTo: c.Index}) {
		s.reader.ends = append(s.reader.ends, endOfAck)
	}
}

// rewind tells again what came after c. A read under way is not what we want any more; its
// entries do not follow on c, and so are not told.
func (s *session) rewind(c core.Cursor, now core.Instant) {
	s.state.Told, s.state.Synced, s.kept = c, false, c
	s.reader.from = 0
	s.account.due = true
	s.sameJournal(now)
	s.read(now)
}

// tellEntry makes an event of an entry. One that is of no kind that we know is told as lost: it
// is there, and we cannot tell what it says.
func (s *session) tellEntry(e profile.Entry, fetched bool, now core.Instant) {
	age := e.Age.Duration()
	claim := core.LockTime{Journal: s.state.Told.Journal, Index: e.Index, Boot: e.Boot, Up: e.Uptime.Duration(), Age: age}
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
			ev.Digest = s.digest(e.KeyKind, e.Credential)
			clear(e.Credential)
		}
		return ev
	}
	return core.JournalLost{Lock: s.lock, From: e.Index, To: e.Index}
}

// fact is about the journal itself.
func (s *session) fact(e core.Event, claim core.LockTime, now core.Instant) {
	in := s.input(e)
	in.Claim, in.Happened = claim, now
	s.tell(in)
}
