package driver

import "localiq/core"

// proceed begins what is to be asked next, if nothing is under way.
func (s *nukiSession) proceed(now core.Instant) {
	for s.ask == nil && s.out.Err == nil && !s.left {
		if !s.next(now) {
			return
		}
	}
}

// next begins one thing, or ends one that needs nothing of the lock; false: there is none.
func (s *nukiSession) next(now core.Instant) bool {
	switch {
	case !s.state.Ready:
		s.begin(s.askStates(), now)
	case s.acting.due(now):
		s.begin(s.askAction(), now)
	case s.look:
		s.begin(s.askStates(), now)
	case s.leaves && s.admin:
		s.begin(s.askLeave(), now)
	case s.owed(now): // what waits for a last word of its own would take that one for it
		return false
	case len(s.recalls) > 0:
		return s.recalling(now)
	case s.log.want && s.admin && !s.mem.verified:
		s.begin(s.askVerify(), now)
	case s.log.want && s.reads():
		s.begin(s.askLog(), now)
	case s.log.off || s.log.doorOff:
		s.begin(s.askKeep(), now)
	case s.log.news: // the states were read before it: they are told as they are behind it
		s.log.news, s.look = false, true
	case s.account.newest.Lock.Moving() && s.account.watched < watchMost:
		return s.watch(now)
	case s.settles():
	case s.outdated():
		s.begin(s.askConfig(), now)
	default:
		return false
	}
	return true
}

// watch reads the states again while the bolt moves, for others.
func (s *nukiSession) watch(now core.Instant) bool {
	if due := s.account.at.Up + movingTime; now.Up < due {
		s.by(due)
		return false
	}
	s.account.watched++
	s.look = true
	return true
}

// settles tells what was read, when all has been: never a state before the entries that led to it.
func (s *nukiSession) settles() bool {
	s.report()
	s.state.Synced = true
	s.state.Proved, s.probes = s.state.Proved+s.probes, 0
	return false
}
