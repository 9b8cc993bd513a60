package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/core/durable"
)

// create makes site.db in one step: bbolt's own initialisation does not survive a power cut in
// 3 of 100 places, so it happens under another name. rows are what a copy gave back.
func (s *Store) create(rows []row) error {
	path := s.path(dbFile)
	db, err := s.openDB(path + durable.Temp)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error { return s.fill(tx, rows) })
	if err == nil {
		err = db.Sync()
	}
	if e := db.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = durable.Rename(path+durable.Temp, path)
	}
	if err == nil {
		err = syncParent(s.dir)
	}
	if err != nil {
		return fmt.Errorf("store: create %s: %w", path, err)
	}
	return nil
}

// syncParent makes dir's own name last, where we may.
func syncParent(dir string) error {
	if err := durable.SyncDir(filepath.Dir(dir)); !errors.Is(err, os.ErrPermission) {
		return err
	}
	return nil
}

func (s *Store) fill(tx *bolt.Tx, rows []row) error {
	for _, name := range allBuckets() {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	meta := tx.Bucket(bucketMeta)
	hub := core.HubState{ID: core.HubID(randomHex(4)), Epoch: newEpoch()}
	err := errors.Join(
		meta.Put(metaSchema, []byte(strconv.Itoa(schema))),
		put(meta, metaHub, hub),
		put(meta, metaLast, mark{}),
		meta.Put(metaCheck, frame(s.vault.Seal([]byte(checkText), "check"))))
	if err != nil {
		return err
	}
	if rows == nil { // nobody's yet: an installer sets it up [site.release]
		set := core.Settings{Installing: true}
		err = put(tx.Bucket(bucketOf(core.KindSettings)), []byte(set.Ref().ID), set)
	}
	for _, r := range rows {
		b := tx.Bucket(r.bucket)
		if b == nil {
			return fmt.Errorf("%w: a copy has the unknown bucket %q", ErrDamaged, r.bucket)
		}
		if err := b.Put(r.key, r.value); err != nil {
			return err
		}
	}
	if rows != nil {
		err = renewEpoch(tx)
	}
	return errors.Join(err, begin(tx))
}

func put(b *bolt.Bucket, key []byte, v any) error {
	rec, err := encode(v)
	if err != nil {
		return err
	}
	return b.Put(key, rec)
}

// sweep removes what a crash left half made.
func sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "*"+durable.Temp))
	for _, f := range left {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}
