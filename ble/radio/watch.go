package radio

import (
	"context"
	"errors"
	"fmt"
	"time"

	"localiq/ble"
)

// How soon a radio that hangs is noticed. A round trip to a healthy controller takes 1 to 50 ms,
// on a starved processor some hundred; a beat that is unanswered for beatWait is missed, and of
// two in a row the second has begun on a stack that had all that time. So a radio that hangs is
// killed 1.5 s after the first of them, which is sent within half a second while anything is under
// way; replacing it takes some hundred milliseconds more. A network may lose a packet and send it
// again after a second: who is behind one gets twice the time.
const (
	beatIdle = 1 * time.Second
	beatBusy = 500 * time.Millisecond // while a request is under way
	beatWait = 750 * time.Millisecond
	beats    = 2
	farTimes = 2

	// overdue is how far past its deadline a request may be before the stack counts as stuck: the
	// radio answers each at its deadline at the latest.
	overdue = 1 * time.Second

	// late is by how much our own timer may be: beyond it we were starved ourselves, or asleep,
	// and know nothing of the radio.
	late = 500 * time.Millisecond
)

// collapse is a fall that a peer may have caused.
type collapse struct{ why string }

func (c *collapse) Error() string { return c.why }

// watch asks for the radio's health until it ends, or has to be ended.
func (l *life) watch(ctx context.Context) error {
	for last := time.Now(); ; {
		select {
		case <-time.After(time.Until(last.Add(l.pause()))):
		case <-l.began: // it may be time by now
			continue
		case <-l.ended:
			return l.err
		case <-ctx.Done():
			return ctx.Err()
		}
		h, err := l.health(ctx)
		last = time.Now()
		if err != nil {
			return err
		}
		if why := l.owner.judge(l, h, last); why != "" {
			return errors.New(why)
		}
	}
}

func (l *life) pause() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.asked) > 0 {
		return beatBusy
	}
	return beatIdle
}

// health is one good beat, or why the radio has to go.
func (l *life) health(ctx context.Context) (h Health, err error) {
	for missed := 0; missed < beats; {
		if l.isOverdue(time.Now()) {
			return h, &collapse{fmt.Sprintf("a request is stuck in the Bluetooth stack, %s past its deadline", l.patience(overdue))}
		}
		began := time.Now()
		h, err = l.probe(ctx)
		switch {
		case err == nil:
			return h, nil
		case ctx.Err() != nil:
			return h, ctx.Err()
		case l.isOver():
			return h, l.err
		case !errors.Is(err, ble.ErrTimeout): // once it may be another command's error, which go-ble keeps for the next
			l.rest(beatBusy)
		case time.Since(began) > l.patience(beatWait)+late:
			continue
		}
		missed++
	}
	return h, &collapse{l.silence(err)}
}

// silence is what err, of the last beat, means.
func (l *life) silence(err error) string {
	waited := beats * l.patience(beatWait)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer to %d health checks in %s: the process hangs", beats, waited)
	case errors.Is(err, ble.ErrTimeout):
		return fmt.Sprintf("no answer of the adapter to %d health checks in %s: the Bluetooth stack hangs", beats, waited)
	}
	return fmt.Sprintf("the adapter refuses every command (%v)", err)
}

// patience is d, or more for a radio behind a network.
func (l *life) patience(d time.Duration) time.Duration {
	if l.far {
		return farTimes * d
	}
	return d
}

func (l *life) probe(ctx context.Context) (Health, error) {
	ctx, cancel := context.WithTimeout(ctx, l.patience(beatWait))
	defer cancel()
	r, err := l.ask(ctx, &ask{wants: wantsHealth}, func(id uint64, left uint32) frame {
		return frame{Probe: &probe{id, left * 2 / 3}} // so that a process that lives can say that its stack does not
	})
	if err != nil {
		return Health{}, err
	}
	return *r.Health, nil
}

func (l *life) isOverdue(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.asked {
		if now.Sub(a.until) > l.patience(overdue) {
			return true
		}
	}
	return false
}

// rest ends early with the life.
func (l *life) rest(d time.Duration) {
	select {
	case <-time.After(d):
	case <-l.ended:
	}
}

func (l *life) isOver() bool {
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// judge is why a radio that answers has to go all the same; "": it does well.
func (s *Supervisor) judge(l *life, h Health, now time.Time) string {
	s.hearing.Lock()
	listening := len(s.sinks) > 0
	s.hearing.Unlock()
	verdict := s.ears.judge(now, h.Reports > 0, listening, h.Links > 0)
	h.Unheard = s.ears.unheard(now)
	l.mu.Lock()
	l.last = h
	idle := len(l.links) == 0 && len(l.asked) == 0
	l.mu.Unlock()
	switch verdict {
	case scanAgain:
		l.send(frame{Scan: &scan{On: false}})
		l.send(frame{Scan: &scan{On: true}})
	case replace:
		return fmt.Sprintf("it has heard nothing for %s, and a new scan did not help", h.Unheard.Round(time.Second))
	}
	return l.growth.judge(h, idle)
}
