package store

import (
	"bytes"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Retention is a ring, from the first day on: deleting in bulk would make every later commit
// rewrite a long list of free pages (facts: reliability 1.5). With each new line at most two old
// ones go; what is left over goes in small steps when the hub has nothing else to do (Tidy).

// ring pushes out the oldest lines while there are more than keep, while they are older than the
// settings say, and while the file is crowded, whatever the settings say.
func (w *writer) ring(b *bolt.Bucket) error {
	n, err := b.NextSequence()
	if err != nil {
		return err
	}
	for room := 2; n > 1 && room > 0 && w.full(b, n); room-- {
		if err := w.pushOut(b); err != nil {
			return err
		}
		n--
	}
	return b.SetSequence(n)
}

func (w *writer) full(b *bolt.Bucket, n uint64) bool {
	return n > uint64(w.keep) || w.crowded || w.aged(b, w.last.At)
}

// aged is true when the oldest line is older than lines are kept. A clock that nobody vouches for
// deletes nothing.
func (w *writer) aged(b *bolt.Bucket, now core.Instant) bool {
	if now.Trust == core.Untrusted {
		return false
	}
	if w.oldest.Seq == 0 {
		k, v := b.Cursor().First()
		var l struct {
			Input struct {
				At core.Instant `json:"at"`
			} `json:"input"`
		}
		if decode(v, &l) != nil {
			return false
		}
		w.oldest = mark{Seq: seqOf(k), At: l.Input.At}
	}
	return w.oldest.At.Wall < now.Wall-int64(w.age)
}

// keptFor is how long the settings want lines to be kept.
func keptFor(tx *bolt.Tx) time.Duration {
	days := core.DefaultKeepDays
	var set core.Settings
	ref := core.Settings{}.Ref()
	if decode(tx.Bucket(bucketOf(ref.Kind)).Get([]byte(ref.ID)), &set) == nil && set.KeepDays > 0 {
		days = set.KeepDays
	}
	return time.Duration(days) * 24 * time.Hour
}

// pushOut takes the oldest line away, with the request that it answered, and the checkpoints that
// it followed: without it they lead nowhere.
func (w *writer) pushOut(b *bolt.Bucket) error {
	k, v := b.Cursor().First()
	var old line
	if err := decode(v, &old); err == nil && old.Input.Origin.Request != "" {
		if err := w.forgetRequest(old.Input); err != nil {
			return err
		}
	}
	w.oldest, w.pushed = mark{}, seqOf(k)
	if err := b.Delete(bytes.Clone(k)); err != nil {
		return err
	}
	past := w.tx.Bucket(bucketPast)
	for {
		k, _ := past.Cursor().First()
		if k == nil || seqOf(k) >= w.pushed {
			return nil
		}
		if err := past.Delete(bytes.Clone(k)); err != nil {
			return err
		}
	}
}

func (w *writer) forgetRequest(in core.Input) error {
	b, key := w.tx.Bucket(bucketAsked), []byte(in.Origin.Request)
	if at, err := unframe(b.Get(key)); err != nil || seqOf(at) != in.ID {
		return nil
	}
	return b.Delete(key)
}

// crowded is true when seven eighths of the space are in use. bbolt stops one allocation short
// of its bound.
func crowded(tx *bolt.Tx, maxSize int) bool {
	free := int64(tx.DB().Stats().FreePageN) * 4096
	return tx.Size()-free > int64(maxSize-allocSize)/8*7
}

const (
	tidyLines = 16
	// freeMost bounds the list of free pages, which every commit writes anew: 8 bytes a page. What is
	// beyond waits until the file is compacted.
	freeMost = 1024
)

// Tidy does one small step of what retention has left over, in one transaction of its own: some
// lines that are too old, and some versions of the configuration that no kept checkpoint needs.
// more is true while there is another step to do. Commit waits for it. An erasure that failed is tried
// again in the background.
func (s *Store) Tidy(now core.Instant) (more bool, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken != nil {
		return false, s.broken
	}
	s.keeper.after(false, s.erased())
	w := &writer{keep: s.opt.Keep, vault: s.vault, last: s.last, checked: s.checked, oldest: s.oldest}
	thinned := s.thinned
	if err = s.tidy(w, &thinned, now, &more); err != nil && !errors.Is(err, errIdle) {
		return false, s.settle(err)
	}
	s.thinned = thinned
	if err == nil {
		s.checked, s.oldest = w.checked, w.oldest
	}
	return more, nil
}

// errIdle takes a transaction back that wrote nothing, so that the disk is left alone.
var errIdle = errors.New("store: nothing to tidy")

func (s *Store) tidy(w *writer, ts *[2]thinning, now core.Instant, more *bool) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.db.Update(func(tx *bolt.Tx) error {
		w.begin(tx, s.opt.MaxSize)
		lines, err := w.outdated(now)
		if err == nil && lines > 0 {
			err = w.checkpoint(s.opt.Every) // at least one there must be
		}
		if err != nil {
			return err
		}
		versions, goesOn, err := thinAll(ts, tx)
		if err != nil {
			return err
		}
		if *more = lines == tidyLines || goesOn; lines+versions == 0 {
			return errIdle
		}
		return nil
	})
}

// outdated pushes out lines that are too old now, a few at most. The newest stays.
func (w *writer) outdated(now core.Instant) (n int, err error) {
	if w.tx.DB().Stats().FreePageN > freeMost {
		return 0, nil
	}
	b := w.tx.Bucket(bucketLedger)
	for rows := b.Sequence(); n < tidyLines && rows > 1 && w.aged(b, now); n++ {
		if err := w.pushOut(b); err != nil {
			return n, err
		}
		rows--
		if err := b.SetSequence(rows); err != nil {
			return n, err
		}
	}
	return n, nil
}
