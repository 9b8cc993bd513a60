package store

import (
	"bytes"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Load makes the newest site that was kept. On an empty store that is a site with an id and an
// epoch and nothing else.
func (s *Store) Load() (*core.Site, error) {
	var (
		now   standing
		edits []core.Edit
	)
	err := s.view(func(tx *bolt.Tx) (err error) {
		if now, err = standingOf(tx); err != nil {
			return err
		}
		edits, err = items(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	cfg, err := configOf(now.Last.Config, edits)
	if err != nil {
		return nil, err
	}
	counts, err := s.countsAt(now.Last.Seq)
	return now.site(cfg, counts), err
}

// configOf loads the zone: this is the edge where that I/O belongs.
func configOf(at core.Seq, edits []core.Edit) (*core.Config, error) {
	var zone *time.Location
	for _, e := range edits {
		set, ok := e.Item.(core.Settings)
		if !ok || set.Zone == "" {
			continue
		}
		var err error
		if zone, err = time.LoadLocation(set.Zone); err != nil {
			return nil, core.Errorf(core.CodeInvalid, "this box does not know the site's time zone %q", set.Zone).
				Advise("install its time zone data (Debian: tzdata)")
		}
	}
	return core.NewConfig().With(at, edits, zone)
}

func items(tx *bolt.Tx) (edits []core.Edit, err error) {
	for _, k := range kinds {
		err = tx.Bucket(bucketOf(k)).ForEach(func(_, v []byte) error {
			b, err := unframe(v)
			if err != nil {
				return err
			}
			it, err := core.DecodeItem(k, bytes.Clone(b))
			if err == nil {
				edits = append(edits, core.Put(it))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return edits, nil
}
