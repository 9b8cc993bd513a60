package virtual

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core/clock"
	"localiq/core/durable"
)

// What was saved is there, for its owner alone, and a save that fails leaves it.
func TestSavedFileIsThereForItsOwnerAlone(t *testing.T) {
	dir := t.TempDir()
	f := File(filepath.Join(dir, "front.lock"))
	if b, err := f.Load(); b != nil || err != nil {
		t.Errorf("a new memory holds %q, %v", b, err)
	}
	for _, text := range []string{"one", "two"} {
		if err := f.Save([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if b, err := f.Load(); string(b) != text || err != nil {
			t.Errorf("%q, %v", b, err)
		}
	}
	if s, err := os.Stat(string(f)); err != nil || s.Mode() != 0o600 {
		t.Errorf("%v, %v", s, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
	if err := os.WriteFile(string(f)+".17"+durable.Temp, []byte("thr"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := f.Load(); string(b) != "two" || err != nil {
		t.Errorf("after a save that was cut off: %q, %v", b, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("what was cut off stays: %v, %v", left, err)
	}
	if err := File(filepath.Join(dir, "gone", "x")).Save([]byte("x")); err == nil {
		t.Error("saved where there is nothing")
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := File(filepath.Join(dir, "taken")).Save([]byte("x")); err == nil {
		t.Error("a directory was overwritten")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("a failed save leaves %v, %v", left, err)
	}
}

// TestDamagedMemoryIsNotOverwritten is said, not overwritten: it may be somebody's only key.
func TestDamagedMemoryIsNotOverwritten(t *testing.T) {
	f := File(filepath.Join(t.TempDir(), "front.lock"))
	for _, text := range []string{"", "{", `{"Version":99}`, `{"Version":1}`, "null"} {
		if err := f.Save([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if l, err := New(Config{Memory: f}, clock.Process()); err == nil || !strings.Contains(err.Error(), "memory") {
			l.Close()
			t.Errorf("%q makes a lock: %v", text, err)
		}
		if b, _ := f.Load(); !bytes.Equal(b, []byte(text)) {
			t.Errorf("%q became %q", text, b)
		}
	}
}

// A lock that never kept its keys does not come to life.
func TestLockThatCannotKeepItsKeysDoesNotLive(t *testing.T) {
	if l, err := New(Config{Memory: File(filepath.Join(t.TempDir(), "gone", "x"))}, clock.Process()); err == nil {
		l.Close()
		t.Error("it did")
	}
}
