package radio

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"localiq/ble"
)

const (
	helloWait   = 5 * time.Second  // a big program from a slow card
	readyWait   = 10 * time.Second // opening takes up to openWait, and the controller's own time
	healthEvery = 1 * time.Second
	healthWait  = 2 * time.Second

	// lastWordsWait is for a child that ended its connection to end itself, with a status.
	lastWordsWait = 200 * time.Millisecond
	overdue       = 3 * time.Second // how far past its deadline a request may be before the stack counts as stuck
)

// life is the hub's end of one generation. It begins with a process and ends once, for one
// reason; then every request fails and every link ends.
type life struct {
	proc  Process
	owner *Supervisor
	out   chan frame
	hello chan *hello
	ready chan *ready

	mu     sync.Mutex
	gen    uint64 // 0 until hello
	lastID uint64
	asked  map[uint64]*ask
	links  map[uint64]*link
	health Health

	wg    sync.WaitGroup // read and write
	once  sync.Once
	ended chan struct{}
	err   error // before ended is closed
}

// ask is a request under way. Link is set for a connect, so that the reader can make the link
// before it reads what comes after.
type ask struct {
	peer  ble.Addr
	done  chan *reply // of one
	link  *link
	lost  <-chan struct{} // the link's end; nil where there is none
	until time.Time
}

// errGone never leaves the package: the link knows better why.
var errGone = errors.New("radio: the link ended meanwhile")

func newLife(p Process, s *Supervisor) *life {
	return &life{proc: p, owner: s, out: make(chan frame, maxOut), hello: make(chan *hello, 1), ready: make(chan *ready, 1),
		asked: map[uint64]*ask{}, links: map[uint64]*link{}, ended: make(chan struct{})}
}

// end is called with the first reason that shows; later ones are only its echo.
func (l *life) end(err error) {
	l.once.Do(func() { l.err = err; close(l.ended) })
}

// greet waits for the child to introduce itself and to open its adapter.
func (l *life) greet(ctx context.Context, adapter string, anyBuild bool) error {
	select {
	case h := <-l.hello:
		if h.Protocol != Protocol || h.Build != Build() && !anyBuild {
			return errors.New("radio: the radio process is of another build than the hub: restart localiq")
		}
		if h.Adapter != adapter && !anyBuild {
			return fmt.Errorf("radio: it serves %s and not %s", h.Adapter, adapter)
		}
	case <-l.ended:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(helloWait):
		return fmt.Errorf("radio: no hello in %s", helloWait)
	}
	select {
	case <-l.ready:
		return nil
	case <-l.ended:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(readyWait):
		return fmt.Errorf("radio: %s was not opened in %s", adapter, readyWait)
	}
}

// watch asks for the radio's health until it ends, or has to be ended.
func (l *life) watch(ctx context.Context) error {
	refused := 0
	for {
		select {
		case <-time.After(healthEvery):
		case <-l.ended:
			return l.err
		case <-ctx.Done():
			return ctx.Err()
		}
		h, err := l.probe(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, ble.ErrTimeout):
			return fmt.Errorf("radio: no answer to a health check in %s", healthWait)
		case err != nil:
			if refused++; refused > 1 { // once may be another command's error, which go-ble keeps for the next
				return fmt.Errorf("radio: it is not well: %w", err)
			}
		case l.isOverdue(time.Now()):
			return errors.New("radio: a request is stuck in the stack")
		default:
			refused = 0
			l.mu.Lock()
			l.health = h
			l.mu.Unlock()
		}
	}
}

func (l *life) probe(ctx context.Context) (Health, error) {
	ctx, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	r, err := l.ask(ctx, &ask{}, func(id uint64, left uint32) frame { return frame{Probe: &probe{id, left}} })
	if err != nil {
		return Health{}, err
	}
	if r.Health == nil {
		return Health{}, errors.New("radio: an answer to something else")
	}
	return *r.Health, nil
}

func (l *life) lastHealth() Health {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.health
}

func (l *life) isOverdue(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.asked {
		if now.Sub(a.until) > overdue {
			return true
		}
	}
	return false
}

// bury ends the process, reaps it, and ends all that hung on it. orderly gives it the time to
// say goodbye to its links.
func (l *life) bury(why error, orderly bool) error {
	l.end(why)
	l.mu.Lock()
	links, asked := l.links, l.asked
	l.links, l.asked = map[uint64]*link{}, map[uint64]*ask{}
	l.mu.Unlock()
	for _, k := range links {
		k.over(fmt.Errorf("%w: %w", ble.ErrLinkLost, ble.ErrRadioDown))
	}
	if !orderly {
		l.owner.accuse(asked)
	}
	l.proc.Close()
	patience := time.Duration(0)
	switch {
	case orderly:
		patience = 2 * closing
	case errors.Is(why, io.EOF):
		patience = lastWordsWait
	}
	t := time.AfterFunc(patience, l.proc.Kill)
	died := l.proc.Wait()
	t.Stop()
	l.wg.Wait()
	switch {
	case !errors.Is(why, io.EOF):
		return why
	case died == nil:
		return errors.New("radio: it ended")
	}
	return fmt.Errorf("radio: the process ended (%w)", died)
}

func (s *Supervisor) accuse(asked map[uint64]*ask) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range asked {
		if a.peer != (ble.Addr{}) {
			s.blame.add(a.peer, time.Now())
		}
	}
}

// send never blocks: a child that does not read has to be replaced.
func (l *life) send(f frame) {
	l.mu.Lock()
	f.Gen = l.gen
	l.mu.Unlock()
	select {
	case l.out <- f:
	default:
		l.end(errors.New("radio: it does not read"))
	}
}

func (l *life) write() {
	for {
		select {
		case f := <-l.out:
			b, err := f.encode()
			if err == nil {
				_, err = l.proc.Write(b)
			}
			if err != nil {
				l.end(fmt.Errorf("radio: write to the radio process: %w", io.EOF))
				return
			}
		case <-l.ended:
			return
		}
	}
}

func (l *life) read() {
	r := bufio.NewReader(l.proc)
	for {
		f, err := readFrame(r)
		if err = endOf(err); err == nil {
			err = l.take(f)
		}
		if err != nil {
			l.end(err)
			return
		}
	}
}
