package hub

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/store"
)

// turnstile answers the benchmark as soon as a verdict goes out.
type turnstile struct {
	air
	verdicts chan core.RequestID
}

func (t *turnstile) Do(c core.Command) {
	if a, ok := c.Op.(core.Answer); ok {
		t.verdicts <- a.Request
	}
}

// BenchmarkTagToVerdict is the hub's own share of an opening: from the driver's input to the
// driver's command, with the commit on a real disk in between. 16 doors, 10,000 people, 200
// groups. The disk of the machine that runs it is in the figure: compare kept with memory.
func BenchmarkTagToVerdict(b *testing.B) {
	b.Run("kept", func(b *testing.B) {
		s, err := store.Open(b.TempDir(), store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		site, err := s.Load()
		if err != nil {
			b.Fatal(err)
		}
		tagToVerdict(b, s, site)
	})
	b.Run("memory", func(b *testing.B) {
		site := core.NewSite(core.HubState{Epoch: 1})
		tagToVerdict(b, &disk{site: site}, site)
	})
}

func tagToVerdict(b *testing.B, l Ledger, site *core.Site) {
	t := &turnstile{verdicts: make(chan core.RequestID, 1)}
	h := New(Config{Site: site, Clock: clock.Real(), Ledger: l, Private: names{}, Driver: t})
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- h.Run(ctx) }()
	if err := h.Edit(ctx, "crowd", time.UTC, crowd(), nil); err != nil {
		b.Fatal(err)
	}
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		h.air <- core.Input{Event: core.AccessRequested{Lock: core.LockID(fmt.Sprint("l", i%16)), Kind: core.KeyTag,
			Request: core.RequestID(fmt.Sprint(i)), Digest: tagOf(i % 10_000)}}
		<-t.verdicts
		took = append(took, time.Since(begin))
	}
	cancel()
	if err := <-over; err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func tagOf(i int) (d core.Digest) { copy(d[:], fmt.Sprintf("tag %d", i)); return d }

// crowd is a site at the size of the promise.
func crowd() []core.Edit {
	edits := []core.Edit{core.Put(core.Settings{Name: "Crowd", Zone: "UTC"}),
		core.Put(core.Schedule{ID: "s", Name: "S", Windows: []core.Window{{Days: core.EveryDay, Start: 0, End: core.EndOfDay}}})}
	var doors []core.DoorID
	for i := range 16 {
		id := core.DoorID(fmt.Sprintf("d%02d", i))
		doors = append(doors, id)
		edits = append(edits, core.Put(core.Lock{ID: core.LockID(fmt.Sprint("l", i))}), core.Put(core.Door{ID: id, Name: string(id), Lock: core.LockID(fmt.Sprint("l", i))}))
	}
	for i := range 200 {
		edits = append(edits, core.Put(core.Group{ID: core.GroupID(fmt.Sprintf("g%03d", i)), Name: fmt.Sprintf("G%03d", i), Doors: doors, Schedule: "s"}))
	}
	for i := range 10_000 {
		p := core.PersonID(fmt.Sprintf("p%05d", i))
		edits = append(edits, core.Put(core.Person{ID: p, Groups: []core.GroupID{core.GroupID(fmt.Sprintf("g%03d", i%200))}}),
			core.Put(core.Key{ID: core.KeyID("k" + p), Person: p, Kind: core.KeyTag, State: core.KeyActive, Digest: tagOf(i)}))
	}
	return edits
}
