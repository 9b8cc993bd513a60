package driver_test

import (
	"slices"
	"testing"
	"time"

	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// BenchmarkNukiCommand is our own share of an action, over an air that takes no time, with a lock
// whose motor takes none, both ends in this process: from the command to the lock's word that it is
// complete, with the link up.
func BenchmarkNukiCommand(b *testing.B) {
	s, end := newSite(b, withNuki(setup{}))
	defer end()
	d := s.tendedNuki(softnuki.Config{})
	var took []time.Duration
	for b.Loop() {
		turn := lock
		if len(took)%2 == 0 {
			turn = unlock
		}
		b.StopTimer()
		s.quiet(2 * time.Millisecond) // what the last one left to be read
		b.StartTimer()
		start := time.Now()
		if a := d.answered(d.do(turn, 5*time.Second)); a.Result != core.ResultDone {
			b.Fatalf("%+v", a)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "us-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "us-p99")
	b.ReportMetric(float64(d.links()), "links")
}
