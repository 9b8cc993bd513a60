package store

import (
	"cmp"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/core/order"
	"localiq/store/vault"
)

// Commit keeps entries in one transaction and returns nil once all of them would survive a
// power cut. On an error none is kept and the next Commit may succeed, with one exception: when
// the disk took the transaction but did not confirm it, nobody knows what a power cut would
// leave. Then every later Commit fails too, and the next Open says what is there.
//
// Sequence numbers rise; gaps are allowed, because an input of which nothing followed is not
// kept. One goroutine at a time commits; others wait.
func (s *Store) Commit(entries []core.Entry) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken != nil {
		return s.broken
	}
	if len(entries) == 0 {
		return nil
	}
	if s.litter {
		if err := s.sweepAhead(); err != nil {
			return err
		}
	}
	done, err := s.writeAhead(entries)
	if err != nil {
		return fmt.Errorf("store: commit input %d: %w", entries[0].Input.ID, err)
	}
	w := &writer{keep: s.opt.Keep, vault: s.vault, last: s.last, checked: s.checked, oldest: s.oldest, names: *s.names.Load(), ahead: done}
	if err := s.update(w, entries); err != nil {
		return s.settle(err)
	}
	s.litter = false
	if done.seq != 0 {
		debug.FreeOSMemory() // what that took goes back before the copies take theirs
	}
	copied := w.last.Copied != s.last.Copied
	s.last, s.checked, s.oldest = w.last, w.checked, w.oldest
	s.names.Store(&w.names)
	s.spend(entries)
	s.keeper.after(copied, len(w.erased) > 0)
	return nil
}

func (s *Store) update(w *writer, entries []core.Entry) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.Update(func(tx *bolt.Tx) error {
		w.begin(tx, s.opt.MaxSize)
		for i := range entries {
			if err := w.entry(&entries[i]); err != nil {
				return fmt.Errorf("store: commit input %d: %w", entries[i].Input.ID, err)
			}
		}
		return w.finish(s.opt.Every)
	})
}

// settle looks whether the file holds what was refused.
func (s *Store) settle(err error) error {
	var there mark
	look := s.view(func(tx *bolt.Tx) error { return decode(tx.Bucket(bucketMeta).Get(metaLast), &there) })
	if look == nil && there.Seq == s.last.Seq {
		return err
	}
	s.broken = core.Errorf(core.CodeStoreStalled, "the disk took input %d and did not confirm it: %v", there.Seq, errors.Join(err, look)).
		Advise("restart the hub, and look at the card: it may be failing")
	return s.broken
}

// writer writes the entries of one transaction. last and names are what the store knows once it
// is committed.
type writer struct {
	tx      *bolt.Tx
	vault   *vault.Vault
	keep    int
	age     time.Duration // lines older than that go
	crowded bool
	last    mark
	checked mark
	oldest  mark
	pushed  core.Seq // the newest line that was pushed out here; 0: none
	names   names
	own     bool // names is this writer's copy
	ahead   ahead
	erased  []core.PersonID
}

// entry writes what one input made. Private comes after the edits: an edit drops the secret of
// the credential that it replaces, and Private brings the new one. A refused input is kept where the
// attempt is told: what came with it is not, or whoever may not erase somebody would have done it.
func (w *writer) entry(e *core.Entry) error {
	in := &e.Input
	if in.ID <= w.last.Seq {
		return fmt.Errorf("out of order: %d is kept already", w.last.Seq)
	}
	w.last.Seq, w.last.At = in.ID, in.At
	if err := w.line(e); err != nil {
		return err
	}
	for _, c := range e.Decision.Changes {
		if err := w.change(in.ID, c); err != nil {
			return err
		}
	}
	if e.Decision.Answer.Error != nil {
		return nil
	}
	private := in.Private
	if len(private) > crowd {
		w.fill(bucketKeys, bucketNames, bucketSecrets)
		private = byPerson(private)
	}
	for i := range private {
		if err := w.private(&private[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) begin(tx *bolt.Tx, maxSize int) {
	w.tx, w.crowded, w.age = tx, crowded(tx, maxSize), keptFor(tx)
}

func (w *writer) finish(every int) error {
	meta := w.tx.Bucket(bucketMeta)
	if len(w.erased) > 0 {
		if err := w.markErased(); err != nil {
			return err
		}
	}
	if err := errors.Join(put(meta, metaLast, w.last), meta.Delete(metaAhead)); err != nil {
		return err
	}
	return w.checkpoint(every)
}

func (w *writer) change(at core.Seq, c core.Change) error {
	switch c := c.(type) {
	case core.ConfigBecame:
		w.last.Config, w.last.Copied = at, at
		edits := inOrder(c.Edits)
		if len(edits) > crowd {
			w.fill(bucketHistory, bucketOf(core.KindPerson), bucketOf(core.KindKey), bucketOf(core.KindGroup))
		}
		for _, e := range edits {
			if err := w.edit(at, e); err != nil {
				return err
			}
		}
		return nil
	case core.DoorBecame:
		return put(w.tx.Bucket(bucketDoors), []byte(c.State.Door), c.State)
	case core.HubBecame:
		return w.hub(c.State)
	case core.CountBecame:
		return w.count(at, c.Count)
	}
	return fmt.Errorf("a change of type %T is not known here", c)
}

// crowd is so many rows that come at once, with a file.
const crowd = 500

// fill leaves no half-empty pages behind for rows that come in order.
func (w *writer) fill(buckets ...[]byte) {
	for _, b := range buckets {
		w.tx.Bucket(b).FillPercent = 0.9
	}
}

// inOrder are the edits in that of their rows: a transaction puts each row into one long list, and ten
// thousand that come in no order move each other for minutes.
func inOrder(edits []core.Edit) []core.Edit {
	return order.Copy(edits, func(a, b core.Edit) int {
		return cmp.Or(cmp.Compare(a.Kind.String(), b.Kind.String()), cmp.Compare(a.ID, b.ID))
	})
}

// hub guards who we are: the id and the epoch are the store's, made when it was.
func (w *writer) hub(next core.HubState) error {
	var was core.HubState
	meta := w.tx.Bucket(bucketMeta)
	if err := decode(meta.Get(metaHub), &was); err != nil {
		return err
	}
	if next.ID != was.ID || next.Epoch != was.Epoch {
		return fmt.Errorf("hub %s in epoch %s would become hub %s in epoch %s", was.ID, was.Epoch, next.ID, next.Epoch)
	}
	return put(meta, metaHub, next)
}
