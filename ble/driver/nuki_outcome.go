package driver

import (
	"slices"
	"strings"
	"time"

	"localiq/ble/nuki"
	"localiq/core"
)

const (
	searchPage = 20  // entries of the log in an answer, from the newest back
	searchMost = 100 // entries in which an action is looked for
	askedMost  = 3   // times that nobody can tell; then it is not asked again
)

// recall is a question after the outcome of one of our actions. Its last word, if we have heard it,
// is the answer. Else the states are read first; then the log, from the newest entry back, for the
// action's own tag: once the motor has rested for a while, what is not in a log that is kept, and was
// read to its end, has not happened.
type recall struct {
	of    core.CommandID
	from  uint32
	seen  int
	keeps bool          // the log is kept
	over  bool          // its end, or searchMost, was reached
	far   bool          // searchMost was: further back nobody looks
	again time.Duration // Up, when it is searched once more: an action is written when it is over; 0: not yet
	twice bool          // that is under way
}

func (s *nukiSession) recall(of core.CommandID) {
	if !slices.ContainsFunc(s.recalls, func(q *recall) bool { return q.of == of }) {
		s.recalls = append(s.recalls, &recall{of: of})
	}
	s.look = true
}

// recalling goes on with the first question; false: it has to wait for the bolt.
func (s *nukiSession) recalling(now core.Instant) bool {
	q := s.recalls[0]
	o := s.mem.outcome(q.of)
	switch {
	case o != nil && o.known:
		s.recalled(o.result, o.detail)
	case o != nil && !o.sent:
		s.recalled(core.ResultNeverSeen, "it was not sent")
	case !s.atRest() && s.account.watched < watchMost:
		return s.watch(now)
	case s.admin && s.mem.noLog < noLogFor && !q.over:
		if !s.mem.verified {
			s.begin(s.askVerify(), now)
			return true
		}
		s.begin(s.askSearch(q), now)
	case q.far:
		s.doubted(q.of)
	case q.over && q.keeps && q.again == 0:
		q.again = now.Up + movingTime
	case q.over && q.keeps && now.Up < q.again:
		s.by(q.again)
		return false
	case q.over && q.keeps && !q.twice:
		q.over, q.twice, q.from, q.seen = false, true, 0, 0
	case q.over && q.keeps:
		s.recalled(core.ResultNeverSeen, "")
	default:
		s.doubted(q.of)
	}
	return true
}

// atRest: a latch that is pulled falls back by itself, and its action ends only then.
func (s *nukiSession) atRest() bool {
	l := s.account.newest.Lock
	return !l.Moving() && l != nuki.Unlatched
}

// recalled answers the first question.
func (s *nukiSession) recalled(r core.Result, detail string) {
	s.answer(s.recalls[0].of, r, detail)
	s.recalls = s.recalls[1:]
}

// askSearch reads the log backwards. What it finds is not told here: that is the log's own turn.
func (s *nukiSession) askSearch(q *recall) *ask {
	of, got, low := q.of, 0, uint32(0)
	request := nuki.LogRequest{Start: q.from, Count: searchPage, Descending: true, Total: !q.keeps}
	return &ask{
		pinned: true,
		say:    func(n nuki.Nonce, _ core.Instant) nuki.Message { request.Nonce, request.PIN = n, s.pin; return request },
		hear: func(m nuki.Message, _ core.Instant) bool {
			switch m := m.(type) {
			case nuki.LogCount:
				q.keeps = m.Logging
			case nuki.LogEntry:
				got, low = got+1, m.Index
				s.found(of, m)
			}
			if complete(m) {
				q.seen, q.from = q.seen+got, low
				q.over = got < searchPage || low <= 1
				q.far = !q.over && q.seen >= searchMost
				q.over = q.over || q.far
			}
			return complete(m)
		},
		no: func(e nuki.ErrorReport, _ core.Instant) { q.over = true; s.logRefused(e) },
	}
}

// found takes an entry for the outcome of an action, if it is that one's.
func (s *nukiSession) found(of core.CommandID, e nuki.LogEntry) {
	if e.Type != nuki.LogAction || e.Auth != s.peer.auth || !strings.Contains(e.Name, tagOf(of)) {
		return
	}
	o := s.mem.note(of)
	switch e.Done {
	case nuki.Done:
		o.settle(core.ResultDone, "")
	case nuki.DoneBlocked, nuki.DoneClutch, nuki.DoneMotorPower:
		o.settle(core.ResultJammed, e.Done.String())
	default:
		o.settle(core.ResultRefused, e.Done.String())
	}
}

// recognise takes an entry that is told for the outcome of any action that is open.
func (s *nukiSession) recognise(e nuki.LogEntry) {
	for i := range s.mem.outcomes {
		if o := &s.mem.outcomes[i]; !o.known {
			s.found(o.id, e)
		}
	}
}

// doubted: no log tells. It stays unknown, and nobody repeats it; a question that can never be
// answered costs a connection each time, so after some it counts as one that the lock has not
// confirmed. That is not "never seen": nobody may be told that nothing has moved.
func (s *nukiSession) doubted(of core.CommandID) {
	const why = "the lock shows no log that could tell"
	o := s.mem.note(of)
	o.sent = true
	if o.asked++; o.asked >= askedMost {
		s.recalled(core.ResultRefused, "nobody can tell whether it did: "+why)
		return
	}
	s.recalled(core.ResultUnknown, why)
}
