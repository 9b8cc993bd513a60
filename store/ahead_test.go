package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

const crowdPeople = 9

// crowdOf is a file of some people who are new, each with a name and a tag.
func crowdOf(t testing.TB, site *core.Site, seq core.Seq, shift int) core.Entry {
	t.Helper()
	var edits []core.Edit
	var private []core.Private
	for i := range crowdPeople {
		p, k := core.PersonID(fmt.Sprintf("c%02d", i+shift)), core.KeyID(fmt.Sprintf("k-c%02d", i+shift))
		edits = append(edits, core.Put(core.Person{ID: p}),
			core.Put(core.Key{ID: k, Person: p, Kind: core.KeyTag, State: core.KeyActive, Digest: core.Digest{0xC0, byte(i + shift)}}))
		private = append(private, core.Private{Person: p, Name: &core.Name{First: "Cy", Last: string(p)},
			Secrets: map[core.KeyID]core.Secret{k: core.NewSecret("04C0" + string(p))}})
	}
	e := edited(t, site, seq, edits...)
	e.Input.Private = private
	return e
}

// litterFault is what is there of an input that was not kept, or not there of one that was.
func litterFault(s *Store, site *core.Site) error {
	people := map[core.PersonID]bool{}
	crowd := 0
	for _, p := range site.Config.People {
		people[p.ID] = true
		if s.Names()[p.ID].First != "Cy" {
			continue
		}
		crowd++
		if got, err := s.Secrets(p.ID); err != nil || len(got) != 1 {
			return fmt.Errorf("%d secrets of %s, %w", len(got), p.ID, err)
		}
	}
	if crowd%crowdPeople != 0 {
		return fmt.Errorf("%d of a file's %d people", crowd, crowdPeople)
	}
	return s.view(func(tx *bolt.Tx) error {
		if isAhead(tx) {
			return errors.New("the mark of what was written ahead is there")
		}
		for _, name := range [][]byte{bucketKeys, bucketNames, bucketSecrets} {
			err := tx.Bucket(name).ForEach(func(k, _ []byte) error {
				if ofNobody(tx, k) {
					return fmt.Errorf("%s has %q, who is nobody", name, k)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return tx.Bucket(bucketHistory).ForEach(func(k, _ []byte) error {
			if at := seqOf(k[len(k)-8:]); at > site.Seq {
				return fmt.Errorf("a version of input %d at input %d", at, site.Seq)
			}
			return nil
		})
	})
}

// TestFileAheadIsAllOrNothing [import]: of a file that is too large for one transaction nothing stays when
// the disk fails at any of its writes: not for this store, not in a copy, not for the next start. Tried
// again it is whole. TestPowerCut has one such file as well.
func TestFileAheadIsAllOrNothing(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Ahead: 4})
	site := furnish(t, s)
	seq := site.Seq + 1
	write := writes(s.db)
	disk := *write
	full := errors.New("no more")
	failed := 0
	for after := 0; ; after++ {
		left := after
		*write = func(b []byte, off int64) (int, error) {
			if left--; left < 0 {
				return 0, full
			}
			return disk(b, off)
		}
		err := s.Commit([]core.Entry{crowdOf(t, site, seq, 0)})
		*write = disk
		if err == nil {
			break
		}
		failed++
		if !errors.Is(err, full) {
			t.Fatalf("after %d writes: %v", after, err)
		}
		if slices.Contains(namesOf(s), "Cy") {
			t.Fatalf("after %d writes: names of people who are not there", after)
		}
		if vs, err := s.Versions(core.Person{ID: "c00"}.Ref()); err != nil || len(vs) != 0 {
			t.Fatalf("after %d writes: versions %v, %v", after, vs, err)
		}
		b, err := s.newCopy()
		if err != nil {
			t.Fatal(err)
		}
		if c, err := decodeCopy(b); err != nil || slices.ContainsFunc(c.rows, func(r row) bool { return isPrivate(r.bucket) && r.key[0] == 'c' }) {
			t.Fatalf("after %d writes, a copy: %v, or somebody who is nobody", after, err)
		}
		if after%7 == 3 {
			s = reopen(t, s)
			write = writes(s.db)
			disk = *write
			if err := litterFault(s, load(t, s)); err != nil {
				t.Fatalf("after %d writes, a restart: %v", after, err)
			}
		}
	}
	if failed < 20 {
		t.Fatalf("%d writes failed: it did not go in steps", failed)
	}
	if err := litterFault(s, load(t, s)); err != nil || len(load(t, s).Config.People) < crowdPeople {
		t.Fatal(err, len(load(t, s).Config.People))
	}
	whole(t, s)
}

func namesOf(s *Store) (out []string) {
	for _, n := range s.Names() {
		out = append(out, n.First)
	}
	return out
}
