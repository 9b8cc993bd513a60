package hub

import (
	"fmt"
	"testing"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/store"
)

// grown is a site of 10,000 people and 16 doors with n openings after its last checkpoint.
func grown(b *testing.B, n int) *Hub {
	b.Helper()
	s, err := store.Open(b.TempDir(), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	site, err := s.Load()
	if err != nil {
		b.Fatal(err)
	}
	now := clock.Real().Now()
	var batch []core.Entry
	keep := func(in core.Input) {
		in.ID, in.At = site.Seq+1, now
		now = now.Add(time.Second)
		var d core.Decision
		d, site = again(site, in)
		batch = append(batch, core.Entry{Input: in, Decision: d})
	}
	keep(core.Input{Event: core.SiteEdited{Edits: crowd(), Zone: time.UTC}})
	for i := range n {
		keep(core.Input{Event: core.AccessRequested{Lock: core.LockID(fmt.Sprint("l", i%16)), Request: core.RequestID(fmt.Sprint(i)), Kind: core.KeyTag, Digest: tagOf(i)}})
		if i == 0 || i == n-1 {
			if err := s.Commit(batch); err != nil {
				b.Fatal(err)
			}
			batch = nil
		}
	}
	return New(Config{Site: site, Clock: clock.Real(), Ledger: s, Private: s, Driver: NoAir{}})
}

// BenchmarkAt is time travel at its worst: 900 inputs after the checkpoint, 10,000 people; with the
// configuration of now, and with one that has to be read out of the history.
func BenchmarkAt(b *testing.B) {
	h := grown(b, 1000)
	at := func(b *testing.B) {
		for b.Loop() {
			if s, err := h.At(b.Context(), core.Moment{Seq: 900}); err != nil || s.Seq != 900 {
				b.Fatal(err)
			}
		}
	}
	b.Run("same configuration", at)
	b.Run("another", func(b *testing.B) {
		edit := core.Input{ID: h.Site().Seq + 1, At: h.Site().At, Event: core.SiteEdited{Edits: []core.Edit{core.Put(core.Schedule{ID: "s2", Name: "s2"})}}}
		_, next := again(h.Site(), edit)
		h.site.Store(next)
		at(b)
	})
}

// BenchmarkReplay is what an input costs when it is decided and compared again.
func BenchmarkReplay(b *testing.B) {
	h := grown(b, 1000)
	for b.Loop() {
		t := h.Ask(b.Context(), core.Asked{Wish: core.ReplayPast{From: core.Moment{Seq: 3}}})
		if t.Error != nil || t.Replayed.Differ != 0 || t.Replayed.Inputs < 900 {
			b.Fatal(t.Error, t.Replayed)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "µs/input")
}
