package store

import (
	"testing"

	"localiq/core"
)

// One granted access, as the hub commits it: input, verdict with its whole trail, notice,
// command, door state. "written" is what bbolt gives to the disk, "ledger" the record itself.
func BenchmarkCommit1(b *testing.B) { benchCommit(b, 1) }
func BenchmarkCommit8(b *testing.B) { benchCommit(b, 8) }

func benchCommit(b *testing.B, batch int) {
	s := openSite(b, b.TempDir(), Options{})
	furnish(b, s)
	seq := core.Seq(1)
	entries := make([]core.Entry, batch)
	next := func() {
		for i := range entries {
			seq++
			entries[i] = access(seq)
		}
	}
	for range 200 { // past the first levels of the tree
		next()
		commit(b, s, entries...)
	}
	before := s.db.Stats().TxStats
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		b.StopTimer()
		next()
		b.StartTimer()
		commit(b, s, entries...)
		n += batch
	}
	after := s.db.Stats().TxStats
	b.ReportMetric(float64(after.PageAlloc-before.PageAlloc)/float64(n), "written-B/entry")
	rec, err := encode(lineOf(&entries[0]))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(rec)), "ledger-B/entry")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/entry")
}
