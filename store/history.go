package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Version is one state of a configuration item.
type Version struct {
	Seq  core.Seq  // of the input that made it
	Item core.Item // nil: it was dropped
}

// Versions lists the states that an item had, the oldest first, as far back as the past reaches.
func (s *Store) Versions(r core.Ref) (vs []Version, err error) {
	prefix, err := pairKey(r.Kind.String(), r.ID)
	if err != nil {
		return nil, err
	}
	prefix = append(prefix, 0)
	err = s.view(func(tx *bolt.Tx) error {
		var last mark
		if err := decode(tx.Bucket(bucketMeta).Get(metaLast), &last); err != nil {
			return err
		}
		c := tx.Bucket(bucketHistory).Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if seqOf(k[len(prefix):]) > last.Seq {
				break // written ahead
			}
			var e core.Edit
			if err := decode(v, &e); err != nil {
				return err
			}
			vs = append(vs, Version{seqOf(k[len(prefix):]), e.Item})
		}
		return nil
	})
	return vs, err
}
