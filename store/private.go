package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

type names map[core.PersonID]core.Name

// private keeps a name and secrets under the person's own key, made when first needed.
func (w *writer) private(p *core.Private) error {
	if p.Person == "" {
		return errors.New("something private without a person")
	}
	w.last.Copied = w.last.Seq
	if p.Gone {
		return w.erase(p.Person)
	}
	if w.ahead.news[p.Person] {
		if p.Name != nil {
			w.ownNames()[p.Person] = *p.Name
		}
		return nil
	}
	key, err := w.personKey(p.Person)
	if err != nil {
		return err
	}
	if p.Name != nil {
		if err := w.name(key, p.Person, *p.Name); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.Secrets)) {
		secret := p.Secrets[id]
		row, err := pairKey(string(p.Person), string(id))
		if err != nil {
			return err
		}
		sealed := key.Seal([]byte(secret.Reveal()), "secret", string(p.Person), string(id))
		if err := w.tx.Bucket(bucketSecrets).Put(row, frame(sealed)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) name(key *vault.Key, p core.PersonID, n core.Name) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	w.ownNames()[p] = n
	return w.tx.Bucket(bucketNames).Put([]byte(p), frame(key.Seal(b, "name", string(p))))
}

// erase destroys the person's key, and with it what it sealed wherever that was copied to; the
// rows go too. What else is to be done comes after the commit: see erasure.
func (w *writer) erase(p core.PersonID) error {
	w.erased = append(w.erased, p)
	delete(w.ownNames(), p)
	err := errors.Join(w.tx.Bucket(bucketKeys).Delete([]byte(p)), w.tx.Bucket(bucketNames).Delete([]byte(p)))
	b := w.tx.Bucket(bucketSecrets)
	for _, row := range secretRows(b, p) {
		err = errors.Join(err, b.Delete(row))
	}
	return err
}

func (w *writer) personKey(p core.PersonID) (*vault.Key, error) {
	b := w.tx.Bucket(bucketKeys)
	if rec := b.Get([]byte(p)); rec != nil {
		return openPerson(w.vault, p, rec)
	}
	if _, err := pairKey(string(p)); err != nil {
		return nil, err
	}
	key, sealed := w.vault.NewKey("person", string(p))
	return key, b.Put([]byte(p), frame(sealed))
}

// ownNames copies the names once per transaction: readers hold the map of before.
func (w *writer) ownNames() names {
	if !w.own {
		w.names, w.own = maps.Clone(w.names), true
	}
	return w.names
}

func openPerson(v *vault.Vault, p core.PersonID, rec []byte) (*vault.Key, error) {
	sealed, err := unframe(rec)
	if err != nil {
		return nil, err
	}
	key, err := v.OpenKey(sealed, "person", string(p))
	if err != nil {
		return nil, fmt.Errorf("store: the key of person %s: %w", p, err)
	}
	return key, nil
}

// secretRows are the keys of a person's secrets, copied.
func secretRows(b *bolt.Bucket, p core.PersonID) (rows [][]byte) {
	c, prefix := b.Cursor(), string(p)+"\x00"
	for k, _ := c.Seek([]byte(prefix)); len(k) > len(prefix) && string(k[:len(prefix)]) == prefix; k, _ = c.Next() {
		rows = append(rows, append([]byte(nil), k...))
	}
	return rows
}

// readPrivate opens every name once, at start.
func (s *Store) readPrivate() error {
	all := names{}
	err := s.db.View(func(tx *bolt.Tx) error {
		keys := tx.Bucket(bucketKeys)
		return tx.Bucket(bucketNames).ForEach(func(k, v []byte) error {
			p := core.PersonID(k)
			key, err := openPerson(s.vault, p, keys.Get(k))
			if err != nil {
				return err
			}
			n, err := openName(key, p, v)
			all[p] = n
			return err
		})
	})
	s.names.Store(&all)
	return err
}

func openName(key *vault.Key, p core.PersonID, rec []byte) (n core.Name, err error) {
	sealed, err := unframe(rec)
	if err != nil {
		return n, err
	}
	b, err := key.Open(sealed, "name", string(p))
	if err != nil {
		return n, fmt.Errorf("store: the name of person %s: %w", p, err)
	}
	return n, json.Unmarshal(b, &n)
}

// Names are what people are called. The map is replaced, never changed: keep it as long as you
// like, and do not write to it.
func (s *Store) Names() map[core.PersonID]core.Name { return *s.names.Load() }

// Secrets opens a person's tag numbers and PINs, by key. Whoever calls has been allowed to by
// the rules. Nobody's are empty, as are those of a person who was erased.
func (s *Store) Secrets(p core.PersonID) (map[core.KeyID]core.Secret, error) {
	out := map[core.KeyID]core.Secret{}
	err := s.view(func(tx *bolt.Tx) error {
		rec := tx.Bucket(bucketKeys).Get([]byte(p))
		if rec == nil {
			return nil
		}
		key, err := openPerson(s.vault, p, rec)
		if err != nil {
			return err
		}
		b := tx.Bucket(bucketSecrets)
		for _, row := range secretRows(b, p) {
			id := string(row[len(p)+1:])
			secret, err := secretOf(key, b.Get(row), string(p), id)
			if err != nil {
				return err
			}
			out[core.KeyID(id)] = secret
		}
		return nil
	})
	return out, err
}

func secretOf(key *vault.Key, rec []byte, person, id string) (core.Secret, error) {
	sealed, err := unframe(rec)
	if err != nil {
		return core.Secret{}, err
	}
	plain, err := key.Open(sealed, "secret", person, id)
	if err != nil {
		return core.Secret{}, fmt.Errorf("store: a secret of person %s: %w", person, err)
	}
	return core.NewSecret(string(plain)), nil
}
