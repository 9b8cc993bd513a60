package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Checkpoints lists the sites that are kept as they were, the oldest first: how far back the past
// reaches. There is always one. It waits a little for whoever is just being erased: meanwhile the ledger
// knows their keys by other words than the history.
func (s *Store) Checkpoints() (all []core.Reach, err error) {
	select {
	case <-s.keeper.cleaned():
	case <-time.After(5 * time.Second):
	}
	err = s.view(func(tx *bolt.Tx) error {
		all, err = marks(tx)
		return err
	})
	return all, err
}

func marks(tx *bolt.Tx) (all []core.Reach, err error) {
	err = tx.Bucket(bucketPast).ForEach(func(_, v []byte) error {
		m, err := standingMark(v)
		all = append(all, core.Reach{Seq: m.Seq, At: m.At})
		return err
	})
	return all, err
}

// Checkpoint makes the site that was kept after an input. now lends its configuration where that has
// not changed since, which saves reading it. Decided again over it, the entries Since it give every
// later site. It fails with a *core.Error where there is none of that number, or none any more.
func (s *Store) Checkpoint(seq core.Seq, now *core.Config) (*core.Site, error) {
	st, err := s.standing(seq)
	if err != nil {
		return nil, err
	}
	if now == nil || now.Version != st.Last.Config {
		if now, err = s.configAt(st.Last.Config); err != nil {
			return nil, err
		}
	}
	counts, err := s.countsAt(seq)
	if err != nil {
		return nil, err
	}
	if _, err = s.standing(seq); err != nil {
		return nil, err // retention has passed by meanwhile
	}
	return st.site(now, counts), nil
}

func (s *Store) standing(seq core.Seq) (st standing, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		v := tx.Bucket(bucketPast).Get(seqKey(seq))
		if v == nil {
			return core.Errorf(core.CodeNotFound, "the site is not kept as it was after input %d", seq)
		}
		st, err = decodeStanding(v)
		return err
	})
	return st, err
}

// configAt reads the configuration as a version of it was.
func (s *Store) configAt(at core.Seq) (*core.Config, error) {
	var edits []core.Edit
	err := s.versionsAt(bucketHistory, at, func(rec []byte) error {
		var e core.Edit
		if err := decode(rec, &e); err != nil || e.Item == nil {
			return err
		}
		edits = append(edits, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return configOf(at, edits)
}

// countsAt reads the counts as they were right after an input.
func (s *Store) countsAt(at core.Seq) (*core.Counts, error) {
	var rows []core.Count
	err := s.versionsAt(bucketCounts, at, func(rec []byte) error {
		var c core.Count
		if err := decode(rec, &c); err != nil || c.IsZero() {
			return err
		}
		rows = append(rows, c)
		return nil
	})
	return core.CountsOf(rows), err
}

// versionsAt gives of each item in a bucket the newest version that is not newer than at.
func (s *Store) versionsAt(bucket []byte, at core.Seq, take func(rec []byte) error) error {
	for from, more := []byte(nil), true; more; {
		recs, next, err := s.someVersions(bucket, at, from)
		if err != nil {
			return err
		}
		for _, rec := range recs {
			if err := take(rec); err != nil {
				return err
			}
		}
		from, more = next, next != nil
	}
	return nil
}

// someVersions copies out of one short view the records of some items, from the key from on; next
// is nil when there are no more.
func (s *Store) someVersions(bucket []byte, at core.Seq, from []byte) (recs [][]byte, next []byte, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucket)
		c := b.Cursor()
		k, _ := c.Seek(from)
		for n := 0; k != nil; n++ {
			if n == viewRows {
				next = slices.Clone(k)
				return nil
			}
			item, err := itemOf(k)
			if err != nil {
				return err
			}
			if _, v := lastVersion(b, item, at); v != nil {
				recs = append(recs, bytes.Clone(v))
			}
			k, _ = c.Seek(afterItem(item))
		}
		return nil
	})
	return recs, next, err
}

// itemOf is a history key up to and with the zero before its number, copied.
func itemOf(k []byte) ([]byte, error) {
	if n := len(k) - 8; n > 0 && k[n-1] == 0 {
		return slices.Clone(k[:n]), nil
	}
	return nil, fmt.Errorf("%w: the history has a key of %d bytes", ErrDamaged, len(k))
}

// afterItem is below every key of the next item, and above every one of this.
func afterItem(item []byte) []byte { return append(item[:len(item)-1:len(item)-1], 1) }

// lastVersion finds the newest version of an item that is not newer than at; nil: there is none.
func lastVersion(b *bolt.Bucket, item []byte, at core.Seq) (key, rec []byte) {
	c := b.Cursor()
	k, v := c.Seek(binary.BigEndian.AppendUint64(slices.Clone(item), uint64(at)+1))
	if k == nil {
		k, v = c.Last()
	} else {
		k, v = c.Prev()
	}
	if !bytes.HasPrefix(k, item) || len(k) != len(item)+8 {
		return nil, nil
	}
	return k, v
}
