package profile

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"

	"localiq/core/order"
)

// TableStage is a table that is being brought to a lock. It counts for nothing until Commit, so
// it may be lost at any time: the hub sees by the parts what is missing.
type TableStage struct {
	Mark  TableMark // that it shall become
	image TableImage
	rows  [TableParts][]TableRow
}

// Stage begins one: as a copy of the table that counts (nil: there is none), with what the
// begin says; empty if the key is another, for then no hash fits any more.
func Stage(counts *TableImage, b TableBegin) *TableStage {
	s := &TableStage{Mark: b.Mark, image: TableImage{Key: b.Key, OpenFor: b.OpenFor, First: b.First}}
	s.Mark.Room = 0
	if counts == nil || !equalKeys(counts.Key, b.Key) {
		return s
	}
	s.image.Schedules, s.image.Zone = slices.Clone(counts.Schedules), slices.Clone(counts.Zone)
	for _, r := range counts.Rows {
		s.rows[PartOf(r.Hash)] = append(s.rows[PartOf(r.Hash)], r)
	}
	return s
}

// Continues is true for a begin that goes on with this one.
func (s *TableStage) Continues(b TableBegin) bool {
	return s.Mark.same(b.Mark) && equalKeys(s.image.Key, b.Key) && s.image.OpenFor == b.OpenFor && s.image.First == b.First
}

func equalKeys(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

func (m TableMark) same(n TableMark) bool {
	return m.Version == n.Version && m.Hash == n.Hash && m.Rows == n.Rows
}

// Put takes one. After an error what is brought is as it was.
func (s *TableStage) Put(p TablePut) error {
	if err := check(p); err != nil {
		return err
	}
	if p.Part == TimesPart {
		return s.putTimes(p)
	}
	rows := s.rows[p.Part]
	if p.First {
		rows = nil
	}
	if n := len(rows); n > 0 && len(p.Rows) > 0 && !rows[n-1].Hash.before(p.Rows[0].Hash) {
		return fmt.Errorf("%w: rows in no order", errMalformed)
	}
	s.rows[p.Part] = slices.Concat(rows, p.Rows) // a new array: the former may be of the table that counts
	return nil
}

func (s *TableStage) putTimes(p TablePut) error {
	schedules, zone := s.image.Schedules, s.image.Zone
	if p.First {
		schedules, zone = nil, nil
	}
	schedules, zone = slices.Concat(schedules, p.Schedules), slices.Concat(zone, p.Zone)
	if len(schedules) > MaxSchedules || len(zone) > MaxOffsets || !zoneValid(zone) {
		return fmt.Errorf("%w: more times than a table has, or in no order", errMalformed)
	}
	s.image.Schedules, s.image.Zone = schedules, zone
	return nil
}

// Rows is how many it holds so far.
func (s *TableStage) Rows() (n int) {
	for _, rows := range s.rows {
		n += len(rows)
	}
	return n
}

// Parts are the hashes of what has been brought.
func (s *TableStage) Parts() []PartHash { return s.whole().Parts() }

// Commit is the table that counts from now on. Its error is for TableState.Why; then the table
// that counted goes on counting, and the stage may go on.
func (s *TableStage) Commit(m TableMark) (*TableImage, error) {
	t := s.whole()
	if !s.Mark.same(m) {
		return nil, errors.New("another table is being brought")
	}
	if err := t.Check(); err != nil {
		return nil, err
	}
	if !t.Mark(m.Version).same(m) {
		return nil, errors.New("its hash is another")
	}
	return t, nil
}

func (s *TableStage) whole() *TableImage {
	t := s.image
	t.Rows = slices.Concat(s.rows[:]...)
	order.By(t.Rows, func(a, b TableRow) int { return slices.Compare(a.Hash[:], b.Hash[:]) })
	return &t
}
