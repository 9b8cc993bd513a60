// Package durable puts whole files in place so that a power cut leaves the old one or the new
// one, never a part.
package durable

import (
	"io"
	"os"
	"path/filepath"
)

// WriteFile makes path hold b, mode 0600.
func WriteFile(path string, b []byte) error {
	return Write(path, func(w io.Writer) error { _, err := w.Write(b); return err })
}

// Write makes path hold what fill writes, mode 0600. On an error path is as it was.
func Write(path string, fill func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path+Temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path + Temp)
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
	return Rename(path+Temp, path)
}

// Temp ends the name of a file that is being made. One that is found was left by a crash and
// may go.
const Temp = ".new"

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
	err = d.Sync()
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}
