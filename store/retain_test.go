package store

import (
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// Old lines go after so many days, two for each new one; what is left over goes in small steps when
// nothing else is to do.
func TestOldLinesGoInSmallSteps(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Every: 50})
	site := load(t, s)
	commit(t, s, edited(t, site, 1, core.Put(core.Settings{Zone: "Europe/Berlin", KeepDays: 10})))
	const hour = int64(time.Hour)
	seq := core.Seq(1)
	keep := func(wall int64, trust core.Trust) {
		seq++
		e := access(seq)
		e.Input.At.Wall, e.Input.At.Trust = at(1).Wall+wall, trust
		commit(t, s, e)
	}
	for i := range int64(400) {
		keep(i*hour/4, core.Trusted) // four days
	}
	keep(40*24*hour, core.Untrusted)
	if n := rows(t, s); n != 402 {
		t.Fatalf("%d lines: a clock that nobody vouches for deleted some", n)
	}
	keep(20*24*hour, core.Trusted)
	if n := rows(t, s); n != 401 {
		t.Fatalf("%d lines; for a new one two old ones go", n)
	}
	now := at(seq)
	now.Wall = at(1).Wall + 20*24*hour
	steps := tidied(t, s, now)
	if n := rows(t, s); n > 3 || steps < 400/tidyLines {
		t.Errorf("%d lines after %d steps", n, steps)
	}
	before := s.db.Stats().TxStats
	if more, err := s.Tidy(now); more || err != nil || s.db.Stats().TxStats.Write != before.Write {
		t.Errorf("with nothing to do the disk was written: %v, %v", more, err)
	}
}

// tidied goes on until there is nothing more to do.
func tidied(t testing.TB, s *Store, now core.Instant) (steps int) {
	t.Helper()
	for more := true; more; steps++ {
		before, err := rows(t, s), error(nil)
		if more, err = s.Tidy(now); err != nil {
			t.Fatal(err)
		}
		if n := before - rows(t, s); n > tidyLines {
			t.Fatalf("%d lines in one step", n)
		}
		if steps%64 == 0 || !more {
			whole(t, s)
		}
	}
	return steps
}

// Deleting stops where the list of free pages would slow each commit, and goes on once the file was
// compacted (facts: reliability 1.5).
func TestOldLinesWaitForCompaction(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	s.db.NoSync = true // this is about pages, not about power
	const lines = 4000
	for seq := core.Seq(1); seq <= lines; {
		var batch []core.Entry
		for range 100 {
			batch, seq = append(batch, access(seq)), seq+1
		}
		commit(t, s, batch...)
	}
	now := at(lines)
	now.Wall += 365 * 24 * int64(time.Hour)
	tidied(t, s, now)
	if free, left := s.db.Stats().FreePageN, rows(t, s); free < freeMost || free > freeMost+50 || left < lines/10 {
		t.Fatalf("%d free pages, %d lines", free, left)
	}
	if !s.CompactDue() {
		t.Fatal("nobody is told to compact")
	}
	for range 4 {
		if err := s.Compact(); err != nil {
			t.Fatal(err)
		}
		tidied(t, s, now)
	}
	if left := rows(t, s); left != 1 || s.CompactDue() {
		t.Errorf("%d lines are left, due %v", left, s.CompactDue())
	}
}

func rows(t testing.TB, s *Store) (n int) {
	t.Helper()
	if err := s.view(func(tx *bolt.Tx) error { n = int(tx.Bucket(bucketLedger).Sequence()); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// Versions of the configuration that no checkpoint needs go too, and only those.
func TestHistoryIsThinned(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Keep: 20, Every: 7})
	sites, told := live(t, s, 1203)
	count := func() (n int) {
		_ = s.view(func(tx *bolt.Tx) error {
			n = tx.Bucket(bucketHistory).Stats().KeyN + tx.Bucket(bucketCounts).Stats().KeyN
			return nil
		})
		return n
	}
	before, steps := count(), tidied(t, s, at(1203))
	if before < 1200 || count() > 45 || steps < 2 {
		t.Errorf("%d versions became %d in %d steps", before, count(), steps)
	}
	s = reopen(t, s)
	all, _ := s.Checkpoints()
	for seq := all[0].Seq; seq <= 1203; seq++ {
		sameSite(t, again(t, s, seq, told), sites[seq])
	}
}
