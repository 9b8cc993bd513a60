package store

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// thinning goes round the history and takes away the versions that no kept checkpoint needs: of
// each item those before the newest that the oldest checkpoint has, and the mark of a drop that it
// has. The zero value begins a round; one is enough for each oldest checkpoint.
type thinning struct {
	at   core.Seq // the oldest checkpoint's configuration, which this round is for
	from []byte   // where it goes on
	over bool
}

// step looks at up to viewRows versions. more is true while the round is not over.
func (t *thinning) step(tx *bolt.Tx) (dropped int, more bool, err error) {
	var oldest standing
	_, v := tx.Bucket(bucketPast).Cursor().First()
	if err := decode(v, &oldest); err != nil {
		return 0, false, err
	}
	if at := oldest.Last.Config; at != t.at {
		*t = thinning{at: at}
	}
	if t.over {
		return 0, false, nil
	}
	history := tx.Bucket(bucketHistory)
	looked := 0
	k, _ := history.Cursor().Seek(t.from)
	for ; k != nil && looked < viewRows; k, _ = history.Cursor().Seek(t.from) {
		item, err := itemOf(k)
		if err != nil {
			return dropped, false, err
		}
		n, d, err := t.item(history, item)
		if err != nil {
			return dropped, false, err
		}
		if looked, dropped, t.from = looked+n, dropped+d, afterItem(item); d == viewRows {
			t.from = item // and perhaps more of it
		}
	}
	t.over = k == nil
	return dropped, !t.over, nil
}

// item thins the versions of one item.
func (t *thinning) item(history *bolt.Bucket, item []byte) (looked, dropped int, err error) {
	keep, rec := lastVersion(history, item, t.at)
	keep = slices.Clone(keep)
	if keep == nil {
		return 1, 0, nil
	}
	var e core.Edit
	if err := decode(rec, &e); err != nil {
		return 1, 0, err
	}
	var gone [][]byte
	c := history.Cursor()
	for k, _ := c.Seek(item); k != nil && len(gone) < viewRows && seqOf(k[len(item):]) <= seqOf(keep[len(item):]); k, _ = c.Next() {
		if looked++; string(k) != string(keep) || e.Item == nil {
			gone = append(gone, slices.Clone(k))
		}
		if string(k) == string(keep) {
			break
		}
	}
	for _, k := range gone {
		if err := history.Delete(k); err != nil {
			return looked, dropped, err
		}
	}
	return looked, len(gone), nil
}
