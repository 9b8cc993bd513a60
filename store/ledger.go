package store

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// line is an entry as the ledger keeps it. Changes are not kept: deciding the input again makes
// them.
type line struct {
	Input    core.Input     `json:"input"`
	Commands []core.Command `json:"commands,omitempty"`
	Notices  []core.Notice  `json:"notices,omitempty"`
	Answer   core.Reply     `json:"answer,omitzero"`
	// Private names those of whom something private came with the input: to decide it again, it must
	// be known that something did.
	Private []core.PersonID `json:"private,omitempty"`
}

func lineOf(e *core.Entry) line {
	l := line{e.Input, e.Decision.Commands, e.Decision.Notices, e.Decision.Answer, nil}
	for _, p := range e.Input.Private {
		l.Private = append(l.Private, p.Person)
	}
	return l
}

func (w *writer) line(e *core.Entry) error {
	rec, err := encode(lineOf(e))
	if err != nil {
		return err
	}
	b := w.tx.Bucket(bucketLedger)
	b.FillPercent = 0.9 // keys only rise: leave no half-empty pages behind
	if err := b.Put(seqKey(e.Input.ID), rec); err != nil {
		return err
	}
	if err := w.asked(e.Input.Origin.Request, e.Input.ID); err != nil {
		return err
	}
	return w.ring(b)
}

// asked remembers the first answer to a request; a repeat does not replace it.
func (w *writer) asked(request string, at core.Seq) error {
	b := w.tx.Bucket(bucketAsked)
	if request == "" || b.Get([]byte(request)) != nil {
		return nil
	}
	return b.Put([]byte(request), frame(seqKey(at)))
}

// Since returns up to n entries with a sequence number above seq, in order. Their Changes are
// empty, and Private says of whom and nothing else. A SiteEdited that sets a time zone has it loaded, and nil where this box does not know
// the zone.
func (s *Store) Since(seq core.Seq, n int) ([]core.Entry, error) {
	var all []core.Entry
	for len(all) < n {
		part, err := s.rows(min(n-len(all), viewRows), (*bolt.Cursor).Next, func(c *bolt.Cursor) ([]byte, []byte) {
			return c.Seek(seqKey(seq + 1))
		})
		if err != nil || len(part) == 0 {
			return all, err
		}
		all = append(all, part...)
		seq = part[len(part)-1].Input.ID
	}
	return all, nil
}

// Last returns the newest n entries, the oldest of them first; else as Since.
func (s *Store) Last(n int) ([]core.Entry, error) {
	var all []core.Entry
	for below := core.Seq(0); len(all) < n; below = all[len(all)-1].Input.ID {
		part, err := s.rows(min(n-len(all), viewRows), (*bolt.Cursor).Prev, func(c *bolt.Cursor) ([]byte, []byte) {
			if below == 0 {
				return c.Last()
			}
			c.Seek(seqKey(below))
			return c.Prev()
		})
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
		if len(part) == 0 {
			break
		}
	}
	slices.Reverse(all)
	return all, nil
}

// viewRows bounds a view: a long one makes the file grow.
const viewRows = 256

type move func(*bolt.Cursor) (key, value []byte)

// rows copies up to n lines out of one short view and decodes them outside of it.
func (s *Store) rows(n int, step, start move) ([]core.Entry, error) {
	var recs [][]byte
	err := s.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketLedger).Cursor()
		for k, v := start(c); k != nil && len(recs) < n; k, v = step(c) {
			recs = append(recs, bytes.Clone(v))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	entries := make([]core.Entry, len(recs))
	for i, rec := range recs {
		if entries[i], err = decodeEntry(rec); err != nil {
			return entries[:i], err
		}
	}
	return entries, nil
}

func decodeEntry(rec []byte) (core.Entry, error) {
	var l line
	if err := decode(rec, &l); err != nil {
		return core.Entry{}, err
	}
	switch ev := l.Input.Event.(type) {
	case nil:
		return core.Entry{}, fmt.Errorf("%w: a line without an event", ErrDamaged)
	case core.SiteEdited:
		l.Input.Event = withZone(ev)
	}
	for _, p := range l.Private {
		l.Input.Private = append(l.Input.Private, core.Private{Person: p})
	}
	return core.Entry{Input: l.Input, Decision: core.Decision{Commands: l.Commands, Notices: l.Notices, Answer: l.Answer}}, nil
}

func withZone(ev core.SiteEdited) core.SiteEdited {
	for _, e := range ev.Edits {
		if set, ok := e.Item.(core.Settings); ok {
			ev.Zone, _ = time.LoadLocation(set.Zone)
		}
	}
	return ev
}

// Answered finds the entry that first carried a request id: a repeat gets its answer.
func (s *Store) Answered(request string) (seq core.Seq, found bool) {
	if request == "" {
		return 0, false
	}
	_ = s.view(func(tx *bolt.Tx) error {
		at, err := unframe(tx.Bucket(bucketAsked).Get([]byte(request)))
		seq, found = seqOf(at), err == nil
		return nil
	})
	return seq, found
}
