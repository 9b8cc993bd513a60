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
	addrs  []ble.Addr // that it goes by, under Driver.mu; the first is where it was paired
	mail   *mailbox
	ear    *ear
	gone   chan struct{} // closed by Driver.neglect
	ended  chan struct{} // closed by run: the link is closed, the connection given back
	before *keeper       // of the same lock, to be waited for; or nil

	place      Place
	given      given
	told       []core.Input // not read by the hub yet; while there is one, the link is not read
	edge       edge         // what the hub was last told of being within earshot
	tended     time.Duration
	served     uint64        // the mark that the last synced session left
	synced     bool          // there has been one
	syncedAt   time.Duration // when the last of them was
	polled     bool          // the line was made because it was time to, and for no other reason
	failure    error         // how the last line ended
	failed     time.Duration // when
	failures   int           // in a row without a session
	dialFailed bool          // it did not come up
	full       int           // in a row, for which the radio had no connection free
	refusals   int           // in a row
	vain       int           // sessions in a row that told nothing new
	doubts     int           // calls to a lock that only echoes, since it was heard
	doubtedAt  time.Duration // when the last of them was
	rises      uint64        // Driver.rises when we last dialled
	woke       time.Duration // when this turn of run began
	wakeAt     time.Duration // when the next one must; 0: when something happens

	tally tally
	table tabling

	queued bool          // a connection is wanted
	since  time.Duration // since then; while queued
	claim  *claim
	line   *line // nil: not connected, nor dialling, nor hanging up
	talk
}

type edge uint8

const (
	edgeNone edge = iota
	edgeHeard
	edgeSilent
)

func newKeeper(d *Driver, op core.Tend, f Family, home ble.Addr, before *keeper) *keeper {
	k := &keeper{d: d, family: f, lock: op.Lock, mail: newMailbox(), ear: newEar(f.Listen(op.Lock, home), home), gone: make(chan struct{}),
		ended: make(chan struct{}), before: before, place: Place{Told: op.Cursor, Kept: op.Cursor, NoAdmin: op.NoAdmin}, given: given{}, table: newTabling()}
	k.tally.begun(op.Talks, d.c.Day(d.c.Clock.Now()))
	return k
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
	defer k.leave(ctx, out)
	k.tended = k.now().Up
	k.tally.said = k.tended
	hands := hands{
		dial:  func(a ble.Addr) *line { return dial(ctx, spawn, k.d.c.Radio, a, k.family.GATT()) },
		fetch: func(room, turn int) { l := k.lock; spawn(func() { k.fetch(ctx, l, room, turn) }) },
	}
	for ctx.Err() == nil && !k.neglected() {
		now := k.now()
		k.woke, k.wakeAt = now.Up, 0
		k.settle(now)
		k.feed(now)
		k.bring(now, hands.fetch)
		k.transport(now)
		k.goOn(now)
		k.steer(now, hands.dial)
		k.pace(now)
		k.wait(ctx, out, now)
	}
}

// hands are what a keeper has others do.
type hands struct {
	dial  func(ble.Addr) *line
	fetch func(room, turn int)
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

// settle tells what needs no link: commands whose time is over, and the edges of earshot. An
// edge waits until the hub has read the rest; of several only the last is told.
func (k *keeper) settle(now core.Instant) {
	if op, again := k.mail.rewound(); again {
		k.rewind(op, now)
	}
	k.told = append(k.told, k.mail.overdue(now, k.session != nil)...)
	k.talksDue(now)
	last := k.ear.last()
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
		k.doubts = 0
		k.told = append(k.told, fromAir(k.lock.ID, core.LockHeard{Lock: k.lock.ID}))
	} else {
		k.told = append(k.told, fromAir(k.lock.ID, core.LockSilent{Lock: k.lock.ID, Last: last}))
	}
}

// rewind begins again where the hub is: it has lost what came after, so everything is told again.
func (k *keeper) rewind(op core.Tend, now core.Instant) {
	c := op.Cursor
	k.place, k.edge, k.synced = Place{Told: c, Kept: c, NoAdmin: op.NoAdmin, Memory: k.place.Memory}, edgeNone, false
	k.record(op.Lock)
	k.tally.begun(op.Talks, k.d.c.Day(now))
	k.table.said, k.table.compared, k.refusals = core.TableReported{}, 0, 0
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
		k.step(In{Command: &core.Command{Lock: k.lock.ID, Op: op}}, now)
	default:
		k.hangUp(errBehind)
	}
}

// record takes what the site knows of the lock by now. Others read it under Driver.mu.
func (k *keeper) record(l core.Lock) {
	k.d.mu.Lock()
	defer k.d.mu.Unlock()
	k.lock = l
}

// leave ends whatever there is, and leaves the answers to what was never sent with the driver.
func (k *keeper) leave(ctx context.Context, out chan<- core.Input) {
	if k.line != nil {
		k.line.hangUp(errNeglected)
		<-k.line.ended
		k.ear.disconnected(k.now())
	}
	if k.claim != nil {
		k.d.slots.drop(k.claim, k.now().Up)
	}
	k.lastWords(ctx, out)
	k.d.mu.Lock()
	defer k.d.mu.Unlock()
	for _, in := range append(k.given.abandon(k.mail, "no longer looked after"), k.mail.close("no longer looked after")...) {
		k.d.stray(in, true)
	}
}
