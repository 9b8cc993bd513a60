package rules

import (
	"fmt"

	"localiq/core"
)

// A lock keeps its events in a journal and numbers them. The cursor of its door moves in the
// decision of each entry, so both are on the disk or neither is; the lock may forget an entry
// only after that, when the acknowledgement reaches it (lock.offline: none lost, none doubled).

// repeated is true for an entry that was decided before.
func (d *draft) repeated() bool {
	c := d.in.Claim
	if c.Index == 0 {
		return false
	}
	w := d.of(lockOf(d.in.Event))
	return w != nil && c.Journal == w.Cursor.Journal && c.Index <= w.Cursor.Index
}

// follow moves the cursor to the input's entry and tells the lock. Entries come in order and a
// gap is announced by JournalLost; one that is not is told here, so that no history is skipped
// in silence.
func (w *doorway) follow() {
	c := w.in.Claim
	if c.Index == 0 {
		return
	}
	if w.Cursor.Journal != c.Journal {
		w.begins(core.Cursor{Journal: c.Journal})
	}
	if next := w.Cursor.Index + 1; c.Index > next {
		w.missed(next, c.Index-1)
	}
	w.Cursor = core.Cursor{Journal: c.Journal, Index: c.Index}
	w.send(w.set.Lock, core.AckJournal{Cursor: w.Cursor}, 0)
}

func (d *draft) journalBegun(e core.JournalBegun) {
	w := d.of(e.Lock)
	if w != nil && w.Cursor.Journal != e.Journal {
		w.begins(core.Cursor{Journal: e.Journal, Index: e.After})
	}
}

// begins another journal; what the end of the last one held nobody knows.
func (w *doorway) begins(c core.Cursor) {
	if w.Cursor.Journal != "" {
		w.Reported.Gap = true
		w.tell(core.Notice{What: core.JournalChanged})
	}
	w.Cursor = c
}

func (d *draft) journalLost(e core.JournalLost) {
	w := d.of(e.Lock)
	if w == nil || e.To <= w.Cursor.Index {
		return
	}
	w.Cursor.Index = e.To
	w.missed(e.From, e.To)
}

func (w *doorway) missed(from, to uint32) {
	w.Reported.Gap = true
	w.tell(core.Notice{What: core.HistoryLost, Detail: fmt.Sprintf("entries %d to %d", from, to)})
}

// lockOf names the lock that tells an event; "" where none does.
func lockOf(ev core.Event) core.LockID {
	if e, ok := ev.(core.OfLock); ok {
		return e.Of()
	}
	return ""
}
