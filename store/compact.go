package store

import (
	"errors"
	"fmt"
	"io"

	bolt "go.etcd.io/bbolt"

	"localiq/core/durable"
)

// CompactDue is true when there are so many unused pages that they slow each commit. It is for the
// caller to choose a quiet hour: Commit waits for Compact.
func (s *Store) CompactDue() bool { return s.db.Stats().FreePageN > freeMost }

// Compact writes the database anew without its unused pages, and puts the new file in place of
// the old one. Every other method waits for it. On an error the old file stays in use. The old
// file's blocks are freed and not overwritten: on a card nobody can do that.
func (s *Store) Compact() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.rewriteFile()
}

// rewriteFile is for whoever holds s.writing.
func (s *Store) rewriteFile() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := s.path(dbFile)
	if err := s.compactTo(path + durable.Temp); err != nil {
		return fmt.Errorf("store: compact: %w", err)
	}
	db, err := s.openDB(path + durable.Temp)
	if err != nil {
		return err
	}
	if err := durable.Rename(path+durable.Temp, path); err != nil {
		return fmt.Errorf("store: compact: %w", errors.Join(err, db.Close()))
	}
	old := s.db
	s.db = db
	return old.Close()
}

func (s *Store) compactTo(path string) error {
	dst, err := s.openDB(path)
	if err != nil {
		return err
	}
	dst.NoSync = true // nothing needs it before the Sync at the end
	err = bolt.Compact(dst, s.db, 1<<20)
	if err == nil {
		err = dst.Sync()
	}
	return errors.Join(err, dst.Close())
}

// Backup writes the database to path, at once usable as a site.db beside the same site.key.
// Whoever opens it takes a new epoch, so that no id is given out twice.
func (s *Store) Backup(path string) error {
	err := durable.Write(path+backupTemp, func(w io.Writer) error {
		return s.view(func(tx *bolt.Tx) error { _, err := tx.WriteTo(w); return err })
	})
	if err == nil {
		err = s.markBackup(path + backupTemp)
	}
	if err == nil {
		err = durable.Rename(path+backupTemp, path)
	}
	if err != nil {
		return fmt.Errorf("store: back up to %s: %w", path, err)
	}
	return nil
}

const backupTemp = ".unmarked"

func (s *Store) markBackup(path string) error {
	db, err := s.openDB(path)
	if err != nil {
		return err
	}
	db.AllocSize = 0 // grow by what is needed: this file stays as it is
	err = db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Put(metaBackup, frame(nil)) })
	return errors.Join(err, db.Close())
}
