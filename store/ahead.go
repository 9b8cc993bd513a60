package store

import (
	"bytes"
	"cmp"
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/core/order"
)

// A transaction holds in memory all that it writes, and what a file of ten thousand people brings is more
// than a small box has to spare. So the rows that mean nothing without others are written ahead of the
// transaction of their input, some at a time: the versions of its items, which carry its number, and what
// is private of people who are new. The mark metaAhead is there from the first of them on, and goes in the
// transaction of the input. Where that one does not come, the rows are swept before anything else is done.

// ahead is what has been written so. The zero value: nothing.
type ahead struct {
	seq  core.Seq // of whose edits the history has the versions; 0: of nobody's
	news map[core.PersonID]bool
}

// goesAhead is the entry that is too large for one transaction; nil: all may go into one.
func (s *Store) goesAhead(entries []core.Entry) *core.Entry {
	i := slices.IndexFunc(entries, func(e core.Entry) bool { return len(madeBy(e)) > s.opt.Ahead })
	if i < 0 || entries[i].Decision.Answer.Error != nil || entries[i].Input.ID <= s.last.Seq {
		return nil
	}
	return &entries[i]
}

func madeBy(e core.Entry) (edits []core.Edit) {
	for _, c := range e.Decision.Changes {
		if became, is := c.(core.ConfigBecame); is {
			edits = append(edits, became.Edits...)
		}
	}
	return edits
}

// writeAhead is followed by the transaction of the entries, or by sweepAhead.
func (s *Store) writeAhead(entries []core.Entry) (done ahead, err error) {
	e := s.goesAhead(entries)
	if e == nil {
		return done, nil
	}
	s.litter = true
	edits := inOrder(madeBy(*e))
	err = s.inSteps(len(edits), func(w *writer, i int) error { return w.version(e.Input.ID, edits[i]) })
	if err != nil {
		return done, err
	}
	private := byPerson(e.Input.Private)
	done = ahead{e.Input.ID, s.newPeople(private)}
	return done, s.inSteps(len(private), func(w *writer, i int) error {
		if !done.news[private[i].Person] {
			return nil
		}
		return w.private(&private[i])
	})
}

// newPeople are those of whom the database has nothing yet. What cannot be read is found by whoever writes.
func (s *Store) newPeople(private []core.Private) map[core.PersonID]bool {
	news := map[core.PersonID]bool{}
	_ = s.view(func(tx *bolt.Tx) error {
		for i := range private {
			if p := &private[i]; !p.Gone && ofNobody(tx, []byte(p.Person)) {
				news[p.Person] = true
			}
		}
		return nil
	})
	return news
}

func byPerson(private []core.Private) []core.Private {
	return order.Copy(private, func(a, b core.Private) int { return cmp.Compare(a.Person, b.Person) })
}

// inSteps writes n rows in transactions of some.
func (s *Store) inSteps(n int, write func(w *writer, i int) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for from := 0; from < n; from += s.opt.Ahead {
		err := s.db.Update(func(tx *bolt.Tx) error {
			w := &writer{tx: tx, vault: s.vault, names: names{}, own: true}
			w.fill(bucketHistory, bucketKeys, bucketNames, bucketSecrets)
			for i := from; i < min(n, from+s.opt.Ahead); i++ {
				if err := write(w, i); err != nil {
					return err
				}
			}
			return tx.Bucket(bucketMeta).Put(metaAhead, frame(nil))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweepAhead removes what was written ahead of an input that was not kept, if anything was.
func (s *Store) sweepAhead() error {
	for more := true; more; {
		err := s.db.Update(func(tx *bolt.Tx) error {
			if more = isAhead(tx); !more {
				return nil
			}
			left, err := s.sweepSome(tx)
			if err == nil && left == s.opt.Ahead {
				err = tx.Bucket(bucketMeta).Delete(metaAhead)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	s.litter = false
	return nil
}

// sweepSome removes at most so many rows as are written at once; left is how many more it could have.
func (s *Store) sweepSome(tx *bolt.Tx) (left int, err error) {
	left = s.opt.Ahead
	for _, name := range [][]byte{bucketHistory, bucketKeys, bucketNames, bucketSecrets} {
		var rows [][]byte
		c := tx.Bucket(name).Cursor()
		for k, _ := c.First(); k != nil && len(rows) < left; k, _ = c.Next() {
			if s.isLitter(tx, name, k) {
				rows = append(rows, bytes.Clone(k))
			}
		}
		for _, k := range rows {
			if err := tx.Bucket(name).Delete(k); err != nil {
				return 0, err
			}
		}
		left -= len(rows)
	}
	return left, nil
}

// isLitter is true for a version that is yet to come, and for what is private of nobody, where something
// was written ahead.
func (s *Store) isLitter(tx *bolt.Tx, bucket, key []byte) bool {
	if string(bucket) == string(bucketHistory) {
		return len(key) > 8 && seqOf(key[len(key)-8:]) > s.last.Seq
	}
	return isPrivate(bucket) && ofNobody(tx, key)
}

func isPrivate(bucket []byte) bool {
	return slices.ContainsFunc([][]byte{bucketKeys, bucketNames, bucketSecrets}, func(b []byte) bool { return bytes.Equal(b, bucket) })
}

// ofNobody is true for a row about somebody of whom no input was kept.
func ofNobody(tx *bolt.Tx, key []byte) bool {
	person, _, _ := bytes.Cut(key, []byte{0})
	return tx.Bucket(bucketOf(core.KindPerson)).Get(person) == nil
}

func isAhead(tx *bolt.Tx) bool { return tx.Bucket(bucketMeta).Get(metaAhead) != nil }
