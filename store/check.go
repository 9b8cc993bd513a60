package store

import (
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// Check reads the whole database at path: bbolt's own check of its pages, then the checksum of
// every record. It wraps ErrDamaged when the file is at fault, and does not for a newer
// release's database, or one that is in use. A damaged file may crash or hang it: run it in a
// process that may die.
func Check(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if info.Size() == 0 {
		return fmt.Errorf("%w: %s is empty", ErrDamaged, path)
	}
	o := Options{}.filled().settings()
	o.ReadOnly = true
	db, err := bolt.Open(path, 0o600, o)
	if err != nil {
		return opened(path, err)
	}
	err = db.View(func(tx *bolt.Tx) error {
		if err := checkPages(tx); err != nil {
			return err
		}
		if err := checkSchema(tx, path); err != nil {
			return err
		}
		return tx.ForEach(checkRecords)
	})
	return errors.Join(err, db.Close())
}

func checkPages(tx *bolt.Tx) (first error) {
	for err := range tx.Check() { // to the end: its goroutine must not outlive the transaction
		if first == nil {
			first = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return first
}

func checkRecords(name []byte, b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		if string(name) == string(bucketMeta) && string(k) == string(metaSchema) {
			return nil
		}
		if _, err := unframe(v); err != nil {
			return fmt.Errorf("%w (bucket %s)", err, name)
		}
		return nil
	})
}
