package store

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/store/vault"
)

// again makes the site of an input from the newest checkpoint before it. The entries of these tests
// were decided by nobody, so their changes are taken from told.
func again(t testing.TB, s *Store, seq core.Seq, told map[core.Seq]core.Entry) *core.Site {
	t.Helper()
	all, err := s.Checkpoints()
	if err != nil {
		t.Fatal(err)
	}
	for all[len(all)-1].Seq > seq {
		all = all[:len(all)-1]
	}
	site, err := s.Checkpoint(all[len(all)-1].Seq, nil)
	if err != nil {
		t.Fatal(err)
	}
	es, err := s.Since(site.Seq, int(seq-site.Seq))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		site = site.Apply(e.Input.ID, e.Input.At, told[e.Input.ID].Decision.Changes)
	}
	return site
}

func numbers(all []core.Reach) (out []core.Seq) {
	for _, r := range all {
		out = append(out, r.Seq)
	}
	return out
}

// live commits n inputs, some of them edits, and returns every site that there was.
func live(t testing.TB, s *Store, n core.Seq) (sites map[core.Seq]*core.Site, told map[core.Seq]core.Entry) {
	t.Helper()
	site := load(t, s)
	sites, told = map[core.Seq]*core.Site{site.Seq: site}, map[core.Seq]core.Entry{}
	keep := func(e core.Entry) {
		commit(t, s, e)
		site = site.Apply(e.Input.ID, e.Input.At, e.Decision.Changes)
		sites[site.Seq], told[site.Seq] = site, e
	}
	if site.Seq == 0 {
		keep(edited(t, site, 1, smallSite(s)...))
	}
	for seq := site.Seq + 1; seq <= n; seq++ {
		switch seq % 5 {
		case 0:
			keep(edited(t, site, seq, core.Put(core.Schedule{ID: "s", Name: fmt.Sprint(seq)})))
		case 3:
			keep(edited(t, site, seq, core.Drop(core.Ref{Kind: core.KindSchedule, ID: "s"}), core.Put(core.Group{ID: "g", Name: fmt.Sprint(seq)})))
		default:
			e := access(seq)
			e.Decision.Changes = append(e.Decision.Changes, core.CountBecame{Count: counted(seq)})
			keep(e)
		}
	}
	return sites, told
}

// counted: every eleventh input leaves nothing to remember of the person.
func counted(seq core.Seq) core.Count {
	c := core.Count{Person: core.PersonID(fmt.Sprint("p", seq%3))}
	if seq%11 != 0 {
		c = c.WithKey(core.KeyCount{Key: "k", Uses: int(seq)})
	}
	return c
}

// [explain]: the site as of any input can be made again, configuration, doors and all, also after a
// restart.
func TestEverySiteCanBeMadeAgain(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Every: 7})
	sites, told := live(t, s, 60)
	s = reopen(t, s)
	for seq := core.Seq(1); seq <= 60; seq++ {
		sameSite(t, again(t, s, seq, told), sites[seq])
	}
	if all, err := s.Checkpoints(); err != nil || fmt.Sprint(numbers(all)) != "[0 1 8 15 22 29 36 43 50 57]" {
		t.Errorf("%v, %v", all, err)
	}
}

// A field of core.Site that is not among these is in no checkpoint and lost with a restart.
func TestTheWholeSiteIsKept(t *testing.T) {
	var got []string
	for f := range reflect.TypeFor[core.Site]().Fields() {
		got = append(got, f.Name)
	}
	if fmt.Sprint(got) != "[Seq At Hub Config Doors Counts]" {
		t.Errorf("a site is %v: keep what is new in standing, and in sameSite", got)
	}
}

// A quiet site has a checkpoint for each day on which something happened.
func TestCheckpointOfEachDay(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	for seq := core.Seq(1); seq <= 6; seq++ {
		e := access(seq)
		e.Input.At.Wall = int64(seq) * int64(12*time.Hour)
		commit(t, s, e)
	}
	if all, err := s.Checkpoints(); err != nil || fmt.Sprint(numbers(all)) != "[0 2 4 6]" {
		t.Errorf("%v, %v", all, err)
	}
}

// The past reaches back to the oldest checkpoint, which is never older than the line after it, and
// whoever asks for more is told so.
func TestPastReachesAsFarAsItsLines(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Keep: 20, Every: 7})
	sites, told := live(t, s, 103)
	whole(t, s)
	all, err := s.Checkpoints()
	r := all[0]
	if err != nil || r.Seq < 83 || r.Seq > 90 || r.At != at(r.Seq) {
		t.Fatalf("%+v, %v", r, err)
	}
	for seq := r.Seq; seq <= 103; seq++ {
		sameSite(t, again(t, s, seq, told), sites[seq])
	}
	_, err = s.Checkpoint(r.Seq-1, nil)
	wantError(t, err, core.CodeNotFound, fmt.Sprintf("the site is not kept as it was after input %d", r.Seq-1))
}

// whole: at any time there is a checkpoint, each can be read, and no line that follows one is gone.
func whole(t testing.TB, s *Store) {
	t.Helper()
	if err := pastFault(s); err != nil {
		t.Fatal(err)
	}
}

func pastFault(s *Store) error {
	all, err := s.Checkpoints()
	if err != nil || len(all) == 0 {
		return fmt.Errorf("checkpoints %v: %w", all, err)
	}
	lines, err := s.Since(0, 1)
	if err != nil {
		return err
	}
	if len(lines) > 0 && lines[0].Input.ID > all[0].Seq+1 {
		return fmt.Errorf("the oldest line is %d, the oldest checkpoint %d", lines[0].Input.ID, all[0].Seq)
	}
	for _, seq := range numbers(all) {
		site, err := s.Checkpoint(seq, nil)
		if err != nil || site.Seq != seq {
			return fmt.Errorf("checkpoint %d is one of %+v: %w", seq, site, err)
		}
		if d := site.Door("d1"); d != nil && d.Last.Seq > seq {
			return fmt.Errorf("in checkpoint %d the door is at %d", seq, d.Last.Seq)
		}
	}
	return nil
}

// A database of an old release has no past before it was opened by this one, and one from there on.
func TestOldReleaseGetsAPast(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{dbFile, vault.KeyFile} {
		writeFile(t, filepath.Join(dir, name), readFile(t, filepath.Join("testdata", "v1", name)))
	}
	s := openSite(t, dir, Options{})
	want := load(t, s)
	s = reopen(t, s)
	whole(t, s)
	if all, err := s.Checkpoints(); err != nil || len(all) != 1 || all[0].Seq != 5 {
		t.Errorf("%+v, %v", all, err)
	}
	sameSite(t, again(t, s, 5, nil), want)
}

// What a copy gave back has a past from there on: each item has a version, though its history is
// lost.
func TestRestoredSiteHasAPast(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	closeSite(t, s)
	writeFile(t, s.path(dbFile), []byte("not a database"))
	s = openSite(t, s.dir, Options{})
	if s.Restored() == "" {
		t.Fatal("nothing was restored")
	}
	want := load(t, s)
	sameSite(t, again(t, s, 1, nil), want)
	sites, told := live(t, s, 20)
	for seq := core.Seq(1); seq <= 20; seq++ {
		sameSite(t, again(t, s, seq, told), sites[seq])
	}
}

// [user.delete]: a checkpoint holds no name, no tag's number and no PIN, before and after.
func TestErasedPersonIsInNoCheckpoint(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Every: 1})
	site := furnish(t, s)
	commit(t, s, access(2))
	check := func() {
		t.Helper()
		err := s.view(func(tx *bolt.Tx) error {
			return tx.Bucket(bucketPast).ForEach(func(_, v []byte) error { return leads(v) })
		})
		if err != nil {
			t.Error(err)
		}
	}
	check()
	gone := edited(t, site, 3, core.Drop(core.Ref{Kind: core.KindKey, ID: "k1"}), core.Drop(core.Ref{Kind: core.KindKey, ID: "k2"}), core.Drop(core.Ref{Kind: core.KindPerson, ID: "p1"}))
	gone.Input.Private = []core.Private{{Person: "p1", Gone: true}}
	commit(t, s, gone)
	check()
	was, err := s.Checkpoint(2, nil)
	if err != nil || was.Config.Person("p1") == nil || len(s.Names()) != 0 {
		t.Errorf("%v, %v, %v", was, s.Names(), err)
	}
}

func leads(b []byte) error {
	for _, trace := range []string{ada.First, ada.Last, ada.Email, adasPIN, adasTag} {
		if bytes.Contains(b, []byte(trace)) {
			return fmt.Errorf("a checkpoint leads to a person: %q", trace)
		}
	}
	return nil
}
