package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	berrors "go.etcd.io/bbolt/errors"

	"localiq/core"
)

// A command line that looks at a site whose hub does not run holds it for a moment, and a hub that starts
// in that moment waits.
const (
	lockWait  = 3 * time.Second
	lockAgain = 20 * time.Millisecond
)

// lockDir holds dir for this process, within lockWait or not at all. The lock is a file of its own,
// because site.db is replaced while it is held.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(lockAgain) {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(end) {
			break
		}
	}
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, inUse(dir)
	}
	return nil, fmt.Errorf("store: lock %s: %w", dir, err)
}

func inUse(what string) error {
	return core.Errorf(core.CodeRefused, "another localiq is using %s", what).Advise("stop it, or use its socket")
}

// opened says what an error of bolt.Open means.
func opened(path string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return inUse(path)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch),
		strings.Contains(err.Error(), "file size too small"):
		return fmt.Errorf("%w: %s: %w", ErrDamaged, path, err)
	}
	return fmt.Errorf("store: open %s: %w", path, err)
}
