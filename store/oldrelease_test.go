package store

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"localiq/core"
	"localiq/store/vault"
)

// testdata/v1 is a site that schema 1 wrote, with the key that was made for it and opens nothing
// else. It is never written again: a later schema gets a directory of its own, and this one must
// go on opening.
var makeOld = flag.Bool("make-old", false, "write testdata/v1; only before the release that first writes schema 1")

func oldSite(t *testing.T) (s *Store, want *core.Site) {
	s = openSite(t, t.TempDir(), Options{})
	want = furnish(t, s)
	night := edited(t, want, 2, core.Put(core.Schedule{ID: "work", Name: "Work and Saturday", Windows: []core.Window{{Days: 126, Start: 480, End: 1080}}}))
	night.Input.Origin = core.Origin{Kind: core.FromCLI, Who: "test", Request: "request-1"}
	commit(t, s, night)
	want = want.Apply(2, at(2), night.Decision.Changes)
	for seq := core.Seq(3); seq <= 5; seq++ {
		commit(t, s, access(seq))
		want = want.Apply(seq, at(seq), access(seq).Decision.Changes)
	}
	return s, want
}

// A database that an old release wrote opens, and means the same.
func TestOldReleaseOpens(t *testing.T) {
	fresh, want := oldSite(t)
	old := filepath.Join("testdata", "v1")
	if *makeOld {
		if err := fresh.Backup(filepath.Join(old, dbFile)); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(old, vault.KeyFile), readFile(t, fresh.path(vault.KeyFile)))
	}
	dir := t.TempDir()
	for _, name := range []string{dbFile, vault.KeyFile} {
		writeFile(t, filepath.Join(dir, name), readFile(t, filepath.Join(old, name)))
	}
	s := openSite(t, dir, Options{})
	got := load(t, s)
	if len(got.Hub.ID) != 8 || got.Hub.Epoch == 0 {
		t.Fatalf("%+v", got.Hub)
	}
	want.Hub = got.Hub
	// The digests are those of the old site's own key.
	for _, k := range want.Config.Keys {
		k.Digest = s.Digest(k.Kind, map[core.KeyID][]byte{"k1": []byte(adasPIN), "k2": {0x04, 0xA1, 0x52, 0x33}}[k.ID])
		c, err := want.Config.With(2, []core.Edit{core.Put(k)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want.Config = c
	}
	sameSite(t, got, want)
	lines, err := s.Since(2, 10)
	for i, e := range lines {
		w := access(core.Seq(3 + i))
		w.Decision.Changes = nil
		if !reflect.DeepEqual(e, w) {
			t.Errorf("got  %+v\nwant %+v", e, w)
		}
	}
	if err != nil || len(lines) != 3 {
		t.Fatal(len(lines), err)
	}
	if seq, ok := s.Answered("request-1"); !ok || seq != 2 {
		t.Errorf("request-1 was input %d, %v", seq, ok)
	}
	if vs, err := s.Versions(core.Ref{Kind: core.KindSchedule, ID: "work"}); err != nil || len(vs) != 2 {
		t.Errorf("%+v, %v", vs, err)
	}
	if got := secretsOf(t, s, "p1"); s.Names()["p1"] != ada || got["k1"] != adasPIN || got["k2"] != adasTag {
		t.Errorf("%v %v", s.Names(), got)
	}
	commit(t, s, access(6))
	if _, err := os.Stat(filepath.Join(old, "site.db.new")); err == nil {
		t.Error("the test data was opened in place")
	}
}
