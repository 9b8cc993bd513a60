// Package durable puts whole files in place so that a power cut leaves the old one or the new
// one, never a part; and keeps keys in such files. Every room may use it: it is the one that
// knows how.
package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// WriteFile makes path hold b, mode 0600.
func WriteFile(path string, b []byte) error {
	return Write(path, func(w io.Writer) error { _, err := w.Write(b); return err })
}

// Write makes path hold what fill writes, mode 0600, whatever mode it had. On an error path is as
// it was.
func Write(path string, fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+Temp) // mode 0600, and nobody's file before
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return Rename(f.Name(), path)
}

// Temp ends the name of a file that is being made. One that is found was left by a crash and
// may go.
const Temp = ".new"

// Sweep removes what crashes left of writes to path. Nobody may be writing it.
func Sweep(path string) error {
	dir, base := filepath.Split(path)
	there, err := os.ReadDir(filepath.Clean(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, f := range there {
		if strings.HasPrefix(f.Name(), base+".") && strings.HasSuffix(f.Name(), Temp) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, f.Name())))
		}
	}
	return err
}

// Rename puts from, which is already on the disk, in the place of to, and returns once that
// would survive a power cut.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(to))
}

// SyncDir returns once the names in dir would survive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
