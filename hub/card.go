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
	again   time.Duration // on Up: the disk rests until then, or until somebody asks for something
	retold  bool          // what closes has gone out already; see retake
}

const longestRest = time.Minute

// submit gives the queue to the disk when the disk is free and has rested.
func (s *state) submit() {
	if s.writing == nil && len(s.queue.entries) > 0 && !s.resting() {
		s.writing, s.queue, s.since = s.queue, &batch{}, s.last
		s.quiet.busy = s.last.Up
		s.toDisk <- s.writing // the writer is idle: it takes at once
	}
}

// settle: kept, so now it is true, and may be acted on and told. Or not kept, and then it
// never was.
func (s *state) settle(c commit) {
	s.writing, s.stalled = nil, false
	if c.chore != nil {
		s.tidied(c)
		return
	}
	if c.err != nil {
		s.drop(c)
		return
	}
	s.site.Store(c.root)
	if s.broken != nil {
		s.mended(c.batch)
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

// mended has every lock tell again what it told while nothing could be kept. What opens and was
// decided meanwhile stands on a site that did not know it: it does not go out.
func (s *state) mended(b *batch) {
	s.broken, s.rest = nil, 0
	cfg := b.root.Config
	for _, d := range b.root.Doors {
		door := cfg.Door(d.Door)
		if door == nil || door.Lock == "" {
			continue
		}
		b.overtake(door.Lock)
		s.queue.overtake(door.Lock)
		s.c.Driver.Do(core.Command{Lock: door.Lock, Op: core.Tend{Lock: *cfg.Lock(door.Lock), Cursor: d.Cursor, Talks: d.Talks}})
	}
}

// drop forgets everything that was decided over a root that is not on the disk, and lets the
// disk rest: a hub that hammers a full card fills it with its own complaints. What nobody would
// say again is decided anew at once, and waits for the disk with the reason.
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
	s.follow()
	dropped := []*batch{c.batch, s.queue}
	s.queue = &batch{}
	for _, b := range dropped {
		s.tellDropped(b, c.err)
	}
	s.take(ask{in: core.Input{Event: core.StoreFailed{Why: c.err.Error(), Since: s.failed}}})
	s.retold = true
	for _, b := range dropped {
		for _, e := range b.entries {
			s.retake(e)
		}
	}
	s.retold = false
	s.publish()
}

// tellDropped: what was asked was not done, unless a lock was closed for it. That went out.
func (s *state) tellDropped(b *batch, err error) {
	for i, a := range b.askers {
		if closed(b.entries[i].Decision, a.reply.Command) && a.done != nil {
			s.waiting[a.reply.Command] = a
		} else {
			a.tell(core.Told{Error: storeError(err)})
		}
	}
	for _, ans := range b.answers {
		s.answered(ans)
	}
}

// retake decides again what a failed commit took back and nobody will repeat: what this box said
// of its radios, and that a door was closed, or the hub would open it again. The lock has had
// its command: it gets no other one for each try of the disk. If it never came there, the rules
// ask for it by its id once something is kept.
func (s *state) retake(e core.Entry) {
	switch e.Input.Event.(type) {
	case core.RadioFell, core.RadioRose:
		s.take(ask{in: core.Input{Event: e.Input.Event}})
	case core.Ticked:
		return // what is due stays due
	}
	for _, cmd := range e.Decision.Commands {
		if d := s.head.DoorOf(cmd.Lock); d != nil && d.Office.On && turnsLocked(cmd.Op) {
			s.take(ask{in: core.Input{Origin: e.Input.Origin, Event: core.LockAsked{Door: d.Door}}})
		}
	}
}

func closed(d core.Decision, id core.CommandID) bool {
	for _, c := range d.Commands {
		if c.ID == id {
			return turnsLocked(c.Op)
		}
	}
	return false
}

func (s *state) resting() bool { return s.broken != nil && s.last.Up < s.again }

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
