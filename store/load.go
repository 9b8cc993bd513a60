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
		last   mark
		hub    core.HubState
		edits  []core.Edit
		states map[core.DoorID]core.DoorState
	)
	err := s.view(func(tx *bolt.Tx) (err error) {
		meta := tx.Bucket(bucketMeta)
		if err = decode(meta.Get(metaLast), &last); err != nil {
			return err
		}
		if err = decode(meta.Get(metaHub), &hub); err != nil {
			return err
		}
		if edits, err = items(tx); err != nil {
			return err
		}
		states, err = doorStates(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	site := core.NewSite(hub)
	site.Seq, site.At = last.Seq, last.At
	if site.Config, err = configOf(last.Config, edits); err != nil {
		return nil, err
	}
	for _, d := range site.Config.Doors {
		st := states[d.ID]
		st.Door = d.ID
		site.Doors = append(site.Doors, st)
	}
	return site, nil
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

func doorStates(tx *bolt.Tx) (map[core.DoorID]core.DoorState, error) {
	states := map[core.DoorID]core.DoorState{}
	err := tx.Bucket(bucketDoors).ForEach(func(k, v []byte) error {
		var d core.DoorState
		if err := decode(v, &d); err != nil {
			return err
		}
		states[core.DoorID(k)] = d
		return nil
	})
	return states, err
}
