package store

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

const checkText = "this key opens this site"

// identify refuses a database that is newer, or of another key; makes what an older release did
// not have; and gives a restored backup a new epoch, so that its ids are not those that the hub
// gave out after the backup was made.
func (s *Store) identify() error {
	backup, older, pastless := false, false, false
	err := s.db.View(func(tx *bolt.Tx) error {
		if err := checkSchema(tx, s.db.Path()); err != nil {
			return err
		}
		for _, name := range addedBuckets {
			older = older || tx.Bucket(name) == nil
		}
		pastless = tx.Bucket(bucketPast) == nil
		meta := tx.Bucket(bucketMeta)
		backup = meta.Get(metaBackup) != nil
		sealed, err := unframe(meta.Get(metaCheck))
		if err != nil {
			return err
		}
		if _, err := s.vault.Open(sealed, "check"); err != nil {
			return core.Errorf(core.CodeRefused, "the site's key is not the one that sealed %s", s.db.Path()).
				Advise("put back the site.key that belongs to this database")
		}
		if err = decode(meta.Get(metaLast), &s.last); err != nil || pastless {
			return err
		}
		s.checked, err = newestChecked(tx)
		return err
	})
	if err != nil || !backup && !older {
		return err
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range addedBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		if backup {
			if err := errors.Join(tx.Bucket(bucketMeta).Delete(metaBackup), renewEpoch(tx), unconfirm(tx)); err != nil {
				return err
			}
		}
		if !pastless && !backup {
			return nil
		}
		s.checked = s.last
		return begin(tx)
	})
}

func renewEpoch(tx *bolt.Tx) error {
	var hub core.HubState
	meta := tx.Bucket(bucketMeta)
	if err := decode(meta.Get(metaHub), &hub); err != nil {
		return err
	}
	hub.Epoch = newEpoch()
	return put(meta, metaHub, hub)
}

// unconfirm forgets what locks said of their tables: after the backup was made they may have got others,
// with people in them of whom it knows nothing.
func unconfirm(tx *bolt.Tx) error {
	b := tx.Bucket(bucketDoors)
	var doors []core.DoorState
	err := b.ForEach(func(_, v []byte) error {
		var st core.DoorState
		err := decode(v, &st)
		if st.Sync.Reported != 0 {
			st.Sync.Reported = 0
			doors = append(doors, st)
		}
		return err
	})
	for _, st := range doors {
		err = errors.Join(err, put(b, []byte(st.Door), st))
	}
	return err
}

func newEpoch() core.Epoch {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return core.Epoch(binary.BigEndian.Uint64(b[:]))
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
