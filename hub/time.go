package hub

import (
	"time"

	"localiq/core"
	"localiq/rules"
)

const (
	longestSleep = 30 * time.Second     // the wall clock may be set behind our back
	wallSleep    = time.Second          // and more often looked at while an end hangs on it (OM-13)
	steadySleep  = time.Hour            // where it cannot be
	restAtLeast  = 5 * time.Millisecond // so that a mistake in the rules cannot burn the box
)

// now never goes back on Up, whatever the clock does.
func (s *state) now() core.Instant {
	at := s.c.Clock.Now()
	if at.Boot == s.last.Boot && at.Up < s.last.Up {
		at.Up = s.last.Up
	}
	s.last = at
	return at
}

// clockStep notices that the wall clock was set by more than 2 s while Up ran on.
func (s *state) clockStep(at core.Instant) (core.ClockStepped, bool) {
	was, is := s.wall, at.Wall-int64(at.Up)
	if d := time.Duration(is - was); d > -2*time.Second && d < 2*time.Second {
		return core.ClockStepped{}, false
	}
	s.wall = is
	return core.ClockStepped{From: was + int64(at.Up), To: at.Wall}, true
}

func (s *state) wakeTimer() (<-chan struct{}, func()) { return s.c.Clock.After(s.sleep()) }

// sleep is how long the rules, and a disk that rests, want to be left alone.
func (s *state) sleep() time.Duration {
	w, now, d, look := core.Wake{}, s.c.Clock.Now(), longestSleep, wallSleep
	if s.c.Steady {
		d, look = steadySleep, steadySleep
	}
	if !s.c.Offline {
		w = rules.Next(s.head)
	}
	if w.Up != 0 {
		d = min(d, w.Up-now.Up)
	}
	if w.Wall != 0 {
		d = min(d, look, time.Duration(w.Wall-now.Wall))
	}
	if s.broken != nil && s.writing == nil {
		d = min(d, max(s.again-now.Up, 0))
	}
	if d <= 0 && s.idle {
		return restAtLeast // asked, and nothing was due: the rules and Next disagree
	}
	return max(d, 0)
}

func (s *state) stallTimer() (<-chan struct{}, func()) {
	if s.writing == nil || s.stalled {
		return nil, func() {}
	}
	gone, _ := s.c.Clock.Now().Sub(s.since)
	return s.c.Clock.After(max(stallAfter-gone, 0))
}
