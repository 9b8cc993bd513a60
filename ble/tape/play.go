package tape

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"localiq/ble"
	"localiq/core"
)

// patience is for how long after its time the hub may still do what is on the tape.
const patience = 30 * time.Second

// Player is a radio that plays the locks' side of a tape. Run plays it, once.
type Player struct {
	tape  *Tape
	clock core.Clock

	mu     sync.Mutex
	ears   []*func(ble.Advert)
	next   int             // the first event that is not played
	done   map[int]bool    // by the hub, by place on the tape
	links  map[int]*played // by number
	failed error           // the first difference
	news   chan struct{}   // closed, and made anew, when the hub did something
	over   chan struct{}   // closed by the first difference
}

// Play makes a player; its time begins with Run.
func Play(t *Tape, clock core.Clock) *Player {
	return &Player{tape: t, clock: clock, done: map[int]bool{}, links: map[int]*played{}, news: make(chan struct{}), over: make(chan struct{})}
}

// Run returns nil when all of the tape has been played, else what the hub did otherwise.
func (p *Player) Run(ctx context.Context) error {
	start := p.clock.Now()
	for i, e := range p.tape.Events {
		since, _ := p.clock.Now().Sub(start)
		var err error
		if e.Kind.ours() {
			err = p.await(ctx, i, e.At+patience-since)
		} else {
			err = p.pause(ctx, e.At-since)
			p.act(e)
		}
		if err != nil {
			return err
		}
		p.mu.Lock()
		p.next = i + 1
		p.mu.Unlock()
	}
	return p.failure()
}

func (p *Player) pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return p.failure()
	}
	due, stop := p.clock.After(d)
	defer stop()
	select {
	case <-due:
		return nil
	case <-p.over:
		return p.failure()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// await waits for the hub to do what is due.
func (p *Player) await(ctx context.Context, i int, most time.Duration) error {
	late, stop := p.clock.After(max(most, 0))
	defer stop()
	for {
		p.mu.Lock()
		did, news := p.done[i], p.news
		p.mu.Unlock()
		if did {
			return nil
		}
		select {
		case <-news:
		case <-late:
			return p.fail(fmt.Errorf("tape: event %d: the hub did not do what is due:\n%s", i+1, p.tape.Events[i]))
		case <-p.over:
			return p.failure()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// act is the air's part.
func (p *Player) act(e Event) {
	if e.Kind == Heard {
		p.mu.Lock()
		ears := slices.Clone(p.ears)
		p.mu.Unlock()
		for _, sink := range ears {
			(*sink)(ble.Advert{Addr: e.Addr, RSSI: e.RSSI, Connectable: e.Open, Data: slices.Clone(e.Data)})
		}
		return
	}
	p.mu.Lock()
	l := p.links[e.Link]
	p.mu.Unlock()
	if l != nil {
		l.act(e)
	}
}

// did takes what the hub did: it must be the next that the tape has from it, on that link or,
// for a Connect, to that address; l is then the link of it.
func (p *Player) did(is Event, l *played) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return ble.ErrRadioDown
	}
	i := p.dueLocked(is)
	switch {
	case i < 0 && is.Kind == Close:
		return nil // the tape ends before the hub does
	case i < 0:
		return p.failLocked(fmt.Errorf("tape: the hub did what is not on the tape: %s %s", is.Kind, is.rest()))
	}
	e := p.tape.Events[i]
	if is.At, is.Link = e.At, e.Link; is.Kind != e.Kind || is.rest() != e.rest() {
		return p.failLocked(differs(i, e, is))
	}
	p.done[i], p.links[e.Link] = true, l
	close(p.news)
	p.news = make(chan struct{})
	return nil
}

// dueLocked finds what the tape has next where the hub did something; -1: nothing.
func (p *Player) dueLocked(is Event) int {
	for i := p.next; i < len(p.tape.Events); i++ {
		e := p.tape.Events[i]
		switch {
		case !e.Kind.ours() || p.done[i]:
		case is.Kind == Connect && e.Kind == Connect && e.Addr == is.Addr, is.Kind != Connect && e.Kind != Connect && e.Link == is.Link:
			return i
		}
	}
	return -1
}

func differs(i int, want, got Event) error {
	at := 0
	for at < min(len(want.Data), len(got.Data)) && want.Data[at] == got.Data[at] {
		at++
	}
	return fmt.Errorf("tape: event %d: the hub did\n%s\nwhere the tape has\n%s\n(bytes differ from %d on)", i+1, got, want, at)
}

func (p *Player) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

func (p *Player) fail(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failLocked(err)
	return err
}

// failLocked is the radio's death: every link is lost with it.
func (p *Player) failLocked(err error) error {
	if p.failed == nil {
		p.failed = err
		close(p.over)
		for _, l := range p.links {
			l.end(ble.ErrRadioDown)
		}
	}
	return ble.ErrRadioDown
}

// Scan hands out what was heard.
func (p *Player) Scan(ctx context.Context, sink func(ble.Advert)) error {
	p.mu.Lock()
	p.ears = append(p.ears, &sink)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.ears = slices.DeleteFunc(p.ears, func(f *func(ble.Advert)) bool { return f == &sink })
	}()
	<-ctx.Done()
	return ctx.Err()
}
