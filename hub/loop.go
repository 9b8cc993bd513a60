package hub

import (
	"context"
	"time"

	"localiq/core"
	"localiq/rules"
)

// state is the loop's own; no other goroutine sees it.
type state struct {
	*Hub
	head    *core.Site // decided, perhaps not kept yet
	next    core.Seq
	last    core.Instant // of the last input: At never goes back
	wall    int64        // Wall - Up of the last input; a change is a step of the clock
	queue   *batch       // decided while the disk is busy
	writing *batch       // nil: the disk is free
	since   core.Instant // when writing began
	rise    core.Instant // of the HubStarted of this run, as decided last
	stalled bool
	idle    bool // the last wake brought nothing
	broken  error // the last commit failed
	waiting map[core.CommandID]asker
}

const (
	longestSleep = 30 * time.Second     // the wall clock may be set behind our back
	restAtLeast  = 5 * time.Millisecond // so that a mistake in the rules cannot burn the box
)

func (h *Hub) loop(ctx context.Context) error {
	defer close(h.toDisk)
	s := &state{Hub: h, head: h.c.Site, next: h.c.Site.Seq + 1, last: h.c.Clock.Now(), queue: &batch{}, waiting: map[core.CommandID]asker{}}
	if h.c.Site.Seq > 0 {
		s.next += maxAhead
	}
	s.wall = s.last.Wall - int64(s.last.Up)
	s.now()
	s.ensureStarted()
	for {
		s.submit()
		wake, stopWake := h.c.Clock.After(s.sleep())
		stall, stopStall := s.stallTimer()
		err := s.step(ctx, wake, stall)
		stopWake()
		stopStall()
		if err != nil {
			return s.finish(err)
		}
	}
}

// step waits for one thing, then takes what else is there, in the order of service: what the
// disk did, lock facts, this box, wakes, people.
func (s *state) step(ctx context.Context, wake, stall <-chan struct{}) error {
	air, own, asks := s.air, s.own, s.asks
	if s.ahead() >= maxAhead {
		air, own, asks = nil, nil, nil // the journals wait
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c := <-s.kept:
		s.settle(c)
	case <-stall:
		s.stall()
	case <-wake:
		before := s.next
		s.take(ask{in: core.Input{Origin: core.Origin{Kind: core.FromClock}, Event: core.Ticked{}}})
		s.idle = s.next == before
	case in := <-air:
		s.take(ask{in: in})
		s.drain()
	case in := <-own:
		s.take(ask{in: in})
	case a := <-asks:
		s.take(a)
		s.drain()
	}
	return nil
}

func (s *state) drain() {
	for n := 1; n < batchMax && s.ahead() < maxAhead; n++ {
		select {
		case in := <-s.air:
			s.take(ask{in: in})
			continue
		default:
		}
		select {
		case a := <-s.asks:
			s.take(a)
		default:
			return
		}
	}
}

// take stamps an input and decides it.
func (s *state) take(a ask) {
	at := s.now()
	s.ensureStarted()
	if step, ok := s.clockStep(at); ok {
		s.decide(ask{in: core.Input{Origin: core.Origin{Kind: core.FromClock}, Event: step}})
	}
	s.decide(a)
}

// ensureStarted makes HubStarted the first input of this run, and again the first after a
// failed commit took it back.
func (s *state) ensureStarted() {
	if s.rise.IsZero() || s.head.Hub.Started != s.rise {
		s.rise = s.last
		s.decide(ask{in: s.started()})
	}
}

// decide sends at once what may not wait, and queues the rest for the disk.
func (s *state) decide(a ask) {
	a.in.ID, a.in.At = s.next, s.last
	d := rules.Decide(s.head, a.in)
	ans, isAnswer := a.in.Event.(core.CommandAnswered)
	if d.Empty() {
		a.tell(core.Told{Error: d.Answer.Error})
		if isAnswer {
			s.answered(ans)
		}
		return
	}
	s.next++
	if isAnswer {
		s.queue.answers = append(s.queue.answers, ans)
	}
	s.head = s.head.Apply(a.in.ID, a.in.At, d.Changes)
	s.queue.add(a.in, d, s.head)
	for _, c := range d.Commands {
		if c.Closes() {
			s.c.Driver.Do(c)
		} else {
			s.queue.held = append(s.queue.held, c)
		}
	}
	s.queue.askers = append(s.queue.askers, asker{a, a.in.ID, d.Answer})
}

// submit gives the queue to the disk when the disk is free.
func (s *state) submit() {
	if s.writing == nil && len(s.queue.entries) > 0 {
		s.writing, s.queue, s.since = s.queue, &batch{}, s.last
		s.toDisk <- s.writing // the writer is idle: it takes at once
	}
}

// settle: kept, so now it is true, and may be acted on and told. Or not kept, and then it
// never was.
func (s *state) settle(c commit) {
	s.writing = nil
	s.stalled = false
	if c.err != nil {
		s.drop(c)
		return
	}
	s.broken = nil
	s.site.Store(c.root)
	for _, cmd := range c.held {
		s.c.Driver.Do(cmd)
	}
	for _, a := range c.askers {
		s.settleAsker(a)
	}
	for _, ans := range c.answers {
		s.answered(ans)
	}
	s.tellHealth()
	s.news.publish()
}

// drop forgets everything that was decided over a root that is not on the disk, and has the
// locks tell again what they told.
func (s *state) drop(c commit) {
	s.c.Log.Error("the store cannot write", "error", c.err)
	s.broken = c.err
	s.head = s.site.Load()
	for _, b := range []*batch{c.batch, s.queue} {
		for _, a := range b.askers {
			a.tell(core.Told{Error: storeError(c.err)})
		}
	}
	s.queue = &batch{}
	for _, d := range s.head.Doors {
		if door := s.head.Config.Door(d.Door); door != nil && door.Lock != "" {
			s.c.Driver.Do(core.Command{Lock: door.Lock, Op: core.Tend{Lock: *s.head.Config.Lock(door.Lock), Cursor: d.Cursor}})
		}
	}
	s.tellHealth()
	s.news.publish()
}

// stall: the disk is slow. Say so, and let tags go where the lock's own journal has the record.
func (s *state) stall() {
	s.stalled = true
	for _, b := range []*batch{s.writing, s.queue} {
		for _, c := range b.releaseTags() {
			s.c.Driver.Do(c)
		}
	}
	s.tellHealth()
	s.news.publish()
}

// finish has what was decided kept, so that what went out is on the disk.
func (s *state) finish(err error) error {
	for s.submit(); s.writing != nil; s.submit() {
		s.settle(<-s.kept)
	}
	for _, a := range s.waiting {
		a.tell(core.Told{Seq: a.seq, Error: unknownOutcome()})
	}
	return err
}

func (s *state) ahead() int {
	n := len(s.queue.entries)
	if s.writing != nil {
		n += len(s.writing.entries)
	}
	return n
}

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

// sleep is how long the rules want to be left alone.
func (s *state) sleep() time.Duration {
	w, now, d := rules.Next(s.head), s.c.Clock.Now(), longestSleep
	if w.Up != 0 {
		d = min(d, w.Up-now.Up)
	}
	if w.Wall != 0 {
		d = min(d, time.Duration(w.Wall-now.Wall))
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

func (s *state) tellHealth() {
	h := core.Health{StoreStalled: s.stalled, Demo: s.c.Demo, Inbox: s.ahead()}
	if s.broken != nil {
		h.StoreError = s.broken.Error()
	}
	s.health.Store(&h)
}
