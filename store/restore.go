package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"localiq/core"
	"localiq/core/durable"
)

const damaged = "site.db.damaged-"

// restore puts the newest copy of the configuration in the place of a database that is damaged
// or gone, under a new epoch, and says so. The damaged file is set aside: what can still be read
// of its ledger is in there.
func (s *Store) restore(why error) error {
	c, err := s.newestCopy()
	if err != nil {
		return core.Errorf(core.CodeInternal, "%v, and no copy of the configuration can be read (%v)", why, err).
			Advise("restore a backup as " + s.path(dbFile) + ", or move " + s.dir + " away to begin an empty site")
	}
	aside, err := s.setAside()
	if err != nil {
		return err
	}
	if err := s.create(c.rows); err != nil {
		return err
	}
	s.told = fmt.Sprintf("%v. The configuration as of input %d came back from %s. "+
		"The ledger, the history of changes and what the doors last said are lost here%s.", why, c.last.Seq, c.file, aside)
	return nil
}

// setAside gives the damaged file a second name; create then replaces the first.
func (s *Store) setAside() (told string, err error) {
	name := damaged + newEpoch().String()
	err = os.Link(s.path(dbFile), s.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("store: set the damaged database aside: %w", err)
	}
	return "; the damaged file is kept as " + name, durable.SyncDir(s.dir)
}

// dropDamaged removes what was set aside: it may hold the key of a person who was erased.
func (s *Store) dropDamaged() error {
	old, err := filepath.Glob(s.path(damaged + "*"))
	for _, f := range old {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}
