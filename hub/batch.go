package hub

import (
	"slices"
	"time"

	"localiq/core"
)

const (
	batchMax = 64 // inputs decided before the disk is asked

	// maxAhead bounds the inputs that are decided and not yet kept; beyond it the locks' journals
	// wait.
	maxAhead = 1024

	// stallAfter: a commit that takes longer makes the store "stalled" (house, contract 4).
	stallAfter = 300 * time.Millisecond
)

// batch is what one commit keeps, and what waits for it.
type batch struct {
	entries []core.Entry
	root    *core.Site // true once the batch is kept
	held    []core.Command
	askers  []asker
	answers []core.CommandAnswered // told once kept
	spent   []core.Command         // overtaken while they were held

	chore func() error // what the writer does instead of a commit; nil: it commits
	more  bool         // of a chore: there is another
}

// asker waits for its input to be kept, and then perhaps for a lock.
type asker struct {
	ask
	seq   core.Seq
	reply core.Reply
}

// commit is what became of a batch.
type commit struct {
	*batch
	err error
}

func (b *batch) add(a ask, d core.Decision, root *core.Site) {
	b.entries = append(b.entries, core.Entry{Input: a.in, Decision: d})
	b.root = root
	b.askers = append(b.askers, asker{a, a.in.ID, d.Answer})
}

// overtake takes the openings of a lock out of the batch: the lock is being closed by a later
// decision, and would open again if they came after it.
func (b *batch) overtake(l core.LockID) {
	b.held = slices.DeleteFunc(b.held, func(c core.Command) bool {
		over := c.Lock == l && opens(c.Op)
		if over {
			b.spent = append(b.spent, c)
		}
		return over
	})
}

// tags takes out the commands that may go while the disk stalls: a tag's grant for a momentary
// opening. The lock's journal holds the record of it. It stands on rights that are on the disk:
// that is the caller's to know.
func (b *batch) tags() (out []core.Command) {
	b.held = slices.DeleteFunc(b.held, func(c core.Command) bool {
		a, ok := c.Op.(core.Answer)
		ok = ok && a.Move.To == core.BoltUnlocked
		if ok {
			out = append(out, c)
		}
		return ok
	})
	return out
}

// configures is true when the batch changes what people set.
func (b *batch) configures() bool {
	for _, e := range b.entries {
		for _, c := range e.Decision.Changes {
			if _, ok := c.(core.ConfigBecame); ok {
				return true
			}
		}
	}
	return false
}

func opens(op core.Op) bool {
	switch op := op.(type) {
	case core.Turn:
		return !op.Move.Closes()
	case core.Answer:
		return op.Granted && !op.Move.Closes()
	}
	return false
}

func turnsLocked(op core.Op) bool {
	switch op := op.(type) {
	case core.Turn:
		return op.Move.Closes()
	case core.Answer:
		return op.Granted && op.Move.Closes()
	}
	return false
}

// write commits batch after batch, and does chores, until the loop closes toDisk.
func (h *Hub) write() error {
	for b := range h.toDisk {
		work := b.chore
		if work == nil {
			work = func() error { return h.c.Ledger.Commit(b.entries) }
		}
		h.kept <- commit{b, work()}
	}
	return nil
}
