package store

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// thinning goes round the versions in a bucket and takes away those that no kept checkpoint needs:
// of each item those before the newest that the oldest checkpoint has, and that one too where it
// says that there is nothing. The zero value begins a round; one is enough for each oldest
// checkpoint.
type thinning struct {
	at   core.Seq // what the oldest checkpoint has is not newer; this round is for it
	from []byte   // where it goes on
	over bool
}

// thinAll does a step in each bucket that has versions.
func thinAll(ts *[2]thinning, tx *bolt.Tx) (dropped int, more bool, err error) {
	_, v := tx.Bucket(bucketPast).Cursor().First()
	oldest, err := standingMark(v)
	if err != nil {
		return 0, false, err
	}
	n, more, err := ts[0].step(tx.Bucket(bucketHistory), oldest.Config, noItem)
	if err != nil {
		return 0, false, err
	}
	m, too, err := ts[1].step(tx.Bucket(bucketCounts), oldest.Seq, noCount)
	return n + m, more || too, err
}

func noItem(rec []byte) (bool, error) {
	var e core.Edit
	err := decode(rec, &e)
	return e.Item == nil, err
}

func noCount(rec []byte) (bool, error) {
	var c core.Count
	err := decode(rec, &c)
	return c.IsZero(), err
}

// step looks at some viewRows versions. more is true while the round is not over.
func (t *thinning) step(b *bolt.Bucket, at core.Seq, nothing func(rec []byte) (bool, error)) (dropped int, more bool, err error) {
	if at != t.at {
		*t = thinning{at: at}
	}
	if t.over {
		return 0, false, nil
	}
	looked := 0
	k, _ := b.Cursor().Seek(t.from)
	for ; k != nil && looked < viewRows; k, _ = b.Cursor().Seek(t.from) {
		item, err := itemOf(k)
		if err != nil {
			return dropped, false, err
		}
		gone, err := t.spent(b, item, nothing)
		for _, k := range gone {
			if err == nil {
				err = b.Delete(k)
			}
		}
		if err != nil {
			return dropped, false, err
		}
		looked, dropped, t.from = looked+1+len(gone), dropped+len(gone), afterItem(item)
		if len(gone) == viewRows {
			t.from = item // and perhaps more of it
		}
	}
	t.over = k == nil
	return dropped, !t.over, nil
}

// spent lists versions of one item that can go, viewRows at most.
func (t *thinning) spent(b *bolt.Bucket, item []byte, nothing func(rec []byte) (bool, error)) (gone [][]byte, err error) {
	keep, rec := lastVersion(b, item, t.at)
	if keep == nil {
		return nil, nil
	}
	empty, err := nothing(rec)
	if err != nil {
		return nil, err
	}
	c := b.Cursor()
	for k, _ := c.Seek(item); len(gone) < viewRows && string(k) < string(keep); k, _ = c.Next() {
		gone = append(gone, slices.Clone(k))
	}
	if empty && len(gone) < viewRows {
		gone = append(gone, slices.Clone(keep))
	}
	return gone, nil
}
