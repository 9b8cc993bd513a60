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
// whether they are pushed or fetched. Its numbers are the lock's own.
type reader struct {
	journal profile.JournalID
	base    uint32 // of the life that the journal is in: the lock's index less this is what the hub knows
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
	if k := s.kept; k.Journal == s.state.Told.Journal && k.Index+s.reader.base > h.Acked {
		s.ack(k) // the acknowledgement went with its link
	}
	s.lost(h.Tail, h.Head, now)
	s.read(now)
}

// sameJournal tells first when it is another one: nothing of the old one comes any more. A lock
// that has fewer entries than it told us has got an old memory back: from here on the same numbers
// mean something else, so the journal begins another life.
func (s *session) sameJournal(now core.Instant) {
	life, ok := lifeOf(s.state.Told.Journal)
	switch {
	case !ok || life.journal != s.reader.journal:
		s.begins(life0(s.reader.journal), now)
	case uint64(s.state.Told.Index)+uint64(life.base) > uint64(s.reader.head):
		if s.state.Seal == SealOurs {
			s.state.Seal = SealAnew // it has forgotten that count, too
		}
		s.begins(life.next(s.reader.head), now)
	default:
		s.reader.base = life.base
	}
}

func (s *session) begins(l life, now core.Instant) {
	j := l.name()
	s.reader.base, s.state.Told = l.base, core.Cursor{Journal: j}
	s.fact(core.JournalBegun{Lock: s.lock, Journal: j}, core.LockTime{Journal: j}, now)
}

// told is the lock's own index of the last entry that was told.
func (s *session) told() uint32 { return s.state.Told.Index + s.reader.base }

// lost tells of entries that the lock no longer has.
func (s *session) lost(tail, head uint32, now core.Instant) {
	from, to := s.told()+1, min(max(tail, 1)-1, head)
	if from > to {
		return
	}
	base := s.reader.base
	s.state.Told.Index = to - base
	s.fact(core.JournalLost{Lock: s.lock, From: from - base, To: to - base},
		core.LockTime{Journal: s.state.Told.Journal, Index: to - base}, now)
}

// read asks for the next entries, or finds that there are none: then the lock's own account of
// itself is due.
func (s *session) read(now core.Instant) {
	switch {
	case s.reader.reading():
	case s.told() < s.reader.head:
		s.state.Synced = false
		s.reader.ends = append(s.reader.ends, endOfRead)
		s.reader.from = s.told() + 1
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
	if e.Index == s.told()+1 {
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
	if s.told() < s.reader.from && s.told() < s.reader.head {
		s.out.Err = profile.ErrBroken // it has them, and does not tell them
		return
	}
	s.read(now)
}

// probe asks for no entries, only for where the journal ends.
func (s *session) probe() {
	if s.send(profile.ReadJournal{From: s.told() + 1}) {
		s.reader.ends = append(s.reader.ends, endOfProbe)
	}
}

// ack says that all up to c is on our disk.
func (s *session) ack(c core.Cursor) {
	s.kept = c
	if c.Journal != s.state.Told.Journal {
		return
	}
	if s.send(profile.AckJournal{Journal: s.reader.journal, UpTo: c.Index + s.reader.base}) {
		s.reader.ends = append(s.reader.ends, endOfAck)
	}
}

// rewind tells again what came after c, and what the lock holds. A read under way is not what we
// want any more; its entries do not follow on c, and so are not told.
func (s *session) rewind(c core.Cursor, now core.Instant) {
	s.state.Told, s.state.Synced, s.kept = c, false, c
	s.reader.from = 0
	s.account.due = true
	s.sameJournal(now)
	s.reportTable()
	s.read(now)
}
