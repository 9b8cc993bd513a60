package store

import (
	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

// Credentials opens what the rows of a lock's table stand for, for whoever brings it there; the
// rules have said that they shall be there. A key whose secret nobody kept, or whose person was
// erased meanwhile, keeps an empty one.
func (s *Store) Credentials(rows []core.Row) error {
	return s.view(func(tx *bolt.Tx) error {
		keys, secrets := tx.Bucket(bucketKeys), tx.Bucket(bucketSecrets)
		of := map[core.PersonID]*vault.Key{}
		for i := range rows {
			r := &rows[i]
			key, known := of[r.Person]
			if rec := keys.Get([]byte(r.Person)); !known && rec != nil {
				var err error
				if key, err = openPerson(s.vault, r.Person, rec); err != nil {
					return err
				}
			}
			of[r.Person] = key
			if key == nil {
				continue
			}
			if err := openSecret(key, secrets, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func openSecret(key *vault.Key, secrets *bolt.Bucket, r *core.Row) error {
	row, err := pairKey(string(r.Person), string(r.Key))
	if err != nil {
		return err
	}
	rec := secrets.Get(row)
	if rec == nil {
		return nil
	}
	c, err := secretOf(key, rec, string(r.Person), string(r.Key))
	r.Credential = c
	return err
}
