package radio

import (
	"context"
	"fmt"
	"sync"

	"localiq/ble"
)

const (
	maxNotes  = 64 // notifications waiting to be told; one more ends the link
	maxWrites = 32
)

// served is a link in the child. Notifications wait in notes until the hub knows the link's id.
type served struct {
	id     uint64
	addr   ble.Addr
	peer   peer
	notes  chan ble.Note
	writes chan waiting
	ended  chan struct{}
	gone   chan struct{} // nobody can find it any more

	once sync.Once
	err  error // before ended is closed
}

// waiting is a write with the deadline that it had when it came.
type waiting struct {
	*write
	ctx context.Context
}

// over ends the link; the first reason counts.
func (l *served) over(err error) {
	l.once.Do(func() { l.err = err; close(l.ended) })
}

// heard takes a notification from the stack. It may be called before Prepare returns.
func (l *served) heard(n ble.Note) {
	select {
	case l.notes <- n:
	default:
		l.over(fmt.Errorf("%w: more than %d were waiting", ble.ErrGap, maxNotes))
	}
}

func (s *server) link(id uint64) *served {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.links[id]
}

func (s *server) all() (ls []*served) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.links {
		ls = append(ls, l)
	}
	return ls
}

// connect dials, prepares, and answers with a link that is ready for use.
func (s *server) connect(ctx context.Context, c *connect) (reply, func()) {
	select {
	case s.dialing <- struct{}{}:
	case <-ctx.Done():
		return failure(ctx.Err()), nil
	}
	l, err := s.dial(ctx, ble.Addr{MAC: c.Addr, Random: c.Random})
	<-s.dialing
	if err != nil {
		return failure(err), nil
	}
	s.send(frame{Found: &found{c.ID}})
	g := ble.GATT{Service: c.Service, Chars: c.Chars, Notify: narrow(c.Notify), Indicate: narrow(c.Indicate)}
	hs, mtu, err := l.peer.Prepare(ctx, g, c.Handles, l.heard)
	if err != nil {
		l.peer.HangUp()
		return failure(err), nil
	}
	s.mu.Lock()
	s.last++
	l.id = s.last
	s.links[l.id] = l
	s.mu.Unlock()
	return reply{Link: &linked{Link: l.id, MTU: mtu, Handles: hs}}, func() {
		go s.tend(l)
		go s.writeAll(l)
	}
}

// dial ends an earlier link to the same peer: there cannot be two.
func (s *server) dial(ctx context.Context, a ble.Addr) (*served, error) {
	for _, l := range s.all() {
		if l.addr == a {
			l.over(fmt.Errorf("%w: connected again", ble.ErrLinkLost))
		}
	}
	p, err := s.dev.Dial(ctx, a)
	if err != nil {
		return nil, err
	}
	return &served{addr: a, peer: p, notes: make(chan ble.Note, maxNotes), writes: make(chan waiting, maxWrites),
		ended: make(chan struct{}), gone: make(chan struct{})}, nil
}

// tend tells of a link's notifications, in order, and then of its end.
func (s *server) tend(l *served) {
	for {
		select {
		case n := <-l.notes:
			s.send(frame{Note: &note{Link: l.id, Char: uint8(n.Char), Data: n.Data}})
			continue
		case <-l.peer.Gone():
			l.over(ble.ErrLinkLost)
		case <-l.ended:
		case <-s.ctx.Done():
			return
		}
		break
	}
	<-l.ended
	l.peer.HangUp()
	s.mu.Lock()
	delete(s.links, l.id)
	s.mu.Unlock()
	close(l.gone)
	s.send(frame{Lost: &lost{Link: l.id, Code: codeOf(l.err), Why: l.err.Error()}})
}

// enqueue keeps the order in which the hub wrote.
func (s *server) enqueue(w *write) {
	ctx, ok := s.begin(w.ID, w.Left)
	if !ok {
		return
	}
	l := s.link(w.Link)
	if l == nil {
		s.finish(reply{ID: w.ID, Code: codeLost, Why: "no such link"})
		return
	}
	select {
	case l.writes <- waiting{w, ctx}:
		select {
		case <-l.gone: // meanwhile: nobody writes any more
			s.orphans(l)
		default:
		}
	default:
		s.finish(reply{ID: w.ID, Code: codeOther, Why: "too many writes are waiting on this link"})
	}
}

func (s *server) writeAll(l *served) {
	for {
		select {
		case w := <-l.writes:
			r := reply{}
			if err := l.write(w); err != nil {
				r = failure(err)
			}
			r.ID = w.ID
			s.finish(r)
		case <-l.gone:
			s.orphans(l)
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// orphans answers the writes that nobody will do.
func (s *server) orphans(l *served) {
	for {
		select {
		case w := <-l.writes:
			s.finish(reply{ID: w.ID, Code: codeLost})
		default:
			return
		}
	}
}

func (l *served) write(w waiting) error {
	select {
	case <-l.ended:
		return l.err
	case <-w.ctx.Done():
		return w.ctx.Err()
	default:
		return l.peer.Write(w.ctx, ble.Char(w.Char), w.Data)
	}
}

// pace changes a link's interval, where the stack can.
func (s *server) pace(ctx context.Context, f *setPace) reply {
	l := s.link(f.Link)
	if l == nil {
		return reply{Code: codeLost, Why: "no such link"}
	}
	p, ok := l.peer.(pacer)
	if !ok {
		return reply{Code: codeOther, Why: "this radio cannot pace its links"}
	}
	if err := p.Pace(ctx, f.Fast); err != nil {
		return failure(err)
	}
	return reply{}
}
