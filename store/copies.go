package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"

	"localiq/core/durable"
)

// A copy is the configuration with all that is private, still sealed: the rows of the buckets
// below, what moves with each person as it stood then (or a key that is good for five openings would be
// good for five again), and nothing of the ledger, the history or the doors. There are two, written in turn
// after each change, so that a card which lies about having written loses one of them at most.
//
// On disk: a line that names the format; each row as three byte strings (bucket, key, value)
// with their lengths as uvarints; SHA-256 of all that. The first row is meta/last.
const copyHead = "localiq copy 1\n"

var copyFiles = [2]string{"site.copy.a", "site.copy.b"}

type row struct{ bucket, key, value []byte }

type copied struct {
	file string
	last mark
	rows []row
}

// newCopy encodes the rows in one view, in which they are not held twice.
func (s *Store) newCopy() (b []byte, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		var rows []row
		meta, ahead := tx.Bucket(bucketMeta), isAhead(tx)
		for _, k := range [][]byte{metaLast, metaHub, metaCheck} {
			rows = append(rows, row{bucketMeta, k, meta.Get(k)})
		}
		for _, name := range copiedBuckets() {
			err := tx.Bucket(name).ForEach(func(k, v []byte) error {
				if !(ahead && isPrivate(name) && ofNobody(tx, k)) {
					rows = append(rows, row{name, k, v})
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		b = encodeCopy(append(rows, newestCounts(tx)...))
		return nil
	})
	return b, err
}

// newestCounts are those that count now, of each person the last version.
func newestCounts(tx *bolt.Tx) (rows []row) {
	_ = tx.Bucket(bucketCounts).ForEach(func(k, v []byte) error {
		r := row{bucketCounts, bytes.Clone(k), bytes.Clone(v)}
		if n := len(rows); n > 0 && bytes.Equal(whose(rows[n-1].key), whose(k)) {
			rows[n-1] = r
		} else {
			rows = append(rows, r)
		}
		return nil
	})
	return rows
}

// whose is a version's key without its number.
func whose(key []byte) []byte { return key[:max(0, len(key)-8)] }

func copiedBuckets() [][]byte {
	bs := [][]byte{bucketKeys, bucketNames, bucketSecrets}
	for _, k := range kinds {
		bs = append(bs, bucketOf(k))
	}
	return bs
}

// writeCopy replaces the older of the two.
func (s *Store) writeCopy() error {
	s.copying.Lock()
	defer s.copying.Unlock()
	b, err := s.newCopy()
	if err != nil {
		return err
	}
	if err := durable.WriteFile(s.path(copyFiles[s.nextCopy]), b); err != nil {
		return fmt.Errorf("store: copy the configuration: %w", err)
	}
	s.nextCopy = 1 - s.nextCopy
	return nil
}

func encodeCopy(rows []row) []byte {
	size := len(copyHead) + sha256.Size
	for _, r := range rows {
		size += 3*binary.MaxVarintLen32 + len(r.bucket) + len(r.key) + len(r.value)
	}
	b := append(make([]byte, 0, size), copyHead...)
	for _, r := range rows {
		for _, part := range [][]byte{r.bucket, r.key, r.value} {
			b = binary.AppendUvarint(b, uint64(len(part)))
			b = append(b, part...)
		}
	}
	return summed(b)
}

func summed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// decodeCopy refuses anything but what encodeCopy wrote, whole.
func decodeCopy(b []byte) (c copied, err error) {
	bad := fmt.Errorf("%w: a copy of the configuration", ErrDamaged)
	if len(b) < len(copyHead)+sha256.Size || string(b[:len(copyHead)]) != copyHead {
		return c, bad
	}
	body, sum := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(sum) {
		return c, bad
	}
	for body = body[len(copyHead):]; len(body) > 0; {
		var r row
		for _, part := range []*[]byte{&r.bucket, &r.key, &r.value} {
			n, w := binary.Uvarint(body)
			if w <= 0 || n > uint64(len(body)-w) {
				return c, bad
			}
			*part, body = body[w:w+int(n)], body[w+int(n):]
		}
		c.rows = append(c.rows, r)
	}
	if len(c.rows) == 0 || !bytes.Equal(c.rows[0].key, metaLast) {
		return c, bad
	}
	return c, decode(c.rows[0].value, &c.last)
}

// newestCopy reads both and takes the one that knows more.
func (s *Store) newestCopy() (best copied, err error) {
	for _, name := range copyFiles {
		b, e := os.ReadFile(s.path(name))
		var c copied
		if e == nil {
			c, e = decodeCopy(b)
		}
		if e != nil {
			err = errors.Join(err, e)
			continue
		}
		if c.file = name; best.file == "" || c.last.Seq > best.last.Seq {
			best = c
		}
	}
	if best.file != "" {
		return best, nil
	}
	return best, err
}

// olderCopy is the file to write next.
func (s *Store) olderCopy() int {
	if best, err := s.newestCopy(); err == nil && best.file == copyFiles[0] {
		return 1
	}
	return 0
}

func (s *Store) hasCopy() bool {
	for _, name := range copyFiles {
		if _, err := os.Stat(s.path(name)); err == nil {
			return true
		}
	}
	return false
}
