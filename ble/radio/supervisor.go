package radio

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"localiq/ble"
	"localiq/core"
)

const (
	firstPause = 100 * time.Millisecond // after a quick death; doubled for each further one
	shortPause = 800 * time.Millisecond // at most, for one that had served: the doors wait
	longPause  = 30 * time.Second       // at most, for one that had not
	longLife   = 10 * time.Second       // a radio that lived this long is replaced at once
)

// Supervisor is a ble.Radio that keeps one radio process alive. Run does the work; while it
// does not run, or the radio is down, Connect fails at once.
type Supervisor struct {
	// AnyBuild takes a radio that is not our own child: of another build, if only the protocol's
	// number agrees, and on whatever adapter it serves. Set it before Run.
	AnyBuild bool

	adapter string
	start   Start
	report  func(core.Event)

	mu      sync.Mutex
	now     *life                 // nil: down
	handles map[ble.Addr][]handle // where a peer's characteristics were last time
	blame   blame
	blamed  []core.RadioBlamed // to be told
	told    string             // why we said last that it is down; "" while it is up or nothing was said
	slots   slots
	turns   turns

	addr [6]byte // the adapter's own, once it was open

	ears ears   // Run's alone
	was  []byte // Run's alone; addr, or nil

	hearing sync.Mutex // guards sinks, is held while they are called, and may be held when mu is taken
	sinks   map[*func(ble.Advert)]struct{}
}

// NewSupervisor watches over the radio that start makes. report is told of core.RadioFell,
// core.RadioRose and core.RadioBlamed, from Run's goroutine; it may be nil.
func NewSupervisor(adapter string, start Start, report func(core.Event)) *Supervisor {
	if report == nil {
		report = func(core.Event) {}
	}
	return &Supervisor{adapter: adapter, start: start, report: report,
		sinks: map[*func(ble.Advert)]struct{}{}, handles: map[ble.Addr][]handle{}, blame: blame{}}
}

// Run starts the radio and replaces it whenever it dies or stops answering, until ctx ends. It
// reaps every child before the next one starts.
func (s *Supervisor) Run(ctx context.Context) error {
	for quick := 0; ; {
		began := time.Now()
		why, served := s.live(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.tellFell(why.Error())
		s.tellBlamed()
		if time.Since(began) >= longLife {
			quick = 0
			continue
		}
		most := longPause
		if served {
			most = shortPause
		}
		pause := min(firstPause<<min(quick, 20), most)
		quick++
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// live is one radio process from start to reaping; it returns why it ended, and whether it had
// served.
func (s *Supervisor) live(ctx context.Context) (why error, served bool) {
	p, err := s.start(ctx)
	if err != nil {
		return err, false
	}
	l := newLife(p, s)
	l.wg.Go(l.read)
	l.wg.Go(l.write)
	err = l.greet(ctx, s.adapter, s.AnyBuild)
	if served = err == nil; served {
		s.rise(l)
		err = l.watch(ctx)
	}
	s.mu.Lock()
	s.now = nil
	s.mu.Unlock()
	return l.bury(err, ctx.Err() != nil), served
}

func (s *Supervisor) opened(addr [6]byte) {
	if addr == ([6]byte{}) {
		return // a radio without one
	}
	s.was = addr[:]
	s.mu.Lock()
	s.addr = addr
	s.mu.Unlock()
}

func (s *Supervisor) rise(l *life) {
	s.hearing.Lock()
	s.mu.Lock()
	s.now, s.told = l, ""
	s.mu.Unlock()
	s.ears.begin(time.Now())
	if len(s.sinks) > 0 {
		l.send(frame{Scan: &scan{On: true}})
	}
	s.hearing.Unlock()
	s.report(core.RadioRose{Adapter: s.adapter})
}

// Reset implements ble.Resetter.
func (s *Supervisor) Reset(why string) {
	s.mu.Lock()
	l := s.now
	s.mu.Unlock()
	if l != nil {
		l.end(errors.New(why))
	}
}

// Scan implements ble.Radio. sink is called from one goroutine at a time, and no more once Scan
// has returned; it may not call Scan.
func (s *Supervisor) Scan(ctx context.Context, sink func(ble.Advert)) error {
	s.hearing.Lock()
	s.sinks[&sink] = struct{}{}
	s.switchScan(len(s.sinks) == 1, true)
	s.hearing.Unlock()
	<-ctx.Done()
	s.hearing.Lock()
	defer s.hearing.Unlock()
	delete(s.sinks, &sink)
	s.switchScan(len(s.sinks) == 0, false)
	return ctx.Err()
}

func (s *Supervisor) switchScan(edge, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if edge && s.now != nil {
		s.now.send(frame{Scan: &scan{On: on}})
	}
}

func (s *Supervisor) heard(h *heard) {
	a := ble.Advert{Addr: ble.Addr{MAC: h.Addr, Random: h.Random}, RSSI: h.RSSI, Connectable: h.Connectable, Data: h.Data}
	s.hearing.Lock()
	defer s.hearing.Unlock()
	for f := range s.sinks {
		(*f)(a)
	}
}

// Connect implements ble.Radio. A peer that the radio fell over more than once is kept away for
// a growing while: then the error is ble.ErrTimeout.
func (s *Supervisor) Connect(ctx context.Context, a ble.Addr, g ble.GATT) (ble.Link, error) {
	t, err := s.await(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", a, err)
	}
	s.mu.Lock()
	l, known, left := s.now, s.handles[a], s.blame.left(a, time.Now())
	s.mu.Unlock()
	if l == nil || left > 0 {
		t.leave()
	}
	if l == nil {
		return nil, ble.ErrRadioDown
	}
	if left > 0 {
		return nil, fmt.Errorf("%w: %s is kept away for %s, because the radio fell over it", ble.ErrTimeout, a, left.Round(time.Second))
	}
	k, hs, err := l.connect(ctx, a, g, known)
	if err == nil && t != nil {
		go s.prove(k, t)
	} else {
		t.leave()
	}
	stand := l.standing()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, ble.ErrFull):
		s.slots.refused(stand, time.Now())
		return nil, fmt.Errorf("connect to %s: %w", a, err)
	case err != nil:
		delete(s.handles, a)
		return nil, fmt.Errorf("connect to %s: %w", a, err)
	}
	s.slots.stood(stand)
	s.handles[a] = hs
	return k, nil
}

// Health is the radio's last account of itself; false while it is down.
func (s *Supervisor) Health() (Health, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return Health{}, false
	}
	return s.now.lastHealth(), true
}

// Address is the adapter's own, as it is printed; "" until it has been open.
func (s *Supervisor) Address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.addr == ([6]byte{}) {
		return ""
	}
	return ble.Addr{MAC: s.addr}.String()
}

// Room implements ble.Roomy.
func (s *Supervisor) Room() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slots.now(time.Now())
}

// Dials implements ble.Dialer.
func (s *Supervisor) Dials() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return 1
	}
	return max(1, min(s.now.most, maxCalls))
}

var (
	_ ble.Radio    = (*Supervisor)(nil)
	_ ble.Roomy    = (*Supervisor)(nil)
	_ ble.Dialer   = (*Supervisor)(nil)
	_ ble.Resetter = (*Supervisor)(nil)
)
