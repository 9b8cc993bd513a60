package hub

import (
	"time"

	"localiq/core"
)

const (
	batchMax = 64 // inputs decided before the disk is asked

	// maxAhead bounds the inputs that are decided and not yet kept. Their numbers may already
	// be in commands on the air when the power fails, so a start skips as many: a lock must
	// never meet an id again that stood for something else.
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

func (b *batch) add(in core.Input, d core.Decision, root *core.Site) {
	b.entries = append(b.entries, core.Entry{Input: in, Decision: d})
	b.root = root
}

// releaseTags takes the commands out of the batch that may go while the disk stalls: a tag's
// grant for a momentary opening. The lock's journal holds the record of it.
func (b *batch) releaseTags() (out []core.Command) {
	var keep []core.Command
	for _, c := range b.held {
		if a, ok := c.Op.(core.Answer); ok && a.Move.To == core.BoltUnlocked {
			out = append(out, c)
		} else {
			keep = append(keep, c)
		}
	}
	b.held = keep
	return out
}

// write commits batch after batch until the loop closes toDisk.
func (h *Hub) write() error {
	for b := range h.toDisk {
		h.kept <- commit{b, h.c.Ledger.Commit(b.entries)}
	}
	return nil
}
