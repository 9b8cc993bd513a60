package store

import (
	"os"

	"localiq/core"
)

// Disk is what the site's file takes of the card; zero where nobody can tell.
func (s *Store) Disk() core.Disk {
	f, err := os.Stat(s.path(dbFile))
	if err != nil {
		return core.Disk{}
	}
	return core.Disk{Bytes: f.Size(), Most: int64(s.opt.MaxSize), Free: room(s.dir)}
}
