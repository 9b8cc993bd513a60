package driver

import (
	"testing"
	"time"

	"localiq/core"
)

func command(n core.Seq, op core.Op) core.Command {
	return core.Command{ID: core.CommandID{Run: 1, Seq: n}, Lock: "l", Op: op}
}

// The order of service is that of need, whatever came first: open, answer, what became of a
// command, table, look, acknowledge (contract 14).
func TestMailboxServesByNeed(t *testing.T) {
	m := newMailbox()
	ops := []core.Op{core.Look{}, core.AckJournal{}, core.AskResult{}, core.Turn{Move: core.Move{To: core.BoltUnlocked}}, core.Answer{}, core.Answer{},
		core.SyncTable{}, core.Identify{}}
	for i, op := range ops {
		m.put(command(core.Seq(i), op))
	}
	for _, want := range []core.Seq{3, 4, 5, 2, 7, 6, 0, 1} {
		if c, ok := m.next(); !ok || c.ID.Seq != want {
			t.Errorf("got %d, want %d", c.ID.Seq, want)
		}
	}
}

// A mailbox that is full refuses what comes, and says so; it never blocks and never grows.
func TestMailboxIsBounded(t *testing.T) {
	m := newMailbox()
	for i := range core.Seq(10 * mailRoom) {
		m.put(command(i+1, core.Answer{}))
	}
	if len(m.cmds) != mailRoom || len(m.spent) != mailRoom {
		t.Fatalf("%d commands and %d answers wait", len(m.cmds), len(m.spent))
	}
	told := m.overdue(core.Instant{Up: 1}, true)
	if a := told[0].Event.(core.CommandAnswered); a.Command.Seq != mailRoom+1 || a.Result != core.ResultExpired {
		t.Errorf("told %+v", a)
	}
}

// A table is announced once, and there is room for that: else a lock whose table was compared already
// would keep a key that was taken away (lock.sync).
func TestFullMailboxTakesATable(t *testing.T) {
	m := newMailbox()
	for i := range core.Seq(mailRoom) {
		m.put(command(i+1, core.Identify{}))
	}
	m.put(command(99, core.SyncTable{Version: 99, Revokes: true}))
	for range mailRoom {
		m.next()
	}
	if c, ok := m.next(); !ok || c.ID.Seq != 99 {
		t.Errorf("last came %+v", c)
	}
}

// What only asks expires nothing: the command that it asks about stays unknown.
func TestUnaskedQuestionLeavesUnknown(t *testing.T) {
	m := newMailbox()
	c := command(2, core.AskResult{Of: core.CommandID{Run: 1, Seq: 1}})
	c.NotAfter = core.Instant{Up: time.Second}
	m.put(c)
	m.put(c) // the same question again is one question
	told := m.overdue(core.Instant{Up: time.Second}, true)
	if len(told) != 1 {
		t.Fatalf("told %+v", told)
	}
	if a := told[0].Event.(core.CommandAnswered); a.Command.Seq != 1 || a.Result != core.ResultUnknown {
		t.Errorf("told %+v", a)
	}
}

// A rewind waits until what was offered is withdrawn: a hub that went back in the journal can
// then not take an entry from before.
func TestRewindWithdrawsTheOffer(t *testing.T) {
	m := newMailbox()
	if !m.offer() {
		t.Fatal("nothing speaks against an offer")
	}
	done := make(chan struct{})
	go func() { m.rewindTo(core.Tend{Cursor: core.Cursor{Index: 3}}); close(done) }()
	<-m.changed // the keeper wakes, and is not done yet
	select {
	case <-done:
		t.Fatal("the offer stands")
	default:
	}
	m.withdraw()
	<-done
	if m.offer() {
		t.Error("offered before the rewind was done")
	}
	if op, ok := m.rewound(); !ok || op.Cursor.Index != 3 || !m.offer() {
		t.Errorf("rewound to %+v", op)
	}
}

// A revocation stays one, also when a table without one is announced after it (lock.sync).
func TestRevocationIsNotSuperseded(t *testing.T) {
	m := newMailbox()
	m.put(command(1, core.SyncTable{Version: 1, Revokes: true}))
	m.put(command(2, core.SyncTable{Version: 2}))
	c, _ := m.next()
	if op := c.Op.(core.SyncTable); op.Version != 2 || !op.Revokes {
		t.Errorf("what waits is %+v", op)
	}
	if _, more := m.next(); more {
		t.Error("the older table is still announced")
	}
}
