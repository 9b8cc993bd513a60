package hub

import (
	"context"

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
	rise    core.Instant // of this run's HubStarted, as decided last
	idle    bool         // the last wake brought nothing
	waiting map[core.CommandID]asker
	card
	quiet quiet
}

func (h *Hub) loop(ctx context.Context) error {
	defer close(h.toDisk)
	defer close(h.over)
	s := &state{Hub: h, head: h.c.Site, next: h.c.Site.Seq + 1, last: h.c.Clock.Now(), waiting: map[core.CommandID]asker{}}
	s.queue = &batch{}
	s.follow()
	s.last = h.c.Clock.Now()
	s.wall = s.last.Wall - int64(s.last.Up)
	s.ensureStarted()
	for {
		s.submit()
		wake, stopWake := s.wakeTimer()
		stall, stopStall := s.stallTimer()
		quiet, stopQuiet := s.quietTimer()
		err := s.step(ctx, wake, stall, quiet)
		stopWake()
		stopStall()
		stopQuiet()
		if err != nil {
			return s.finish(err)
		}
	}
}

// step waits for one thing, then takes what else is there, in the order of service: what the
// disk did, lock facts, this box, wakes, people, and what has time.
func (s *state) step(ctx context.Context, wake, stall, quiet <-chan struct{}) error {
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
		s.wake()
	case in := <-air:
		s.take(ask{in: in})
		s.drain()
	case in := <-own:
		s.take(ask{in: in})
	case a := <-asks:
		s.take(a)
		s.drain()
		s.again = min(s.again, s.last.Up) // somebody waits: a resting disk is tried
	case <-quiet:
		s.tidy()
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

// wake asks the rules again. Without a radio nothing that is due can be done.
func (s *state) wake() {
	before := s.next
	if s.c.Offline {
		return
	}
	s.take(ask{in: core.Input{Origin: core.Origin{Kind: core.FromClock}, Event: core.Ticked{}}})
	s.idle = s.next == before
}

// take stamps an input and decides it.
func (s *state) take(a ask) {
	s.now()
	s.ensureStarted()
	s.stepClock()
	s.decide(a)
	s.stepClock()
}

// ensureStarted makes HubStarted the first input of this run, and again the first after a
// failed commit took it back. A hub without a radio has not started: it only answers.
func (s *state) ensureStarted() {
	if s.c.Offline || !s.rise.IsZero() && s.head.Hub.Started == s.rise {
		return
	}
	s.rise = s.last
	s.decide(ask{in: s.started()})
}

// decide sends at once what may not wait, and queues the rest for the disk.
func (s *state) decide(a ask) {
	a.in.ID, a.in.At = s.next, s.last
	d := rules.Decide(s.head, a.in)
	ans, isAnswer := a.in.Event.(core.CommandAnswered)
	if d.Empty() {
		a.tell(core.Told{Error: d.Answer.Error})
		if isAnswer {
			s.answeredOnce(ans)
		}
		return
	}
	keepShown(&a.in, d)
	s.next++
	s.head = s.head.Apply(a.in.ID, a.in.At, d.Changes)
	s.follow()
	s.queue.add(a, d, s.head)
	if isAnswer {
		s.queue.answers = append(s.queue.answers, ans)
	}
	for _, c := range d.Commands {
		s.dispatch(c)
	}
	if s.stalled {
		s.letTagsGo()
	}
}

// dispatch sends what closes. What opens is held until it is kept, unless something closes the
// same lock first: then it must not come after it.
func (s *state) dispatch(c core.Command) {
	if !c.Closes() {
		s.queue.held = append(s.queue.held, c)
		return
	}
	if turnsLocked(c.Op) {
		if s.retold {
			return
		}
		for _, b := range s.undecided() {
			b.overtake(c.Lock)
		}
	}
	s.c.Driver.Do(c)
}
