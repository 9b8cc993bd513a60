package hub

import (
	"time"

	"localiq/core"
)

// Tidier is a Ledger that has work for when nobody else has any. Each of its methods makes Commit
// wait, so the loop calls them only when nothing was kept for a while, in the writer's goroutine.
type Tidier interface {
	// Tidy does one small step of what retention asks for; more is true while there is another.
	Tidy(now core.Instant) (more bool, err error)
	// CompactDue is true when the file should be written anew; Compact does it, and takes seconds.
	CompactDue() bool
	Compact() error
}

const (
	quietAfter = 5 * time.Second        // since something was kept last
	tidyPause  = 250 * time.Millisecond // between two steps
	tidyEvery  = time.Hour              // when there is nothing left to do

	nightAfter = 10 * time.Minute // since something was kept last
	nightHour  = 3                // on the site's clock
)

// quiet is the loop's side of what has time.
type quiet struct {
	busy time.Duration // on Up: when something was given to the disk last
	next time.Duration // on Up: when there is something to tidy
}

// quietTimer never fires while the disk is busy, or fails.
func (s *state) quietTimer() (<-chan struct{}, func()) {
	_, tidies := s.c.Ledger.(Tidier)
	if !tidies || s.c.Offline || s.writing != nil || s.broken != nil || len(s.queue.entries) > 0 {
		return nil, func() {}
	}
	return s.c.Clock.After(max(max(s.quiet.next, s.quiet.busy+quietAfter)-s.c.Clock.Now().Up, 0))
}

// tidy gives the writer a chore in place of a batch.
func (s *state) tidy() {
	now := s.now()
	t := s.c.Ledger.(Tidier)
	night := now.In(s.head.Config.Zone).Hour() == nightHour && now.Up-s.quiet.busy >= nightAfter
	b := &batch{}
	b.chore = func() (err error) {
		if night && t.CompactDue() {
			return t.Compact()
		}
		b.more, err = t.Tidy(now)
		return err
	}
	s.writing, s.since = b, now
	s.toDisk <- b
}

// tidied says when to come back. What failed is tried again: nothing depends on it.
func (s *state) tidied(c commit) {
	pause := tidyEvery
	if c.more {
		pause = tidyPause
	}
	if c.err != nil {
		s.c.Log.Error("the store cannot be tidied", "error", c.err)
	}
	s.quiet.next = s.now().Up + pause
	s.publish()
}
