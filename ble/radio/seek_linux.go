package radio

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

// seeker has the controller look for all the peers that are wanted at the same time: a lock at rest
// advertises once a second or less, and one that is out of reach must not keep the others waiting.
// Its goroutine (run) owns everything below ask and leave.
//
// It lives with a Dial of go-ble's that waits for ever when the controller reports a failed
// connection, when a successful one is reported before it has begun to wait (that one it closes),
// and when it is cancelled after either. So it is never cancelled: while it waits we ask the
// controller for the connection again and again, which refuses as long as it is looking and
// otherwise begins anew; when nobody is wanted any more we tell the controller, and keep the
// waiting Dial for the next.
type seeker struct {
	d    *goBLE
	most int // peers at a time, by a list; 0: one, by its address

	ask, leave chan *call

	wanted  []*call       // in the order of asking
	sought  []ble.Addr    // whom the controller looks for now; nil: it does not
	since   time.Time     // when it began to
	least   time.Duration // for how long it looks before it is told of others
	listed  []ble.Addr    // whom its list holds; nil: nobody knows
	waiting chan dialed   // a Dial of the stack's that has not come back; nil: none
	rests   time.Time     // it is not asked again before
	failed  int           // in a row, each soon after the last
	refused time.Time     // the last of them
	picky   bool          // it cannot look for a peer while it scans
	peers   []*goPeer     // found, and not gone yet as far as was looked
	strays  strays
}

type call struct {
	to   ble.Addr
	came chan called // exactly one
}

type called struct {
	peer *goPeer
	err  error
}

func newSeeker(d *goBLE) *seeker {
	return &seeker{d: d, most: d.listSize(), ask: make(chan *call), leave: make(chan *call), strays: strays{}}
}

// find waits for the connection, for ctx, or for the controller to have no room.
func (s *seeker) find(ctx context.Context, a ble.Addr) (*goPeer, error) {
	c := &call{to: a, came: make(chan called, 1)}
	ask, leave := s.ask, (chan *call)(nil)
	gaveUp := (<-chan struct{})(nil)
	for {
		select {
		case ask <- c:
			ask, gaveUp = nil, ctx.Done()
			continue
		case <-gaveUp:
			gaveUp, leave = nil, s.leave
			continue
		case leave <- c:
			leave = nil
			continue
		case r := <-c.came:
			if r.peer != nil && ctx.Err() != nil {
				r.peer.HangUp()
				return nil, ctx.Err()
			}
			if r.err == nil || ctx.Err() == nil {
				return r.peer, r.err
			}
			return nil, ctx.Err()
		case <-s.d.down:
			return nil, ble.ErrRadioDown
		}
	}
}

func (s *seeker) run() {
	t := time.NewTicker(dialAgain)
	defer t.Stop()
	for {
		var rest <-chan time.Time
		if pause := s.look(); pause > 0 {
			rest = time.After(pause)
		}
		select {
		case c := <-s.ask:
			s.wanted = append(s.wanted, c)
		case c := <-s.leave:
			s.forget(c, context.Canceled)
		case r := <-s.waiting:
			s.came(r)
		case <-rest:
		case <-t.C:
			if s.sought != nil {
				s.insist()
			}
			s.strays.sweep(s.d.hci, s.ours(), time.Now())
		case <-s.d.down:
			return // whoever waits sees it
		}
		s.crowd()
	}
}

// crowd takes whoever else comes or goes just now: telling the controller is slow.
func (s *seeker) crowd() {
	for {
		select {
		case c := <-s.ask:
			s.wanted = append(s.wanted, c)
		case c := <-s.leave:
			s.forget(c, context.Canceled)
		default:
			return
		}
	}
}

// look makes what the controller does what is wanted, or says in how long that may be.
func (s *seeker) look() (pause time.Duration) {
	to := s.next()
	switch {
	case s.sought != nil && slices.Equal(to, s.sought):
		return 0
	case s.sought != nil && time.Since(s.since) < s.least:
		return s.least - time.Since(s.since)
	case s.sought != nil:
		s.stop()
	}
	switch pause = time.Until(s.rests); {
	case len(to) == 0:
		s.quiet(false)
		return 0
	case pause <= 0:
		s.begin(to)
	}
	return pause
}

// next are those to be looked for.
func (s *seeker) next() (to []ble.Addr) {
	for _, c := range s.wanted[:min(len(s.wanted), max(s.most, 1))] {
		to = append(to, c.to)
	}
	return to
}

func (s *seeker) begin(to []ble.Addr) {
	began := time.Now()
	defer func() {
		s.since = time.Now()
		s.least = max(seekLeast, 2*s.since.Sub(began))
	}()
	if s.picky {
		s.quiet(true)
	}
	if s.most > 0 {
		if err := s.d.list(s.listed, to); err != nil {
			s.listed = nil
			s.trouble(err)
			return
		}
		s.listed = to
	}
	s.sought = to
	params := paramsFor(to, s.most > 0)
	if s.waiting == nil {
		s.waiting = s.d.wait(params)
		return
	}
	if err := s.d.again(func() error { return s.d.hci.Send(&params, nil) }); err != nil {
		s.trouble(err)
	}
}

// insist asks again for what the controller may have given up in silence.
func (s *seeker) insist() {
	params := paramsFor(s.sought, s.most > 0)
	if err := full(s.d.hci.Send(&params, nil)); errors.Is(err, ble.ErrFull) {
		s.trouble(err)
	}
}

// stop has the controller look no more. It refuses where it has just found somebody, who comes yet,
// or where the waiting Dial has not asked it yet, whose asking will then be refused.
func (s *seeker) stop() {
	s.sought = nil
	s.d.hci.Send(&cmd.LECreateConnectionCancel{}, nil)
}

func (s *seeker) quiet(on bool) {
	if err := s.d.pause(on); err != nil {
		s.trouble(err)
	}
}

// came takes what the stack's Dial came to. A connection that nobody wants any more is hung up.
func (s *seeker) came(r dialed) {
	s.waiting, s.sought = nil, nil
	if r.err != nil {
		s.trouble(r.err)
		return
	}
	s.failed = 0
	s.d.hci.Send(&cmd.LECreateConnectionCancel{}, nil) // of an asking that crossed with the answer; mostly refused
	p := newPeer(r.client, s.d.hci, s.d.room)
	s.peers = append(s.peers, p)
	got, _ := ble.ParseAddr(p.conn.RemoteAddr().String())
	i := slices.IndexFunc(s.wanted, func(c *call) bool { return c.to.MAC == got.MAC })
	if i < 0 {
		p.HangUp()
		return
	}
	c := s.wanted[i]
	s.wanted = slices.Delete(s.wanted, i, i+1)
	c.came <- called{peer: p}
}

// trouble is the controller's refusal to look. Where it has no room, the last who asked pays for it;
// where it wants quiet, it gets that; what may be the error of an earlier event is tried again.
func (s *seeker) trouble(err error) {
	now := time.Now()
	if now.Sub(s.refused) > inARow {
		s.failed = 0
	}
	s.failed++
	s.sought, s.refused, s.rests = nil, now, now.Add(tryWait)
	switch err = full(err); {
	case len(s.wanted) == 0:
	case errors.Is(err, ble.ErrFull):
		s.rests = now.Add(dialAgain)
		s.forget(s.wanted[len(s.wanted)-1], err)
	case errors.Is(err, hci.ErrDisallowed) && s.failed == tries && !s.picky:
		s.picky, s.failed = true, 0
	case s.failed <= 2*tries && (isStale(err) || errors.Is(err, hci.ErrDisallowed)):
		s.d.hci.Send(&cmd.LECreateConnectionCancel{}, nil)
	default:
		s.failed = 0
		for len(s.wanted) > 0 {
			s.forget(s.wanted[0], err)
		}
	}
}

// forget answers a call that came to nothing. One that has its answer is left alone.
func (s *seeker) forget(c *call, err error) {
	if i := slices.Index(s.wanted, c); i >= 0 {
		s.wanted = slices.Delete(s.wanted, i, i+1)
		c.came <- called{err: err}
	}
}
