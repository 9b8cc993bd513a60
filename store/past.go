package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Checkpoint makes the newest kept site that is not newer than m; next is the number of the one
// that was kept after it, 0: none. By the wall clock it is the last that was kept when the clock
// showed no more than m.Wall. now lends its configuration where that has not changed since, which
// saves reading it.
//
// Decided again over it, the entries Since it give every later site. It fails with a *core.Error
// where m lies before the oldest that is kept.
func (s *Store) Checkpoint(m core.Moment, now *core.Config) (site *core.Site, next core.Seq, err error) {
	st, next, err := s.standingAt(m)
	if err != nil {
		return nil, 0, err
	}
	if now == nil || now.Version != st.Last.Config {
		if now, err = s.configAt(st.Last.Config); err != nil {
			return nil, 0, err
		}
	}
	counts, err := s.countsAt(st.Last.Seq)
	if err != nil {
		return nil, 0, err
	}
	if oldest, err := s.Reach(); err != nil || oldest.Seq > st.Last.Seq {
		return nil, 0, beyond(oldest, err) // retention has passed by meanwhile
	}
	return st.site(now, counts), next, nil
}

// Reach is the oldest checkpoint.
func (s *Store) Reach() (core.Reach, error) {
	var st standing
	err := s.view(func(tx *bolt.Tx) error {
		_, v := tx.Bucket(bucketPast).Cursor().First()
		return decode(v, &st)
	})
	return core.Reach{Seq: st.Last.Seq, At: st.Last.At}, err
}

// Checkpoints are the numbers of all that are kept, in order.
func (s *Store) Checkpoints() (all []core.Seq, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketPast).ForEach(func(k, _ []byte) error { all = append(all, seqOf(k)); return nil })
	})
	return all, err
}

func (s *Store) standingAt(m core.Moment) (st standing, next core.Seq, err error) {
	found := false
	err = s.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketPast).Cursor()
		for k, v := c.Last(); k != nil; k, v = c.Prev() { // a few hundred at most
			if m.Seq != 0 && seqOf(k) > m.Seq {
				next = seqOf(k)
				continue
			}
			st = standing{} // decode leaves alone what a record does not name
			if err := decode(v, &st); err != nil {
				return err
			}
			if found = m.Seq != 0 || m.IsZero() || st.Last.At.Wall <= m.Wall; found {
				return nil
			}
			next = seqOf(k)
		}
		return nil
	})
	if err == nil && !found {
		err = beyond(s.Reach())
	}
	return st, next, err
}

// beyond says how far the past reaches.
func beyond(r core.Reach, err error) error {
	if err != nil {
		return err
	}
	return core.Errorf(core.CodeNotFound, "the past of this site reaches back to input %d, and no further", r.Seq).
		Advise("ask for a later moment; how long entries are kept is the site file's `keep`")
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
