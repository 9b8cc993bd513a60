package store

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// dirtyPages counts the pages of a file that are not on the disk yet; nil where this kernel or
// this file system does not tell.
func dirtyPages(t *testing.T, path string) func() uint64 {
	t.Helper()
	probe := filepath.Join(t.TempDir(), "probe")
	writeFile(t, probe, []byte("dirty"))
	if count(t, probe)() == 0 {
		t.Log("this kernel does not tell dirty pages: flushes are placed where bbolt's source has them")
		return nil
	}
	return count(t, path)
}

func count(t *testing.T, path string) func() uint64 {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return func() uint64 {
		var st unix.Cachestat_t
		if err := unix.Cachestat(uint(f.Fd()), &unix.CachestatRange{}, &st, 0); err != nil {
			return 0
		}
		return st.Dirty + st.Writeback
	}
}
