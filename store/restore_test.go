package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

// damage turns bits all over the data pages; the file stays openable for bbolt.
func damage(t *testing.T, path string) {
	t.Helper()
	b := readFile(t, path)
	for i := 2 * 4096; i < len(b); i += 512 {
		b[i+300] ^= 0x55
	}
	writeFile(t, path, b)
}

// A damaged database is set aside and the configuration comes back from the newest copy, under a
// new epoch; people are told what was lost.
func TestDamagedStoreIsRestored(t *testing.T) {
	for name, ruin := range map[string]func(t *testing.T, path string){
		"bits turned": damage,
		"empty":       func(t *testing.T, p string) { writeFile(t, p, nil) },
		"no database": func(t *testing.T, p string) { writeFile(t, p, make([]byte, 64<<10)) },
		"cut short":   func(t *testing.T, p string) { writeFile(t, p, readFile(t, p)[:3*4096]) },
		"missing": func(t *testing.T, p string) {
			if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openSite(t, t.TempDir(), Options{})
			furnish(t, s)
			s = reopen(t, s) // the first copy is there
			commit(t, s, edited(t, load(t, s), 2, core.Put(core.Schedule{ID: "late", Name: "Late"})))
			s = reopen(t, s) // the copy of input 2 is there: it is written in the background
			commit(t, s, access(3))
			was := load(t, s)
			closeSite(t, s)
			ruin(t, s.path(dbFile))
			ruined, _ := os.ReadFile(s.path(dbFile))

			s = openSite(t, s.dir, Options{CheckFirst: child(t)})
			got := load(t, s)
			if got.Hub.ID != was.Hub.ID || got.Hub.Epoch == was.Hub.Epoch {
				t.Errorf("hub %v became %v", was.Hub, got.Hub)
			}
			if got.Seq != 2 || got.Config.Schedule("late") == nil || len(got.Config.People) != 1 {
				t.Errorf("input %d, %+v", got.Seq, got.Config)
			}
			if s.Names()["p1"] != ada || secretsOf(t, s, "p1")["k1"] != adasPIN {
				t.Error("what is private did not come back")
			}
			if !strings.Contains(s.Restored(), "as of input 2 came back from site.copy.") {
				t.Errorf("told: %q", s.Restored())
			}
			kept, _ := filepath.Glob(s.path(damaged + "*"))
			if name != "missing" && (len(kept) != 1 || string(readFile(t, kept[0])) != string(ruined)) {
				t.Error("the damaged file was not kept as it was")
			}
			commit(t, s, access(3))
			if s = reopen(t, s); s.Restored() != "" || load(t, s).Seq != 3 {
				t.Errorf("the next start: %q", s.Restored())
			}
		})
	}
}

// TestUsesSurviveALostDatabase: what a key has used up by the last change of the configuration comes back
// with it, and of each person the newest count alone.
func TestUsesSurviveALostDatabase(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	for seq := core.Seq(2); seq <= 7; seq++ {
		e := access(seq)
		e.Decision.Changes = append(e.Decision.Changes, core.CountBecame{Count: counted(seq)})
		commit(t, s, e)
	}
	commit(t, s, edited(t, load(t, s), 8, core.Put(core.Schedule{ID: "late", Name: "Late"})))
	s = reopen(t, s)
	want := load(t, s).Counts.All()
	closeSite(t, s)
	writeFile(t, s.path(dbFile), nil)
	s = openSite(t, s.dir, Options{CheckFirst: child(t)})
	if got := load(t, s).Counts.All(); len(want) == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	c, err := s.newestCopy()
	n := 0
	for _, r := range c.rows {
		if string(r.bucket) == string(bucketCounts) {
			n++
		}
	}
	if err != nil || n != len(want) {
		t.Errorf("the copy has %d counts of %d people: %v", n, len(want), err)
	}
}

// With one copy torn, the other serves; with both, the error says what to do and nothing is
// touched.
func TestTornCopies(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	s = reopen(t, s)
	commit(t, s, edited(t, load(t, s), 2, core.Put(core.Schedule{ID: "late", Name: "Late"})))
	closeSite(t, s)
	damage(t, s.path(dbFile))
	tear := func(name string) {
		b := readFile(t, s.path(name))
		writeFile(t, s.path(name), b[:len(b)-100])
	}
	best, err := s.newestCopy()
	if err != nil || best.last.Seq != 2 {
		t.Fatal(best.last, err)
	}
	tear(best.file)
	db := readFile(t, s.path(dbFile))
	s = openSite(t, s.dir, Options{CheckFirst: child(t)})
	if got := load(t, s); got.Seq != 1 || s.Restored() == "" {
		t.Fatalf("input %d, %q", got.Seq, s.Restored())
	}
	closeSite(t, s)

	for _, name := range copyFiles {
		tear(name)
	}
	writeFile(t, s.path(dbFile), db)
	_, err = Open(s.dir, Options{CheckFirst: child(t)})
	var told *core.Error
	if !errors.As(err, &told) || told.Code != core.CodeInternal || !strings.Contains(told.Do, "restore a backup") {
		t.Fatal(err)
	}
	if string(readFile(t, s.path(dbFile))) != string(db) {
		t.Fatal("it was touched")
	}
}

// A copy that a crash kept from being written is written by the next start.
func TestMissedCopyIsCaughtUp(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	s = reopen(t, s)
	s.keeper.stop()
	s.keeper.wake = make(chan struct{}, 1) // nothing happens in the background any more
	e := access(2)
	e.Input.Private = []core.Private{{Person: "p2", Name: &core.Name{First: "Bo"}}}
	commit(t, s, e)
	if err := s.release(); err != nil { // a crash
		t.Fatal(err)
	}
	s.broken = ErrClosed
	s = reopen(t, openSite(t, s.dir, Options{}))
	if c, err := s.newestCopy(); err != nil || c.last.Copied != 2 {
		t.Fatalf("%+v, %v", c.last, err)
	}
}

// A check that could not be made is no damage: nothing is replaced. Damage is what says so,
// crashes, or does not end.
func TestOnlyDamageReplaces(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	closeSite(t, s)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	sh := func(script string) func(string) error { return InChild(t.Context(), "/bin/sh", "-c", script) }
	for name, c := range map[string]struct {
		check   func(string) error
		damaged bool
	}{
		"says so":             {sh("echo bad; exit 3"), true},
		"crashes":             {sh("exit 2"), true},
		"another error":       {sh("exit 1"), false},
		"killed from outside": {sh("kill -9 $$"), false},
		"no such program":     {InChild(t.Context(), "/nowhere/localiq"), false},
		"stopped by us":       {InChild(over, "/bin/sh", "-c", "exit 3"), false},
	} {
		if err := c.check(s.path(dbFile)); err == nil || errors.Is(err, ErrDamaged) != c.damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := judge(errors.New("killed"), errTooLong, ""); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if _, err := Open(s.dir, Options{CheckFirst: sh("exit 1")}); err == nil {
		t.Fatal("it opened")
	}
	if s = openSite(t, s.dir, Options{CheckFirst: child(t)}); s.Restored() != "" || load(t, s).Seq != 1 {
		t.Fatal(s.Restored())
	}
}

// A newer release's database is refused with both versions, before anything else of it is read.
func TestNewerSchemaIsRefused(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	err := s.db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketMeta)
		if err := b.Put(metaSchema, []byte("7")); err != nil {
			return err
		}
		return b.Put(metaLast, append([]byte{9}, "in a shape of its own"...))
	})
	if err == nil {
		err = s.Close()
	}
	s.broken = ErrClosed
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range []func(string) error{nil, child(t)} {
		_, err = Open(s.dir, Options{CheckFirst: check})
		wantError(t, err, core.CodeRefused, s.path(dbFile)+" was written by a newer localiq: its schema is 7, this release knows up to 1: "+
			"install the newer release again, or restore a backup that this one made")
	}
}

// Another key, or none, is a clear error; the database is not touched.
func TestKeyMustBelong(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	closeSite(t, s)
	key := readFile(t, s.path(vault.KeyFile))
	writeFile(t, s.path(vault.KeyFile), []byte(strings.Repeat("ab", 32)))
	_, err := Open(s.dir, Options{})
	wantError(t, err, core.CodeRefused, "the site's key is not the one that sealed "+s.path(dbFile)+": put back the site.key that belongs to this database")
	if err := os.Remove(s.path(vault.KeyFile)); err != nil {
		t.Fatal(err)
	}
	_, err = Open(s.dir, Options{})
	wantError(t, err, core.CodeRefused, "the key "+s.path(vault.KeyFile)+" of this site is missing: "+
		"put it back from where you keep it; without it names and PINs cannot be read, and no lock knows this hub")
	writeFile(t, s.path(vault.KeyFile), key)
	if s = openSite(t, s.dir, Options{}); s.Names()["p1"] != ada {
		t.Fatal(s.Names())
	}
}

// A backup opens as a site, under a new epoch: no id is given out twice (contract 1).
func TestBackupTakesANewEpoch(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	want := furnish(t, s)
	commit(t, s, access(2))
	want = want.Apply(2, at(2), access(2).Decision.Changes)
	dir := t.TempDir()
	if err := s.Backup(filepath.Join(dir, dbFile)); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, vault.KeyFile), readFile(t, s.path(vault.KeyFile)))
	b := openSite(t, dir, Options{})
	got := load(t, b)
	if got.Hub.Epoch == want.Hub.Epoch {
		t.Fatal("the same epoch twice")
	}
	epoch := got.Hub.Epoch
	want.Hub.Epoch = epoch
	sameSite(t, got, want)
	if again := load(t, reopen(t, b)); again.Hub.Epoch != epoch {
		t.Fatal("each start takes another epoch")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*unmarked*")); len(left) != 0 {
		t.Fatal(left)
	}
}

// What a crash left half made does not get in the way.
func TestHalfMadeFilesAreSwept(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"site.db.new", "site.key.new", "site.copy.a.new"} {
		writeFile(t, filepath.Join(dir, name), []byte("half"))
	}
	s := openSite(t, dir, Options{})
	furnish(t, s)
	closeSite(t, s)
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) != 0 {
		t.Fatal(left)
	}
}

// TestABackupBelievesNoTable [lock.sync]: a lock may have got another table since, with people in it of
// whom the backup knows nothing: none is said to be in place until its lock has spoken.
func TestABackupBelievesNoTable(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	e := access(2)
	st := e.Decision.Changes[0].(core.DoorBecame).State
	st.Sync = core.Sync{Wanted: 2, Reported: 2, At: at(2), Rows: 2}
	e.Decision.Changes = []core.Change{core.DoorBecame{State: st}}
	commit(t, s, e)
	if s = reopen(t, s); !load(t, s).Door("d1").Sync.Done() {
		t.Fatal("a restart forgets what the lock has said")
	}
	dir := t.TempDir()
	if err := s.Backup(filepath.Join(dir, dbFile)); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, vault.KeyFile), readFile(t, s.path(vault.KeyFile)))
	b := openSite(t, dir, Options{})
	if y := load(t, b).Door("d1").Sync; y.Done() || y.Wanted != 2 || y.Rows != 2 || y.At != at(2) {
		t.Fatalf("%+v", y)
	}
	if past, err := b.Checkpoint(2, nil); err != nil || past.Door("d1").Sync.Done() {
		t.Fatal("decided again from here, it is believed", err)
	}
}
