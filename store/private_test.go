package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"maps"
	"path/filepath"
	"reflect"
	"testing"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

func secretsOf(t *testing.T, s *Store, p core.PersonID) map[core.KeyID]string {
	t.Helper()
	got, err := s.Secrets(p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[core.KeyID]string{}
	for k, v := range got {
		out[k] = v.Reveal()
	}
	return out
}

// Names and secrets come back after a restart, and what an entry does not mention stays.
func TestPrivateIsKept(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	before := s.Names()
	e := access(2)
	e.Input.Private = []core.Private{
		{Person: "p1", Secrets: map[core.KeyID]core.Secret{"k1": core.NewSecret("951753")}},
		{Person: "p2", Name: &core.Name{First: "Bo"}}}
	commit(t, s, e)
	if len(before) != 1 {
		t.Fatal("a map that a reader holds was changed")
	}
	s = reopen(t, s)
	if want := (map[core.PersonID]core.Name{"p1": ada, "p2": {First: "Bo"}}); !maps.Equal(s.Names(), want) {
		t.Fatalf("%v", s.Names())
	}
	if got := secretsOf(t, s, "p1"); !maps.Equal(got, map[core.KeyID]string{"k1": "951753", "k2": adasTag}) {
		t.Fatalf("%v", got)
	}
	if got := secretsOf(t, s, "nobody"); len(got) != 0 {
		t.Fatalf("%v", got)
	}
}

// TestRefusedInputTouchesNothingPrivate: an attempt that is told of is kept, and erases, names and gives
// nobody anything [roles, user.delete].
func TestRefusedInputTouchesNothingPrivate(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	refused := func(seq core.Seq, p core.Private) core.Entry {
		return core.Entry{Input: core.Input{ID: seq, At: at(seq), Event: core.SiteEdited{Why: "tried"}, Private: []core.Private{p}},
			Decision: core.Decision{Notices: []core.Notice{{Seq: seq, What: core.TriedAbove}}, Answer: core.Reply{Error: core.Errorf(core.CodeRefused, "no")}}}
	}
	commit(t, s, refused(2, core.Private{Person: "p1", Gone: true}), refused(3, core.Private{Person: "p1", Name: &core.Name{First: "Eve"},
		Secrets: map[core.KeyID]core.Secret{"k1": core.NewSecret("951753")}}), refused(4, core.Private{Person: "p9", Name: &core.Name{First: "Eve"}}))
	s = reopen(t, s)
	if want := (map[core.PersonID]core.Name{"p1": ada}); !maps.Equal(s.Names(), want) {
		t.Errorf("names are %v", s.Names())
	}
	if got := secretsOf(t, s, "p1"); !maps.Equal(got, map[core.KeyID]string{"k1": adasPIN, "k2": adasTag}) {
		t.Errorf("%d secrets are hers, or other ones", len(got))
	}
}

// PINs, tag numbers and names rest encrypted, in the database and its copies [pin.secret].
func TestNothingPrivateIsInClear(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	closeSite(t, s)
	tag, _ := hex.DecodeString(adasTag)
	files, err := filepath.Glob(s.path("*"))
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b := bytes.ToLower(readFile(t, f))
		for _, clear := range []string{ada.First, ada.Last, ada.Email, adasPIN, adasTag, string(tag)} {
			if bytes.Contains(b, bytes.ToLower([]byte(clear))) {
				t.Errorf("%s holds %q", f, clear)
			}
		}
		if filepath.Base(f) == dbFile && !bytes.Contains(b, []byte("europe/berlin")) {
			t.Error("the search finds nothing at all")
		}
	}
}

// sealedOf is everything that leads to a person, as it is in the file.
func sealedOf(t *testing.T, s *Store, p core.PersonID) (all [][]byte) {
	t.Helper()
	err := s.view(func(tx *bolt.Tx) error {
		all = append(all, bytes.Clone(tx.Bucket(bucketKeys).Get([]byte(p))), bytes.Clone(tx.Bucket(bucketNames).Get([]byte(p))))
		b := tx.Bucket(bucketSecrets)
		for _, k := range secretRows(b, p) {
			all = append(all, bytes.Clone(b.Get(k)))
		}
		return nil
	})
	if err != nil || len(all) != 4 {
		t.Fatal(len(all), err)
	}
	return all
}

// Erasing a person leaves nothing that leads back: not the name, not the key that would open an
// old copy of it, in no file of the directory [user.delete]. Others keep theirs.
func TestErasedPersonIsGone(t *testing.T) {
	for name, erase := range map[string]func(*core.Entry){
		"by Private": func(e *core.Entry) { e.Input.Private = []core.Private{{Person: "p1", Gone: true}} },
		"by the edit that drops the person": func(e *core.Entry) {
			e.Decision.Changes = []core.Change{core.ConfigBecame{Edits: []core.Edit{
				core.Drop(core.Ref{Kind: core.KindKey, ID: "k1"}), core.Drop(core.Ref{Kind: core.KindKey, ID: "k2"}),
				core.Drop(core.Ref{Kind: core.KindPerson, ID: "p1"})}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openSite(t, t.TempDir(), Options{})
			furnish(t, s)
			other := access(2)
			other.Input.Private = []core.Private{{Person: "p2", Name: &core.Name{First: "Bo"}}}
			commit(t, s, other)
			sealed := sealedOf(t, s, "p1")
			s = reopen(t, s)
			writeFile(t, s.path(damaged+"1"), sealed[0])
			holds(t, s, sealed, true)
			gone := access(3)
			erase(&gone)
			commit(t, s, gone)
			if len(secretsOf(t, s, "p1")) != 0 || len(s.Names()) != 1 {
				t.Fatal("still there at once after the commit")
			}
			s = reopen(t, s) // waits for the background
			holds(t, s, sealed, false)
			if got := s.Names(); !reflect.DeepEqual(got, map[core.PersonID]core.Name{"p2": {First: "Bo"}}) {
				t.Fatalf("%v", got)
			}
		})
	}
}

// holds says whether any, or none, of the ciphertexts is anywhere in the directory.
func holds(t *testing.T, s *Store, sealed [][]byte, want bool) {
	t.Helper()
	files, _ := filepath.Glob(s.path("*"))
	found := 0
	for _, f := range files {
		for _, c := range sealed {
			if bytes.Contains(readFile(t, f), c) {
				found++
				if !want {
					t.Errorf("%s holds what was erased", filepath.Base(f))
				}
			}
		}
	}
	if want && found < 2*len(sealed) {
		t.Fatalf("found %d: the search is at fault", found)
	}
}

// Compact loses nothing, and the store goes on with the new file.
func TestCompactLosesNothing(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Keep: 50})
	want := furnish(t, s)
	for seq := core.Seq(2); seq <= 200; seq++ {
		e := access(seq)
		commit(t, s, e)
		want = want.Apply(seq, at(seq), e.Decision.Changes)
	}
	before, _ := s.Since(0, 1000)
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	after, err := s.Since(0, 1000)
	if err != nil || !reflect.DeepEqual(before, after) || len(after) != 50 {
		t.Fatalf("%d lines became %d, %v", len(before), len(after), err)
	}
	commit(t, s, access(201))
	s = reopen(t, s)
	sameSite(t, load(t, s), want.Apply(201, at(201), access(201).Decision.Changes))
	if all, _ := s.Since(0, 1000); len(all) != 50 || all[49].Input.ID != 201 {
		t.Fatal("the ring was not carried over")
	}
	if s.Names()["p1"] != ada || secretsOf(t, s, "p1")["k1"] != adasPIN {
		t.Fatal("what is private was lost")
	}
}

// What a lock's table is made of is opened for the keys that are asked for, and for nobody who
// was erased [lock.offline].
func TestCredentialsOfATable(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	rows := []core.Row{{Key: "k2", Person: "p1"}, {Key: "k1", Person: "p1"}, {Key: "k1", Person: "p2"}, {Key: "k9", Person: "p1"}}
	if err := s.Credentials(rows); err != nil {
		t.Fatal(err)
	}
	if got := rows[0].Credential.Reveal() + " " + rows[1].Credential.Reveal(); got != adasTag+" "+adasPIN {
		t.Fatal("not what was kept")
	}
	if rows[2].Credential.Reveal() != "" || rows[3].Credential.Reveal() != "" {
		t.Fatal("somebody else's, or nobody's, was opened")
	}
	e := access(2)
	e.Input.Private = []core.Private{{Person: "p1", Gone: true}}
	commit(t, s, e)
	again := []core.Row{{Key: "k1", Person: "p1"}}
	if err := s.Credentials(again); err != nil || again[0].Credential.Reveal() != "" {
		t.Fatal("an erased person's key was opened", err)
	}
}

// One record that is damaged does not keep a lock from its table: else no key could be taken away
// any more [lock.sync].
func TestDamagedSecretKeepsNoTableBack(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	flip := func() error {
		return s.db.Update(func(tx *bolt.Tx) error {
			row, err := pairKey("p1", "k1")
			rec := bytes.Clone(tx.Bucket(bucketSecrets).Get(row))
			rec[len(rec)-1] ^= 1
			return errors.Join(err, tx.Bucket(bucketSecrets).Put(row, rec))
		})
	}
	err := flip()
	rows := []core.Row{{Key: "k1", Person: "p1"}, {Key: "k2", Person: "p1"}}
	if err := errors.Join(err, s.Credentials(rows), flip()); err != nil {
		t.Fatal(err)
	}
	if rows[0].Credential.Reveal() != "" || rows[1].Credential.Reveal() != adasTag {
		t.Fatal("not what is there")
	}
}

// A PIN that was replaced or dropped is not shown again for its key.
func TestSecretGoesWithItsCredential(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	site := furnish(t, s)
	k1, k2 := *site.Config.Key("k1"), *site.Config.Key("k2")
	k1.State = core.KeyBlocked
	blocked := edited(t, site, 2, core.Put(k1))
	commit(t, s, blocked)
	if got := secretsOf(t, s, "p1"); len(got) != 2 {
		t.Fatalf("blocking a key lost its secret: %v", got)
	}
	k1.Digest = s.Digest(core.KeyPIN, []byte("951753"))
	commit(t, s, edited(t, site, 3, core.Put(k1), core.Drop(k2.Ref())))
	if got := secretsOf(t, s, "p1"); len(got) != 0 {
		t.Fatalf("%v", got)
	}
}
