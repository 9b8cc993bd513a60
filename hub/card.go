package hub

import (
	"time"

	"localiq/core"
)

// card is the loop's side of the disk.
type card struct {
	queue   *batch       // decided while the disk is busy
	writing *batch       // nil: the disk is free
	since   core.Instant // when writing began
	stalled bool
	broken  error        // the last commit failed
	failed  core.Instant // the first of a row of failures
	rest    time.Duration
	again   time.Duration // on Up: the disk rests until then
	lost    []core.Event  // facts of this box that a failed commit took back
}

const longestRest = 8 * time.Second // shorter than the patience of whoever asked

// submit gives the queue to the disk when the disk is free and has rested.
func (s *state) submit() {
	if s.writing == nil && len(s.queue.entries) > 0 && !s.resting() {
		s.writing, s.queue, s.since = s.queue, &batch{}, s.last
		s.toDisk <- s.writing // the writer is idle: it takes at once
	}
}

// settle: kept, so now it is true, and may be acted on and told. Or not kept, and then it
// never was.
func (s *state) settle(c commit) {
	s.writing, s.stalled = nil, false
	if c.err != nil {
		s.drop(c)
		return
	}
	recovered := s.broken != nil
	s.broken, s.rest = nil, 0
	s.site.Store(c.root)
	if recovered {
		s.tendAgain()
	}
	for _, cmd := range c.held {
		s.c.Driver.Do(cmd)
	}
	for _, a := range c.askers {
		s.settleAsker(a)
	}
	for _, ans := range c.answers {
		s.answered(ans)
	}
	for _, cmd := range c.spent {
		s.take(ask{in: core.Input{Event: core.CommandAnswered{Lock: cmd.Lock, Command: cmd.ID, Result: core.ResultExpired, Detail: "superseded"}}})
	}
	s.publish()
}

// drop forgets everything that was decided over a root that is not on the disk, and lets the
// disk rest: a hub that hammers a full card fills it with its own complaints.
func (s *state) drop(c commit) {
	s.now()
	if s.broken == nil {
		s.failed = s.last
		s.c.Log.Error("the store cannot write; what opens has to wait", "error", c.err)
	}
	s.broken = c.err
	s.rest = min(max(2*s.rest, time.Second), longestRest)
	s.again = s.last.Up + s.rest
	s.head = s.site.Load()
	for _, b := range []*batch{c.batch, s.queue} {
		for _, a := range b.askers {
			a.tell(core.Told{Error: storeError(c.err)})
		}
		for _, e := range b.entries {
			switch e.Input.Event.(type) {
			case core.RadioFell, core.RadioRose:
				s.lost = append(s.lost, e.Input.Event)
			}
		}
	}
	s.queue = &batch{}
	s.publish()
}

// retry makes something to write once a broken disk has rested, however quiet the site is.
func (s *state) retry() {
	if s.broken == nil || s.resting() || s.writing != nil {
		return
	}
	lost := s.lost
	s.lost = nil
	for _, e := range append([]core.Event{core.StoreFailed{Why: s.broken.Error(), Since: s.failed}}, lost...) {
		s.take(ask{in: core.Input{Event: e}})
	}
	if len(s.queue.entries) == 0 {
		s.again = s.last.Up + s.rest
	}
}

func (s *state) resting() bool { return s.broken != nil && s.last.Up < s.again }

// tendAgain has every lock tell again what it told while nothing could be kept.
func (s *state) tendAgain() {
	cfg := s.site.Load().Config
	for _, d := range s.site.Load().Doors {
		if door := cfg.Door(d.Door); door != nil && door.Lock != "" {
			s.c.Driver.Do(core.Command{Lock: door.Lock, Op: core.Tend{Lock: *cfg.Lock(door.Lock), Cursor: d.Cursor}})
		}
	}
}

// stall: the disk is slow. Say so, and let tags go where the lock's own journal has the record.
func (s *state) stall() {
	s.stalled = true
	s.letTagsGo()
	s.publish()
}

// letTagsGo stops at a change of the configuration that is not kept: a grant may stand on it.
func (s *state) letTagsGo() {
	for _, b := range s.undecided() {
		if b.configures() {
			return
		}
		for _, c := range b.tags() {
			s.c.Driver.Do(c)
		}
	}
}

// undecided are the batches that are not on the disk, the older first.
func (s *state) undecided() []*batch {
	if s.writing == nil {
		return []*batch{s.queue}
	}
	return []*batch{s.writing, s.queue}
}

// finish has what was decided kept, so that what went out is on the disk.
func (s *state) finish(err error) error {
	s.again = 0 // a last try
	for s.submit(); s.writing != nil; s.submit() {
		s.settle(<-s.kept)
	}
	for _, a := range s.waiting {
		a.tell(core.Told{Seq: a.seq, Error: unknownOutcome()})
	}
	return err
}

func (s *state) ahead() (n int) {
	for _, b := range s.undecided() {
		n += len(b.entries)
	}
	return n
}

func (s *state) publish() {
	h := core.Health{StoreStalled: s.stalled, Demo: s.c.Demo, Inbox: s.ahead()}
	if s.broken != nil {
		h.StoreError = s.broken.Error()
	}
	s.health.Store(&h)
	s.news.publish()
}
