package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// goneIn is the input that erases smallSite's person, with everything of theirs.
func goneIn(seq core.Seq) core.Entry {
	e := access(seq)
	edits := []core.Edit{core.Drop(core.Key{ID: "k1"}.Ref()), core.Drop(core.Key{ID: "k2"}.Ref()), core.Drop(core.Person{ID: "p1"}.Ref())}
	e.Input.Event = core.SiteEdited{Why: "a person was removed", Edits: edits}
	e.Input.Private = []core.Private{{Person: "p1", Gone: true}}
	e.Decision = core.Decision{Changes: []core.Change{core.ConfigBecame{Edits: edits}}}
	return e
}

// tracesOf are bytes that lead to Ada: what is sealed of her, her name planted in clear where it was
// deleted since, and what her tag and her PIN are known by.
func tracesOf(t *testing.T, s *Store) [][]byte {
	t.Helper()
	sealed := sealedOf(t, s, "p1")
	plain := []byte(ada.First + " " + ada.Last)
	err := s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketAsked).Put(plain, frame(plain)) })
	if err == nil {
		err = s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketAsked).Delete(plain) })
	}
	if err != nil {
		t.Fatal(err)
	}
	tag := s.Digest(core.KeyTag, []byte{0x04, 0xA1, 0x52, 0x33})
	pin := s.Digest(core.KeyPIN, []byte(adasPIN))
	return append(sealed, plain, []byte(text(tag)), []byte(text(pin)))
}

// finds counts the traces in all files of a directory.
func finds(t *testing.T, dir string, traces [][]byte) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b := readFile(t, f)
		for i, c := range traces {
			if bytes.Contains(b, c) {
				found = append(found, fmt.Sprintf("%d in %s", i, filepath.Base(f)))
			}
		}
	}
	return found
}

// eraserMain erases Ada, takes so many steps of what follows, and dies there.
func eraserMain(dir, steps string) int {
	n, err := strconv.Atoi(steps)
	s, oerr := Open(dir, Options{})
	if err = errors.Join(err, oerr); err != nil {
		fmt.Println(err)
		return 1
	}
	s.keeper.stop() // from here on nothing happens in the background
	s.keeper.wake = make(chan struct{}, 1)
	if err := s.Commit([]core.Entry{goneIn(10)}); err != nil {
		fmt.Println(err)
		return 1
	}
	all := s.erasure()
	all = slices.Insert(all, len(all)-1, s.fillFree) // and half of the wipe
	for _, step := range all[:n] {
		if err := step(); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	return 1
}

// Whoever is erased is in no byte of any file afterwards, wherever the process was killed [user.delete]:
// not the name, nor the key that opens it, nor what their tag and PIN were known by. What they did stays.
func TestErasureIsFinishedAfterAKillAtEachStep(t *testing.T) {
	for steps := range 5 {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			s := openSite(t, t.TempDir(), Options{})
			furnish(t, s)
			for seq := core.Seq(2); seq < 10; seq++ {
				e := access(seq)
				e.Input.Event = core.AccessRequested{Lock: "l1", Kind: core.KeyTag, Digest: s.Digest(core.KeyTag, []byte{0x04, 0xA1, 0x52, 0x33})}
				commit(t, s, e)
			}
			s = reopen(t, s)
			traces := tracesOf(t, s)
			writeFile(t, s.path(damaged+"1"), traces[0])
			closeSite(t, s)
			if found := finds(t, s.dir, traces); len(found) < len(traces) {
				t.Fatalf("the search is at fault: %q", found)
			}
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), asEraser+"="+s.dir, asSteps+"="+strconv.Itoa(steps))
			if out, err := cmd.CombinedOutput(); err == nil || len(out) > 0 {
				t.Fatalf("%s %v", out, err)
			}
			if found := finds(t, s.dir, traces); steps == 0 && len(found) == 0 {
				t.Fatal("nothing was left to do")
			}
			s = openSite(t, s.dir, Options{})
			if err := s.Forgotten(t.Context()); err != nil || s.erased() {
				t.Fatal("still being erased", err)
			}
			whole(t, s)
			if all, err := s.Since(1, 20); err != nil || len(all) != 9 || all[0].Decision.Notices[0].Person != "p1" {
				t.Fatalf("%d lines, %v", len(all), err)
			}
			closeSite(t, s)
			if found := finds(t, s.dir, traces); len(found) > 0 {
				t.Fatalf("%q", found)
			}
		})
	}
}

// Forgotten is waited for, and means what it says while the store goes on being written.
func TestForgottenIsToldWhenItIsSo(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	traces := tracesOf(t, s)
	commit(t, s, goneIn(2))
	if err := s.Forgotten(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := finds(t, s.dir, traces); len(found) > 0 {
		t.Fatalf("%q", found)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	s.keeper.mu.Lock()
	s.keeper.clean = make(chan struct{}) // as while somebody is being erased
	s.keeper.mu.Unlock()
	if err := s.Forgotten(late); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// The past goes on deciding as it did: a tag's pseudonym is the same in the ledger as in the history. And
// the same tag on the same person again has no tie to it, nor has anybody else's been touched.
func TestErasedKeysAreUnlinked(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	site := furnish(t, s)
	tag := s.Digest(core.KeyTag, []byte{0x04, 0xA1, 0x52, 0x33})
	shown := func(seq core.Seq, person core.PersonID) {
		e := access(seq)
		e.Input.Event = core.AccessRequested{Lock: "l1", Kind: core.KeyTag, Digest: tag}
		e.Decision.Notices = []core.Notice{{What: core.AccessGranted, Person: person}}
		commit(t, s, e)
	}
	shown(2, "p1")
	e := edited(t, site, 3, core.Drop(core.Key{ID: "k2"}.Ref()), core.Put(core.Person{ID: "p2"}),
		core.Put(core.Key{ID: "k3", Person: "p2", Kind: core.KeyTag, Digest: tag, State: core.KeyActive}))
	commit(t, s, e)
	shown(4, "p2")
	gone := goneIn(5)
	gone.Decision.Changes = []core.Change{core.ConfigBecame{Edits: []core.Edit{core.Drop(core.Key{ID: "k1"}.Ref()), core.Drop(core.Person{ID: "p1"}.Ref())}}}
	commit(t, s, gone)
	if err := s.Forgotten(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := s.Since(1, 10)
	was, verr := s.Versions(core.Key{ID: "k2"}.Ref())
	now, nerr := s.Versions(core.Key{ID: "k3"}.Ref())
	if err = errors.Join(err, verr, nerr); err != nil {
		t.Fatal(err)
	}
	of := func(i int) core.Digest { return all[i].Input.Event.(core.AccessRequested).Digest }
	if of(0) == tag || of(0) != was[0].Item.(core.Key).Digest {
		t.Error("the erased person's opening still has the tag, or the past does not know what it has instead")
	}
	if of(2) != tag || now[0].Item.(core.Key).Digest != tag || load(t, s).Config.KeyOf(tag) == nil {
		t.Error("somebody else's tag was touched")
	}
}

func BenchmarkErasure(b *testing.B) {
	s := openSite(b, b.TempDir(), Options{})
	for seq := core.Seq(1); seq < 100_000; {
		var batch []core.Entry
		for range 1000 {
			batch = append(batch, access(seq))
			seq++
		}
		commit(b, s, batch...)
	}
	seq := load(b, s).Seq
	for b.Loop() {
		seq += 2
		e := access(seq)
		e.Decision.Changes = []core.Change{core.ConfigBecame{Edits: []core.Edit{core.Put(core.Person{ID: "p9"}),
			core.Put(core.Key{ID: "k9", Person: "p9", Kind: core.KeyTag, Digest: core.Digest{9, byte(seq)}, State: core.KeyActive})}}}
		e.Input.Private = []core.Private{{Person: "p9", Name: &ada}}
		gone := access(seq + 1)
		gone.Input.Private = []core.Private{{Person: "p9", Gone: true}}
		commit(b, s, e, gone)
		if err := s.Forgotten(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
