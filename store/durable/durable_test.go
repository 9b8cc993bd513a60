package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A write that fails leaves the old file, and nothing beside it.
func TestFailedWriteLeavesTheOld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := WriteFile(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	err := Write(path, func(w io.Writer) error { _, _ = w.Write([]byte("half")); return no })
	if b, _ := os.ReadFile(path); !errors.Is(err, no) || string(b) != "old" {
		t.Fatalf("%q, %v", b, err)
	}
	if _, err := os.Stat(path + Temp); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("a half-made file is left")
	}
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if b, _ := os.ReadFile(path); string(b) != "new" || err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%q, %v, %v", b, info, err)
	}
}
