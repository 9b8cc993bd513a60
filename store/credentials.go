package store

import (
	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

// Credentials opens what the rows of a lock's table stand for, for whoever brings it there; the
// rules have said that they shall be there. A key whose secret nobody kept, or cannot be read, or
// whose person was erased meanwhile, keeps an empty one: one damaged record must not keep a lock
// from losing another key.
func (s *Store) Credentials(rows []core.Row) error {
	return s.view(func(tx *bolt.Tx) error {
		keys, secrets := tx.Bucket(bucketKeys), tx.Bucket(bucketSecrets)
		of := map[core.PersonID]*vault.Key{}
		for i := range rows {
			r := &rows[i]
			key, known := of[r.Person]
			if rec := keys.Get([]byte(r.Person)); !known && rec != nil {
				key, _ = openPerson(s.vault, r.Person, rec)
			}
			if of[r.Person] = key; key != nil {
				r.Credential = credentialOf(key, secrets, r)
			}
		}
		return nil
	})
}

func credentialOf(key *vault.Key, secrets *bolt.Bucket, r *core.Row) core.Secret {
	row, err := pairKey(string(r.Person), string(r.Key))
	if err != nil {
		return core.Secret{}
	}
	rec := secrets.Get(row)
	if rec == nil {
		return core.Secret{}
	}
	c, _ := secretOf(key, rec, string(r.Person), string(r.Key)) // an error's is empty
	return c
}
