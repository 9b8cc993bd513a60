package store

import (
	"reflect"
	"testing"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
)

// What was committed is read back whole, in order, over more rows than one view may hold.
func TestLedgerIsReadInOrder(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	const n = 2*viewRows + 88
	var batch []core.Entry
	for seq := core.Seq(1); seq <= n; seq++ {
		if batch = append(batch, access(2*seq)); len(batch) == 64 || seq == n { // every second number is a gap
			commit(t, s, batch...)
			batch = nil
		}
	}
	s = reopen(t, s)
	all, err := s.Since(0, 10*n)
	if err != nil || len(all) != n {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	for i, e := range all {
		want := access(core.Seq(2 * (i + 1)))
		want.Decision.Changes = nil
		if !reflect.DeepEqual(e, want) {
			t.Fatalf("row %d:\ngot  %+v\nwant %+v", i, e, want)
		}
	}
	for _, c := range []struct {
		name string
		got  func() ([]core.Entry, error)
		want []core.Entry
	}{
		{"Since a number that is there", func() ([]core.Entry, error) { return s.Since(600, 3) }, all[300:303]},
		{"Since a gap", func() ([]core.Entry, error) { return s.Since(601, 3) }, all[300:303]},
		{"Since the end", func() ([]core.Entry, error) { return s.Since(2*n, 3) }, nil},
		{"Since, none", func() ([]core.Entry, error) { return s.Since(0, 0) }, nil},
		{"Last, in one view", func() ([]core.Entry, error) { return s.Last(3) }, all[n-3:]},
		{"Last, over three views", func() ([]core.Entry, error) { return s.Last(n - 1) }, all[1:]},
		{"Last, more than there are", func() ([]core.Entry, error) { return s.Last(10 * n) }, all},
		{"Last, none", func() ([]core.Entry, error) { return s.Last(0) }, nil},
	} {
		got, err := c.got()
		if err != nil || len(got) != len(c.want) || len(got) > 0 && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %d rows, %v; want %d", c.name, len(got), err, len(c.want))
		}
	}
}

// Whoever reads a SiteEdited from the ledger can decide it again: its zone is loaded.
func TestLedgerLoadsTheZoneOfAnEdit(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	es, err := s.Since(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	ev := es[0].Input.Event.(core.SiteEdited)
	if ev.Zone == nil || ev.Zone.String() != "Europe/Berlin" {
		t.Fatalf("zone %v", ev.Zone)
	}
	if _, err := core.NewConfig().With(1, ev.Edits, ev.Zone); err != nil {
		t.Fatal(err)
	}
}

// A repeat of a request, also after a crash, finds the first answer (contract 13).
func TestRepeatFindsTheFirstAnswer(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	for seq := core.Seq(1); seq <= 3; seq++ {
		e := access(seq)
		e.Input.Origin.Request = []string{"", "a", "a"}[seq-1]
		commit(t, s, e)
	}
	s = reopen(t, s)
	if seq, ok := s.Answered("a"); !ok || seq != 2 {
		t.Fatalf("input %d, %v; want 2", seq, ok)
	}
	for _, r := range []string{"", "b"} {
		if _, ok := s.Answered(r); ok {
			t.Errorf("request %q was never made", r)
		}
	}
}

// The ledger is a ring from the first day on: the oldest line goes, with its request, and the
// list of free pages stays short, because every commit rewrites it.
func TestLedgerIsARing(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{Keep: 100})
	for seq := core.Seq(1); seq <= 400; seq += 8 {
		var batch []core.Entry
		for i := range core.Seq(8) {
			e := access(seq + i)
			e.Input.Origin.Request = string(rune('A'+(seq+i)%50)) + "x"
			batch = append(batch, e)
		}
		commit(t, s, batch...)
	}
	s = reopen(t, s)
	all, err := s.Since(0, 1000)
	if err != nil || len(all) != 100 || all[0].Input.ID != 301 || all[99].Input.ID != 400 {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	if free := s.db.Stats().FreePageN; free > 60 {
		t.Errorf("%d free pages", free)
	}
	asked := 0
	if err := s.view(func(tx *bolt.Tx) error { asked = tx.Bucket(bucketAsked).Stats().KeyN; return nil }); err != nil || asked > 50 {
		t.Errorf("%d requests, %v", asked, err)
	}
}

// A file near its bound makes room by itself: no commit fails, the newest lines are kept.
func TestCrowdedStoreMakesRoom(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{MaxSize: 4 << 20})
	furnish(t, s)
	const n = 3000 // about 4.8 MB of lines
	for seq := core.Seq(2); seq <= n; {
		var batch []core.Entry
		for ; len(batch) < 20; seq++ {
			batch = append(batch, access(seq))
		}
		commit(t, s, batch...)
	}
	s = reopen(t, s)
	all, err := s.Since(0, n)
	if err != nil || len(all) < 500 || all[len(all)-1].Input.ID < n {
		t.Fatalf("%d lines, %v", len(all), err)
	}
	if info := len(readFile(t, s.path(dbFile))); info > 4<<20 {
		t.Fatalf("%d bytes", info)
	}
}
