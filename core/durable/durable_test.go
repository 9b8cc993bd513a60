package durable

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core"
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
	if there, err := os.ReadDir(filepath.Dir(path)); err != nil || len(there) != 1 {
		t.Fatal("a half-made file is left", there, err)
	}
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if b, _ := os.ReadFile(path); string(b) != "new" || err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%q, %v, %v", b, info, err)
	}
}

// What a crash left is swept away, and nothing else is: not even what a person has called so.
func TestSweepTakesWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	err := Write(path, func(io.Writer) error {
		left, err := filepath.Glob(path + ".*" + Temp)
		if err != nil || len(left) != 1 {
			t.Fatal(left, err)
		}
		return os.Link(left[0], path+".17"+Temp) // as if the power failed here
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, theirs := range []string{"f.txt", "other.1" + Temp, "g"} {
		if err := os.WriteFile(filepath.Join(dir, theirs), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(path); err != nil {
		t.Fatal(err)
	}
	there, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(there) != 4 {
		t.Errorf("%q are left", there)
	}
	if err := Sweep(filepath.Join(dir, "nowhere", "f")); err != nil {
		t.Error("where there is nothing there is nothing to sweep:", err)
	}
}

// A secret that others can read is refused, as is what is no key; neither is repeated.
func TestKeyFileThatIsNone(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "key"), bytes.Repeat([]byte{7}, KeySize)
	if _, err := ReadSecret(path, ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	if err := WriteKey(path, key); err != nil {
		t.Fatal(err)
	}
	if b, err := ReadSecret(path, ""); err != nil || !bytes.Equal(b, key) {
		t.Errorf("%x, %v", b, err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSecret(path, ""); core.AsError(err).Code != core.CodeRefused || !strings.Contains(core.AsError(err).Do, "chmod 600") {
		t.Errorf("others can read it: %v", err)
	}
	if _, err := ReadKey(path, ""); err != nil {
		t.Errorf("what is no secret may be read: %v", err)
	}
	for _, no := range []string{"", "0707", strings.Repeat("07", KeySize+1), strings.Repeat("zz", KeySize)} {
		if err := WriteFile(path, []byte(no)); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSecret(path, "put it back")
		if e := core.AsError(err); e == nil || e.Code != core.CodeRefused || e.Do != "put it back" || no != "" && strings.Contains(e.Error(), no) {
			t.Errorf("%q: %v", no, err)
		}
	}
}
