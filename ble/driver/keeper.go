package driver

import (
	"context"
	"time"

	"localiq/ble"
	"localiq/core"
)

// keeper looks after one lock. Its goroutine (run) owns everything from place on; the others
// reach it through the mailbox, the ear and gone.
type keeper struct {
	d      *Driver
	family Family
	lock   core.Lock
	addr   ble.Addr
	mail   *mailbox
	ear    *ear
	gone   chan struct{} // closed by Driver.neglect
	ended  chan struct{} // closed by run: the link is closed, the connection given back
	before *keeper       // of the same lock, to be waited for; or nil

	place    Place
	given    given
	told     []core.Input // not read by the hub yet; while there is one, the link is not read
	edge     edge         // what the hub was last told of being within earshot
	tended   time.Duration
	served   uint64        // the mark that the last synced session left
	synced   bool          // there has been one
	failure  error         // how the last line ended
	failed   time.Duration // when
	failures int           // in a row without a session
	vain     int           // sessions in a row that told nothing new
	woke     time.Duration // when this turn of run began
	wakeAt   time.Duration // when the next one must; 0: when something happens

	claim *claim
	line  *line // nil: not connected, nor dialling, nor hanging up
	talk
}

type edge uint8

const (
	edgeNone edge = iota
	edgeHeard
	edgeSilent
)

func newKeeper(d *Driver, op core.Tend, f Family, a ble.Addr, before *keeper) *keeper {
	return &keeper{d: d, family: f, lock: op.Lock, addr: a, mail: newMailbox(), ear: newEar(), gone: make(chan struct{}),
		ended: make(chan struct{}), before: before, place: Place{op.Cursor, op.Cursor}, given: given{}}
}

// run looks after the lock until it is neglected or ctx ends. When it returns, the link is
// closed and the connection given back.
func (k *keeper) run(ctx context.Context, out chan<- core.Input, spawn func(func())) {
	defer close(k.ended)
	if k.before != nil {
		<-k.before.ended
		k.before = nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer k.leave()
	k.tended = k.now().Up
	for ctx.Err() == nil && !k.neglected() {
		now := k.now()
		k.woke, k.wakeAt = now.Up, 0
		k.settle(now)
		k.feed(now)
		k.steer(now, func() *line { return dial(ctx, spawn, k.d.c.Radio, k.addr, k.family.GATT()) })
		k.wait(ctx, out, now)
	}
}

func (k *keeper) now() core.Instant { return k.d.c.Clock.Now() }

func (k *keeper) neglected() bool {
	select {
	case <-k.gone:
		return true
	default:
		return false
	}
}

// wait takes the next thing that happens. What comes over the link is stamped at once, and
// given to the session only when the hub has read all that came before (feed). Until then the
// lock gets no acknowledgement: so a busy hub stops the link, and the journal waits in the lock.
func (k *keeper) wait(ctx context.Context, out chan<- core.Input, now core.Instant) {
	if len(k.told) > 0 {
		if !k.mail.offer() {
			return
		}
		defer k.mail.withdraw()
	}
	on := k.open(out)
	timer, stop := k.timer(now)
	defer stop()
	select {
	case <-ctx.Done():
	case <-k.gone:
	case on.out <- on.head:
		if k.told = k.told[1:]; len(k.told) == 0 {
			k.traffic = k.now().Up // we listen again
		}
	case n, ok := <-on.notes:
		if k.receive(n); !ok {
			k.deaf = true
		}
	case on.frames <- on.frame:
		k.unsent, k.traffic = k.unsent[1:], k.now().Up
	case link := <-on.up:
		k.opened(link)
	case err := <-on.ended:
		k.closed(err)
	case <-on.yield:
		k.yield = true
	case <-on.granted:
	case <-k.mail.changed:
	case <-k.ear.news:
	case <-timer:
	}
}

// doors are what a keeper may wait for now; a nil one is shut.
type doors struct {
	out            chan<- core.Input
	head           core.Input
	frames         chan<- ble.Note
	frame          ble.Note
	notes          <-chan ble.Note
	up             <-chan ble.Link
	ended          <-chan error
	granted, yield <-chan struct{}
}

func (k *keeper) open(out chan<- core.Input) (on doors) {
	if len(k.told) > 0 {
		on.out, on.head = out, k.told[0]
	}
	if k.claim != nil {
		on.yield = k.claim.yield
	}
	if k.line == nil {
		if k.claim != nil {
			on.granted = k.claim.granted
		}
		return on
	}
	on.up, on.ended = k.line.up, k.line.ended
	if len(k.unsent) > 0 {
		on.frames, on.frame = k.line.frames, k.unsent[0]
	}
	if k.link != nil && k.over == nil && !k.deaf && len(k.inbox) < inboxRoom {
		on.notes = k.link.Notifications()
	}
	return on
}

// timer fires at the earliest instant that somebody asked for with by.
func (k *keeper) timer(now core.Instant) (<-chan struct{}, func()) {
	if k.wakeAt == 0 {
		return nil, func() {}
	}
	return k.d.c.Clock.After(max(k.wakeAt-now.Up, 0))
}

// by asks to be woken at an Up. One that has passed is none.
func (k *keeper) by(up time.Duration) {
	if up > k.woke && (k.wakeAt == 0 || up < k.wakeAt) {
		k.wakeAt = up
	}
}

// settle tells what needs no link: commands whose time is over, and the edges of earshot. An
// edge waits until the hub has read the rest; of several only the last is told.
func (k *keeper) settle(now core.Instant) {
	if c, again := k.mail.rewound(); again {
		k.rewind(c, now)
	}
	k.told = append(k.told, k.mail.overdue(now, k.session != nil)...)
	last := k.ear.heard().Heard
	is, until := edgeSilent, time.Duration(0)
	switch {
	case k.link != nil:
		is = edgeHeard
	case !last.IsZero() && now.Up-last.Up < silence:
		is, until = edgeHeard, last.Up+silence
	case last.IsZero() && now.Up-k.tended < silence:
		is, until = k.edge, k.tended+silence
	}
	k.by(until)
	if is == k.edge || len(k.told) > 0 {
		return
	}
	k.edge = is
	if is == edgeHeard {
		k.told = append(k.told, fromAir(k.lock.ID, core.LockHeard{Lock: k.lock.ID}))
	} else {
		k.told = append(k.told, fromAir(k.lock.ID, core.LockSilent{Lock: k.lock.ID, Last: last}))
	}
}

// rewind begins again behind c: the hub has lost what came after, so everything is told again.
func (k *keeper) rewind(c core.Cursor, now core.Instant) {
	k.place, k.edge, k.synced = Place{c, c}, edgeNone, false
	rest := k.told[:0]
	for _, in := range k.told {
		if _, answer := in.Event.(core.CommandAnswered); answer {
			rest = append(rest, in)
		}
	}
	k.told = rest
	switch {
	case k.session == nil:
	case k.session.State().Ready:
		k.step(In{Command: &core.Command{Lock: k.lock.ID, Op: core.Tend{Lock: k.lock, Cursor: c}}}, now)
	default:
		k.hangUp(errBehind)
	}
}

// leave ends whatever there is, and leaves the answers to what was never sent with the driver.
func (k *keeper) leave() {
	if k.line != nil {
		k.line.hangUp(errNeglected)
		<-k.line.ended
	}
	if k.claim != nil {
		k.d.slots.drop(k.claim, k.now().Up)
	}
	k.d.mu.Lock()
	defer k.d.mu.Unlock()
	for _, in := range append(k.given.abandon(k.mail, "no longer looked after"), k.mail.close("no longer looked after")...) {
		k.d.stray(in, true)
	}
}
