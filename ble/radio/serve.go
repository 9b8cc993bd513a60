package radio

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"localiq/ble"
)

const (
	maxPending = 64              // requests under way; one more is refused
	maxOut     = 256             // frames on their way to the hub
	maxCalls   = 16              // peers that are looked for at a time
	closing    = 1 * time.Second // for a goodbye; a stack that hangs is left to the end of the process

	// hubSilent is how long a hub may say nothing: it asks for our health every second, and a
	// network that was cut says nothing of it.
	hubSilent = 10 * time.Second
)

// Serve is the radio process: it opens the adapter and serves it over conn until conn ends (nil),
// ctx ends, or the adapter is of no more use. It closes conn. It never returns late: what hangs
// in the stack is left behind, so the caller has to end the process.
func Serve(ctx context.Context, conn io.ReadWriteCloser, adapter string) error {
	frugal()
	return serve(ctx, conn, adapter, openAdapter)
}

func serve(ctx context.Context, conn io.ReadWriteCloser, adapter string, open opener) error {
	ctx, cancel := context.WithCancelCause(ctx)
	s := &server{
		ctx: ctx, end: cancel, conn: conn, gen: newGeneration(), air: newAdverts(),
		out: make(chan frame, maxOut), in: make(chan frame),
		links: map[uint64]*served{}, pending: map[uint64]*request{},
	}
	context.AfterFunc(ctx, func() { time.AfterFunc(closing, func() { conn.Close() }) }) // wakes a write that nobody reads
	var wg sync.WaitGroup
	wg.Go(s.read)
	wg.Go(s.write)
	wg.Go(func() { GiveBackAtRest(ctx, func() bool { return len(s.all()) > 0 }) })
	err := s.run(adapter, open)
	s.bye(err)
	cancel(err)
	wg.Wait()
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// server is one generation: one connection, one open adapter.
type server struct {
	ctx     context.Context
	end     context.CancelCauseFunc
	conn    io.ReadWriteCloser
	gen     uint64
	dev     device
	air     *adverts
	in      chan frame
	out     chan frame
	dialing chan struct{} // holds a token for each dial under way; run makes it when it knows how many there may be

	mu      sync.Mutex
	links   map[uint64]*served
	pending map[uint64]*request
	last    uint64 // link id; never reused
}

type request struct {
	since  time.Time
	cancel context.CancelFunc
}

func newGeneration() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.BigEndian.Uint64(b[:]) | 1
}

// run is the child's one loop; whatever ends it is the error.
func (s *server) run(adapter string, open opener) (err error) {
	s.send(frame{Hello: &hello{Protocol: Protocol, Build: Build(), Adapter: adapter}})
	w, err := s.called(adapter)
	if err != nil {
		return err
	}
	if s.dev, err = open(s.ctx, w); err != nil {
		if cause := context.Cause(s.ctx); cause != nil {
			return cause
		}
		return err
	}
	calls := max(1, min(s.dev.Calls(), maxCalls))
	s.dialing = make(chan struct{}, calls)
	s.send(frame{Ready: &ready{Addr: s.dev.Addr(), Calls: uint8(calls)}})
	silent := time.NewTimer(hubSilent)
	defer silent.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return context.Cause(s.ctx)
		case <-s.dev.Down():
			return s.dev.Err()
		case <-silent.C:
			return fmt.Errorf("radio: the hub has said nothing for %s", hubSilent)
		case f := <-s.in:
			silent.Reset(hubSilent)
			if err := s.handle(f); err != nil {
				return err
			}
		}
	}
}

// called waits for the hub's word to begin.
func (s *server) called(adapter string) (w wanted, err error) {
	w = wanted{name: adapter, waits: func(err error) { s.send(frame{Waits: why(err)}) }}
	select {
	case f := <-s.in:
		if f.Open == nil {
			return w, errors.New("radio: the hub did not begin as it has to")
		}
		copy(w.was[:], f.Open.Was)
		return w, nil
	case <-time.After(hubSilent):
		return w, fmt.Errorf("radio: the hub has said nothing for %s", hubSilent)
	case <-s.ctx.Done():
		return w, context.Cause(s.ctx)
	}
}

func (s *server) handle(f frame) error {
	switch {
	case f.Scan != nil:
		return s.dev.Scan(f.Scan.On, s.air.put)
	case f.Connect != nil:
		s.answer(f.Connect.ID, f.Connect.Left, func(ctx context.Context) (reply, func()) { return s.connect(ctx, f.Connect) })
	case f.Write != nil:
		s.enqueue(f.Write)
	case f.Pace != nil:
		s.answer(f.Pace.ID, f.Pace.Left, func(ctx context.Context) (reply, func()) { return s.pace(ctx, f.Pace), nil })
	case f.HangUp != nil:
		if l := s.link(f.HangUp.Link); l != nil {
			l.over(fmt.Errorf("%w: hung up", ble.ErrLinkLost))
		}
	case f.Probe != nil:
		s.answer(f.Probe.ID, f.Probe.Left, func(ctx context.Context) (reply, func()) { return s.health(ctx), nil })
	case f.Cancel != nil:
		s.mu.Lock()
		if r := s.pending[f.Cancel.ID]; r != nil {
			r.cancel()
		}
		s.mu.Unlock()
	default:
		return errors.New("radio: the hub sent what only a radio says")
	}
	return nil
}

// begin registers a request; false: it was refused, and the refusal is on its way.
func (s *server) begin(id uint64, left uint32) (context.Context, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) >= maxPending || s.pending[id] != nil {
		s.send(frame{Reply: &reply{ID: id, Code: codeOther, Why: "the radio is busy"}})
		return nil, false
	}
	ctx, cancel := context.WithTimeout(s.ctx, time.Duration(left)*time.Millisecond)
	s.pending[id] = &request{time.Now(), cancel}
	return ctx, true
}

// finish answers a request that begin took.
func (s *server) finish(r reply) {
	s.mu.Lock()
	if p := s.pending[r.ID]; p != nil {
		p.cancel()
		delete(s.pending, r.ID)
	}
	s.mu.Unlock()
	s.send(frame{Reply: &r})
}

// answer answers one request from a goroutine of its own, and then does what must come after.
func (s *server) answer(id uint64, left uint32, f func(context.Context) (reply, func())) {
	ctx, ok := s.begin(id, left)
	if !ok {
		return
	}
	go func() {
		r, after := f(ctx)
		r.ID = id
		s.finish(r)
		if after != nil {
			after()
		}
	}()
}

func failure(err error) reply {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		err = ble.ErrTimeout
	}
	return reply{Code: codeOf(err), Why: err.Error()}
}

// bye hangs up what is still linked, so that locks advertise again at once and not after their
// supervision timeout, says why where there is somebody to tell, and closes the adapter.
func (s *server) bye(err error) {
	if s.dev != nil {
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.hangUp()
			s.dev.Close()
		}()
		select {
		case <-done:
		case <-time.After(closing):
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		s.send(frame{Failed: why(err)})
	}
}

func (s *server) hangUp() {
	links, late := s.all(), time.After(closing/4)
	for _, l := range links {
		l.peer.HangUp()
	}
	for _, l := range links {
		select {
		case <-l.peer.Gone():
		case <-late:
			return
		}
	}
}

func why(err error) *failed {
	if o, ok := errors.AsType[*OpenError](err); ok {
		return &failed{Why: o.Why, Do: o.Do}
	}
	return &failed{Why: err.Error()}
}
