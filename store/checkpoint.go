package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// standing is the site as it stood after an input, but for what has versions of its own: the
// configuration, by Last.Config, and the counts, by Last.Seq. A checkpoint is one that is kept, in the transaction of its input, so
// it is there when the input is; no name is in it.
type standing struct {
	Last  mark             `json:"last"`
	Hub   core.HubState    `json:"hub"`
	Doors []core.DoorState `json:"doors,omitempty"`
}

// standingOf is the one that the transaction sees.
func standingOf(tx *bolt.Tx) (now standing, err error) {
	meta := tx.Bucket(bucketMeta)
	if err = decode(meta.Get(metaLast), &now.Last); err != nil {
		return now, err
	}
	if err = decode(meta.Get(metaHub), &now.Hub); err != nil {
		return now, err
	}
	err = tx.Bucket(bucketDoors).ForEach(func(_, v []byte) error {
		var d core.DoorState
		err := decode(v, &d)
		now.Doors = append(now.Doors, d)
		return err
	})
	return now, err
}

// site joins it with them.
func (st standing) site(cfg *core.Config, counts *core.Counts) *core.Site {
	site := core.NewSite(st.Hub)
	site.Seq, site.At, site.Config, site.Counts = st.Last.Seq, st.Last.At, cfg, counts
	said := map[core.DoorID]core.DoorState{}
	for _, d := range st.Doors {
		said[d.Door] = d
	}
	for _, d := range cfg.Doors {
		now := said[d.ID]
		now.Door = d.ID
		site.Doors = append(site.Doors, now)
	}
	return site
}

// checkpoint keeps the present standing when it is due: every so many inputs, and on each new day,
// so that a quiet site's past is not lost with its oldest line.
func (w *writer) checkpoint(every int) error {
	n := w.last.Seq - w.checked.Seq
	stays := w.checked.Seq >= w.pushed // else what follows the newest is gone, and it with it
	if n == 0 || stays && n < core.Seq(every) && utcDay(w.last.At) == utcDay(w.checked.At) {
		return nil
	}
	w.checked = w.last
	return keepStanding(w.tx)
}

func utcDay(at core.Instant) int64 { return at.Wall / int64(24*time.Hour) }

func keepStanding(tx *bolt.Tx) error {
	now, err := standingOf(tx)
	if err != nil {
		return err
	}
	b := tx.Bucket(bucketPast)
	b.FillPercent = 0.9
	rec, err := encodeStanding(now)
	if err != nil {
		return err
	}
	return b.Put(seqKey(now.Last.Seq), rec)
}

// A checkpoint's record has two JSON values: the mark, which is all that a list needs, and the
// standing.
func encodeStanding(st standing) ([]byte, error) {
	m, err := json.Marshal(st.Last)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	all, err := json.Marshal(st)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return frame(append(m, all...)), nil
}

func decodeStanding(rec []byte) (st standing, err error) {
	err = decodeEach(rec, new(mark), &st)
	return st, err
}

func standingMark(rec []byte) (m mark, err error) {
	err = decodeEach(rec, &m)
	return m, err
}

// decodeEach reads as many of a record's values as are wanted.
func decodeEach(rec []byte, values ...any) error {
	payload, err := unframe(rec)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	for _, v := range values {
		if err := d.Decode(v); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	return nil
}

// newestChecked is the mark of the newest checkpoint.
func newestChecked(tx *bolt.Tx) (mark, error) {
	k, v := tx.Bucket(bucketPast).Cursor().Last()
	if k == nil {
		return mark{}, fmt.Errorf("%w: no checkpoint of the site", ErrDamaged)
	}
	return standingMark(v)
}

// begin makes a database fit to be asked for its past from here on: each item of the configuration
// has a version, and there is a checkpoint. An older release, or a copy, may have left neither.
func begin(tx *bolt.Tx) error {
	var last mark
	if err := decode(tx.Bucket(bucketMeta).Get(metaLast), &last); err != nil {
		return err
	}
	edits, err := items(tx)
	if err != nil {
		return err
	}
	history := tx.Bucket(bucketHistory)
	for _, e := range edits {
		key, err := historyKey(e.Ref, last.Config)
		if err != nil {
			return err
		}
		if known, _ := lastVersion(history, key[:len(key)-8], last.Config); known != nil {
			continue
		}
		if err := put(history, key, e); err != nil {
			return err
		}
	}
	return keepStanding(tx)
}
