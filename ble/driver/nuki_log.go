package driver

import (
	"fmt"
	"strconv"
	"strings"

	"localiq/ble/nuki"
	"localiq/core"
)

const (
	logPage  = 20 // entries in an answer, beside the one that we know
	holeMost = 3  // answers in a row that bring us no further
	bareMost = 2  // answers in a row without an entry; then the log has begun anew
	noLogFor = 3  // sessions in a row that a lock may refuse to show its log; then it keeps none
)

// logbook is where we are in reading the log. A lock forgets its oldest entries by itself and
// acknowledges nothing: each answer begins with the entry that was told last, so that a log that
// has begun anew is seen, and goes on from there in order.
type logbook struct {
	want bool // to be read to its end
	news bool // something was told since the states were read
	got  int  // entries in the answer under way
	held bool // something is missing in it: the rest comes again
	hole uint32
	lags int // answers in a row that brought us no further
	bare int // answers in a row without an entry

	turn         int  // of beginnings: what was asked before this one says nothing
	off, doorOff bool // it is to be had to keep one, and of its door
}

// reads is true where a log is kept for us to read.
func (s *nukiSession) reads() bool {
	if s.mem.noLog >= noLogFor {
		s.log.want = false
	}
	return s.log.want
}

// askLog asks for the next entries; for the newest one where nothing was told yet: what is before
// it is from before our time.
func (s *nukiSession) askLog() *ask {
	s.log.got, s.log.held = 0, false
	if !s.sameLog() {
		return s.asking(nuki.LogRequest{Count: 1, Descending: true, Total: true}, s.logBegins)
	}
	start := s.state.Told.Index
	return s.asking(nuki.LogRequest{Start: max(start, 1) - 1, Count: logPage + 1, Total: !s.mem.logging}, s.logEntry)
}

// asking is one request for log entries.
func (s *nukiSession) asking(q nuki.LogRequest, entry func(nuki.LogEntry, core.Instant)) *ask {
	turn := s.log.turn
	return &ask{
		pinned: true,
		say:    func(n nuki.Nonce, _ core.Instant) nuki.Message { q.Nonce, q.PIN = n, s.pin; return q },
		hear: func(m nuki.Message, now core.Instant) bool {
			if turn != s.log.turn {
				return complete(m)
			}
			switch m := m.(type) {
			case nuki.LogEntry:
				s.log.got++
				entry(m, now)
			case nuki.LogCount:
				s.keepsLog(m)
			}
			if complete(m) {
				s.logEnds(q, now)
			}
			return complete(m)
		},
		no: func(e nuki.ErrorReport, _ core.Instant) { s.logRefused(e) },
	}
}

// logBegins is the newest entry there is.
func (s *nukiSession) logBegins(e nuki.LogEntry, now core.Instant) { s.logFrom(e.Index, now) }

func (s *nukiSession) logFrom(after uint32, now core.Instant) {
	j := core.JournalID(s.peer.uuid.String())
	if old := s.state.Told.Journal; s.lifeOfLog(old) {
		j = s.nextLife(old)
	}
	s.state.Told = core.Cursor{Journal: j, Index: after}
	in := fromAir(s.lock.ID, core.JournalBegun{Lock: s.lock.ID, Journal: j, After: after})
	in.Happened, in.Claim.Journal = now, j
	s.out.Events = append(s.out.Events, in)
}

// logEnds has all of an answer.
func (s *nukiSession) logEnds(q nuki.LogRequest, now core.Instant) {
	l := &s.log
	switch {
	case !s.sameLog(): // it has not one entry
		s.logFrom(0, now)
		l.want = false
	case q.Descending:
		l.want = false
	case l.got == 0 && s.state.Told.Index > 0: // not even the one that it showed us before
		if l.bare++; l.bare >= bareMost {
			s.logFrom(0, now)
		}
	case l.held:
		if l.lags++; l.lags >= holeMost {
			s.fail(fmt.Errorf("driver: the log of lock %s has holes that come and go: %w", s.lock.ID, nuki.ErrBroken))
		}
	default:
		l.want, l.lags, l.bare, s.mem.noLog = l.got > logPage, 0, 0, 0
	}
}

// logEntry is told if it is the next one. What lies in a hole comes again with the next answer; a
// hole that is there twice is what the lock has forgotten.
func (s *nukiSession) logEntry(e nuki.LogEntry, now core.Instant) {
	told := s.state.Told.Index
	switch {
	case e.Index <= told || s.log.held:
		return
	case e.Index > told+1 && told > 0 && s.log.hole != e.Index:
		s.log.hole, s.log.held = e.Index, true
		return
	case e.Index > told+1:
		s.state.Told.Index = e.Index - 1
		s.fact(core.JournalLost{Lock: s.lock.ID, From: told + 1, To: e.Index - 1}, now)
	}
	s.state.Told.Index, s.log.news, s.log.lags = e.Index, true, 0
	s.tellLog(e, now)
}

func (s *nukiSession) fact(e core.Event, now core.Instant) {
	in := fromAir(s.lock.ID, e)
	in.Happened, in.Claim = now, core.LockTime{Journal: s.state.Told.Journal, Index: s.state.Told.Index}
	s.out.Events = append(s.out.Events, in)
}

// logRefused: without a log the states alone tell what happens.
func (s *nukiSession) logRefused(e nuki.ErrorReport) {
	if !s.admin {
		return
	}
	if s.mem.noLog++; s.mem.noLog < noLogFor {
		s.fail(refusal(e))
		return
	}
	s.out.Log = "it does not show its log: " + e.Code.String()
}

// sameLog is true while our place is in this lock's log.
func (s *nukiSession) sameLog() bool { return s.lifeOfLog(s.state.Told.Journal) }

// A log that has begun anew, under the same uuid, goes by another name: its numbers were used.
func (s *nukiSession) lifeOfLog(j core.JournalID) bool {
	id, _, _ := strings.Cut(string(j), "+")
	return id == s.peer.uuid.String()
}

func (s *nukiSession) nextLife(j core.JournalID) core.JournalID {
	id, turn, _ := strings.Cut(string(j), "+")
	n, _ := strconv.Atoi(turn)
	return core.JournalID(id + "+" + strconv.Itoa(n+1))
}
