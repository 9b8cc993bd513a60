package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// A digest leads back: whoever has the box and the tag, or tries a million PINs, finds whose events
// they were; and the same tag on the same person later would tie the two. So the digests of an erased
// person become pseudonyms, the same ones in the ledger as in the history, so that the past still
// decides as it did.

// pseudonyms are by the text of a digest. One that somebody else has by now (a tag that was given back)
// stays theirs, and is replaced only where the erased person is mentioned with it.
type pseudonyms struct {
	people []core.PersonID
	of     map[string]string
	shared map[string]bool
}

func (s *Store) unlink() error {
	var e erasing
	err := s.view(func(tx *bolt.Tx) error { e, _ = readErasing(tx); return nil })
	if err != nil || len(e.People) == 0 {
		return err
	}
	p := pseudonyms{people: e.People, of: map[string]string{}, shared: map[string]bool{}}
	if err := s.eachRow(bucketHistory, func(_, rec []byte) { p.learn(rec, e.Salt) }); err != nil {
		return err
	}
	if len(p.of) > 0 {
		err = s.eachRow(bucketOf(core.KindKey), func(_, rec []byte) { p.share(rec) })
		if err == nil {
			err = s.rewrite(bucketLedger, p.rewritten)
		}
		if err == nil {
			err = s.rewrite(bucketHistory, p.own)
		}
	}
	if err != nil {
		return err
	}
	return s.unlinked(e.People)
}

// unlinked takes those out of the mark of whom it is done, and the salt with the last of them.
func (s *Store) unlinked(done []core.PersonID) error {
	return s.change(func(tx *bolt.Tx) error {
		e, _ := readErasing(tx)
		if e.People = less(e.People, done); len(e.People) == 0 {
			e.Salt = nil
		}
		return put(tx.Bucket(bucketMeta), metaErased, e)
	})
}

func less(from, off []core.PersonID) (left []core.PersonID) {
	for _, id := range from {
		if !mentions([]byte(`"`+string(id)+`"`), off) {
			left = append(left, id)
		}
	}
	return left
}

// learn takes the digests out of a version of a person or a key.
func (p *pseudonyms) learn(rec, salt []byte) {
	var e core.Edit
	if !mentions(rec, p.people) || decode(rec, &e) != nil {
		return
	}
	for _, d := range p.digests(e) {
		if !d.IsZero() {
			p.of[text(d)] = pseudonym(d, salt)
		}
	}
}

// digests are those in a version of what an erased person was or had.
func (p *pseudonyms) digests(e core.Edit) []core.Digest {
	switch it := e.Item.(type) {
	case core.Key:
		if mentions([]byte(`"`+string(it.Person)+`"`), p.people) {
			return []core.Digest{it.Digest, it.Duress}
		}
	case core.ConsoleKey:
		if mentions([]byte(`"`+string(it.Person)+`"`), p.people) {
			return []core.Digest{it.Digest}
		}
	case core.APIKey:
		if mentions([]byte(`"`+string(it.Person)+`"`), p.people) {
			return []core.Digest{it.Digest}
		}
	case core.Person:
		if mentions([]byte(`"`+string(it.ID)+`"`), p.people) {
			return []core.Digest{it.IQPIN, it.Invite.Code}
		}
	}
	return nil
}

func text(d core.Digest) string { return hex.EncodeToString(d[:]) }

func pseudonym(d core.Digest, salt []byte) string {
	sum := sha256.Sum256(append(d[:], salt...))
	return hex.EncodeToString(sum[:])
}

func (p *pseudonyms) share(rec []byte) {
	for d := range p.of {
		if bytes.Contains(rec, []byte(d)) {
			p.shared[d] = true
		}
	}
}

// rewritten is a line without the digests; nil: it has none.
func (p *pseudonyms) rewritten(rec []byte) []byte {
	theirs, payload := mentions(rec, p.people), []byte(nil)
	for d, to := range p.of {
		if (theirs || !p.shared[d]) && bytes.Contains(rec, []byte(d)) {
			if payload == nil {
				payload, _ = unframe(rec)
				payload = bytes.Clone(payload)
			}
			payload = bytes.ReplaceAll(payload, []byte(d), []byte(to))
		}
	}
	if payload == nil {
		return nil
	}
	return frame(payload)
}

// own is rewritten for a version of what was theirs, and leaves everybody else's alone.
func (p *pseudonyms) own(rec []byte) []byte {
	var e core.Edit
	if !mentions(rec, p.people) || decode(rec, &e) != nil || p.digests(e) == nil {
		return nil
	}
	return p.rewritten(rec)
}

func (s *Store) change(fn func(*bolt.Tx) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.Update(fn)
}

// eachRow goes through a bucket by short views. The record is the transaction's.
func (s *Store) eachRow(bucket []byte, fn func(k, rec []byte)) error {
	for from, more := []byte(nil), true; more; {
		more = false
		err := s.view(func(tx *bolt.Tx) error {
			c, n := tx.Bucket(bucket).Cursor(), 0
			for k, v := c.Seek(from); k != nil; k, v = c.Next() {
				if n++; n > viewRows {
					from, more = bytes.Clone(k), true
					return nil
				}
				fn(k, v)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rewrite puts in place of each record what with makes of it, if anything, some at a time: nobody waits
// for more than a few.
func (s *Store) rewrite(bucket []byte, with func(rec []byte) []byte) error {
	var due [][]byte
	if err := s.eachRow(bucket, func(k, rec []byte) {
		if with(rec) != nil {
			due = append(due, bytes.Clone(k))
		}
	}); err != nil {
		return err
	}
	for len(due) > 0 {
		n := min(len(due), 64)
		err := s.change(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucket)
			for _, k := range due[:n] {
				if rec := b.Get(k); rec != nil { // else retention has passed by
					if now := with(rec); now != nil {
						if err := b.Put(k, now); err != nil {
							return err
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		due = due[n:]
	}
	return nil
}
