package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Erasing somebody begins in the transaction that destroys their key: from then on nothing opens what
// it sealed. The mark of it stays until all of the steps are done, in this order:
//
//  1. what their keys were known by, in the ledger and the history, becomes something that no key is
//     known by (unlink.go);
//  2. both copies are written anew, and what an earlier damage left behind goes;
//  3. the pages that the database no longer uses are overwritten in place (wipe.go).
//
// They run right after the commit, in the keeper's goroutine, and again from the first at the next
// start or the next Tidy where something came between. Each may be done twice.
func (s *Store) erasure() []func() error {
	return []func() error{s.unlink, s.forget, s.wipe}
}

// erasing is the mark. Salt makes pseudonyms that a start after a crash makes again.
type erasing struct {
	People []core.PersonID `json:"people,omitempty"` // whose keys are still to be made unknown
	Salt   []byte          `json:"salt,omitempty"`
}

func readErasing(tx *bolt.Tx) (e erasing, is bool) {
	rec := tx.Bucket(bucketMeta).Get(metaErased)
	_ = decode(rec, &e) // an older release wrote an empty one
	return e, rec != nil
}

// erasing is written with the transaction that erases.
func (w *writer) markErased() error {
	e, _ := readErasing(w.tx)
	if e.Salt == nil {
		e.Salt = make([]byte, 32)
		rand.Read(e.Salt)
	}
	for _, p := range w.erased {
		if !slices.Contains(e.People, p) {
			e.People = append(e.People, p)
		}
	}
	return put(w.tx.Bucket(bucketMeta), metaErased, e)
}

// erased is true while a trace of somebody who was erased may still be in a file.
func (s *Store) erased() (is bool) {
	_ = s.view(func(tx *bolt.Tx) error {
		_, is = readErasing(tx)
		return nil
	})
	return is
}

func (s *Store) finishErasure() error {
	if !s.erased() {
		return nil
	}
	for _, step := range s.erasure() {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Forgotten returns nil once nothing of whoever was erased before is in any file of the directory. It
// fails when ctx ends before that, and with what went wrong; then it is tried again by itself.
func (s *Store) Forgotten(ctx context.Context) error {
	clean := s.keeper.cleaned()
	select {
	case <-clean:
		return s.Trouble()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// forget removes what was erased from every file but the database itself.
func (s *Store) forget() error {
	return errors.Join(s.writeCopy(), s.writeCopy(), s.dropDamaged())
}

// mentions is true for a record that has an id as a JSON string.
func mentions[T ~string](rec []byte, ids []T) bool {
	return slices.ContainsFunc(ids, func(id T) bool { return bytes.Contains(rec, []byte(`"`+string(id)+`"`)) })
}
