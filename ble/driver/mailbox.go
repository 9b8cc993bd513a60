package driver

import (
	"slices"
	"sync"
	"time"

	"localiq/core"
)

// mailRoom bounds what waits for one lock, and apart from it the answers that the hub has not
// read. The rules have one turn in flight for a door and an answer for each request, so a full
// mailbox is a mistake further up.
const mailRoom = 64

// mailbox is what a lock is still to be told. A command waits here until a session takes it or
// its time is over; once taken it never comes back, except what only asks.
type mailbox struct {
	mu      sync.Mutex
	cmds    []core.Command // in order of arrival; at most one Turn, AckJournal, Look, SyncTable, and AskResult of each
	rewind  *core.Tend     // repeated
	offered chan struct{}  // while the keeper offers what it has to tell; closed when it does not
	spent   []core.Input   // answers to commands that nobody will be sent
	update  *update        // a firmware to be brought, as long as somebody waits for that
	closed  bool
	changed chan struct{} // one pending token
}

func newMailbox() *mailbox { return &mailbox{changed: make(chan struct{}, 1)} }

// put returns at once. A command replaces the one like it that waits: the latest wanted state
// wins, and the former Turn is told that it is superseded.
func (m *mailbox) put(c core.Command) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c = m.supersede(c)
	m.add(c)
	m.poke()
}

// rewindTo has the keeper begin again behind a cursor. When it returns, nothing that was to be
// told before is offered any more: else the hub, which is back there, could take an entry far past
// it. The keeper is awake at once, and waits for nobody.
func (m *mailbox) rewindTo(t core.Tend) {
	m.mu.Lock()
	m.rewind = &t
	offered := m.offered
	m.poke()
	m.mu.Unlock()
	if offered != nil {
		<-offered
	}
}

// offer is false when there is a rewind to be done first. Every offer that is not is withdrawn.
func (m *mailbox) offer() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rewind == nil {
		m.offered = make(chan struct{})
	}
	return m.rewind == nil
}

func (m *mailbox) withdraw() {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.offered)
	m.offered = nil
}

// poke has the keeper look at everything again.
func (m *mailbox) poke() {
	select {
	case m.changed <- struct{}{}:
	default:
	}
}

func (m *mailbox) add(c core.Command) {
	if _, table := c.Op.(core.SyncTable); len(m.cmds) >= mailRoom && !table { // nobody says that one again
		m.spend(c, core.ResultExpired, "too many commands wait for this lock")
		return
	}
	m.cmds = append(m.cmds, c)
}

// supersede takes out what the command stands for too. A table that follows one with a revocation
// carries that one on.
func (m *mailbox) supersede(by core.Command) core.Command {
	m.cmds = slices.DeleteFunc(m.cmds, func(c core.Command) bool {
		if !sameOp(c.Op, by.Op) {
			return false
		}
		switch op := c.Op.(type) {
		case core.Turn:
			m.spend(c, core.ResultExpired, "superseded")
		case core.SyncTable:
			newer := by.Op.(core.SyncTable)
			newer.Revokes = newer.Revokes || op.Revokes
			by.Op = newer
		}
		return true
	})
	return by
}

// sameOp is true where the later command says all that the earlier one said. Two answers are
// never the same.
func sameOp(a, b core.Op) (same bool) {
	switch a := a.(type) {
	case core.Turn:
		_, same = b.(core.Turn)
	case core.AckJournal:
		_, same = b.(core.AckJournal)
	case core.Look:
		_, same = b.(core.Look)
	case core.SyncTable:
		_, same = b.(core.SyncTable)
	case core.AskResult:
		return b == core.Op(a)
	}
	return same
}

func (m *mailbox) spend(c core.Command, r core.Result, why string) {
	if in, ok := answer(c, r, why); ok && len(m.spent) < mailRoom {
		m.spent = append(m.spent, in)
	}
}

// giveBack returns a question that a lost link left open. Only what moves nothing may come back.
func (m *mailbox) giveBack(c core.Command) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.ContainsFunc(m.cmds, func(o core.Command) bool { return sameOp(o.Op, c.Op) }) {
		m.cmds = append(m.cmds, c)
	}
}

// overdue takes out the answers to what was superseded, to what waited too long, and, while
// there is no session, to verdicts: the request that they are for went with its session.
func (m *mailbox) overdue(now core.Instant, session bool) []core.Input {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cmds = slices.DeleteFunc(m.cmds, func(c core.Command) bool {
		_, verdict := c.Op.(core.Answer)
		switch {
		case void(c, now):
			m.spend(c, core.ResultExpired, "not sent in time")
		case verdict && !session:
			m.spend(c, core.ResultExpired, lateVerdict)
		default:
			return false
		}
		return true
	})
	spent := m.spent
	m.spent = nil
	return spent
}

const lateVerdict = "the session that asked for it has ended"

// next takes the command of the greatest need, the first among equals.
func (m *mailbox) next() (core.Command, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	best := -1
	for i, c := range m.cmds {
		if best < 0 || needOf(c.Op) > needOf(m.cmds[best].Op) {
			best = i
		}
	}
	if best < 0 {
		return core.Command{}, false
	}
	c := m.cmds[best]
	m.cmds = slices.Delete(m.cmds, best, best+1)
	return c, true
}

// rewound takes a repeated Tend.
func (m *mailbox) rewound() (core.Tend, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rewind == nil {
		return core.Tend{}, false
	}
	t := *m.rewind
	m.rewind = nil
	return t, true
}

// close takes everything out, for a keeper that ends.
func (m *mailbox) close(why string) []core.Input {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.cmds {
		m.spend(c, core.ResultExpired, why)
	}
	if m.update != nil {
		m.update.end(core.Errorf(core.CodeRefused, "the lock is %s", why))
	}
	m.cmds, m.update, m.closed = nil, nil, true
	return m.spent
}

// need is the greatest that waits, and the Up at which the first of the commands is void (0: none).
func (m *mailbox) need() (n need, void time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.update != nil {
		n = needUpdate
	}
	for _, c := range m.cmds {
		n = max(n, needOf(c.Op))
		if !c.NotAfter.IsZero() && (void == 0 || c.NotAfter.Up < void) {
			void = c.NotAfter.Up
		}
	}
	return n, void
}

// void is true from a command's NotAfter on.
func void(c core.Command, now core.Instant) bool {
	return !c.NotAfter.IsZero() && !now.Before(c.NotAfter)
}
