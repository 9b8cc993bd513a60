package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// bbolt never writes over a page that it no longer uses: what was deleted stays in the file until the
// page is needed again. wipe needs all of them, for zeros, and gives them back.

// bucketScratch is there only between the two transactions of a wipe.
var bucketScratch = []byte("scratch")

const (
	// wipeMost is how many pages are overwritten in place, within a commit's patience (300 ms); beyond
	// it the file is written anew, which takes seconds.
	wipeMost = 2048
	// halfPage fills a page with two rows: 4096 = 16 of head + 2 × (16 of element + 8 of key + it).
	halfPage = (4096-16)/2 - 16 - 8
)

// wipe also takes away the mark, unless somebody else was erased meanwhile.
func (s *Store) wipe() error {
	s.writing.Lock() // what a commit frees meanwhile would be taken for what is to be overwritten
	defer s.writing.Unlock()
	if err := s.fillFree(); err != nil {
		return err
	}
	return s.change(func(tx *bolt.Tx) error {
		if tx.Bucket(bucketScratch) != nil {
			if err := tx.DeleteBucket(bucketScratch); err != nil {
				return err
			}
		}
		if e, _ := readErasing(tx); len(e.People) > 0 {
			return nil
		}
		return tx.Bucket(bucketMeta).Delete(metaErased)
	})
}

func (s *Store) fillFree() error {
	// No reader holds an older root now, and a transaction that writes something makes both roots of the
	// file newer than what was deleted: only then is every old page free.
	s.mu.Lock()
	err := s.db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		return meta.Put(metaErased, bytes.Clone(meta.Get(metaErased)))
	})
	st := s.db.Stats()
	s.mu.Unlock()
	pages := st.FreePageN + st.PendingPageN
	if err != nil {
		return err
	}
	if pages > wipeMost {
		return s.rewriteFile()
	}
	return s.change(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucketScratch)
		if err != nil {
			return err
		}
		b.FillPercent = 1
		zeros := frame(make([]byte, halfPage-recordHead))
		for i := range 2 * pages {
			if err := b.Put(seqKey(core.Seq(i)), zeros); err != nil {
				return err
			}
		}
		return nil
	})
}
