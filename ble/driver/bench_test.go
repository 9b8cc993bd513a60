package driver_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/virtual"
	"localiq/core"
)

// BenchmarkRequestToVerdict is our own share of a tag at the door, over an air that takes no
// time, both ends in this process: from the tag to the request in the hub's hands
// ("request": with no link that holds the advertisement, the connection and the handshake), and from the verdict
// to the lock's confirmation ("verdict").
func BenchmarkRequestToVerdict(b *testing.B) {
	for name, linked := range map[string]bool{"linked": true, "from the advertisement": false} {
		b.Run(name, func(b *testing.B) { requestToVerdict(b, linked) })
	}
}

func requestToVerdict(b *testing.B, linked bool) {
	deaf := &deafAir{}
	s, end := newSite(b, setup{links: 0, between: func(a *virtual.Air) ble.Radio { deaf.Air = a; return deaf }})
	defer end()
	d := s.tended(virtual.Config{})
	deaf.closed.Store(!linked) // from here on only what we hand over is heard
	var requests, verdicts []time.Duration
	for b.Loop() {
		b.StopTimer()
		if !linked {
			s.air.Drop(d.addr)
			s.quiet(5 * time.Millisecond)
		}
		b.StartTimer()
		start := time.Now()
		d.hands("tag 04A1B2C3D4E5F6")
		s.driver.Heard(d.advert())
		e, _ := next[core.AccessRequested](d)
		asked := time.Now()
		id := d.do(core.Answer{Request: e.Request, Reason: core.NotAuthorised}, 3*time.Second)
		if a := d.answered(id); a.Result != core.ResultDone {
			b.Fatalf("answered %+v", a)
		}
		requests, verdicts = append(requests, asked.Sub(start)), append(verdicts, time.Since(asked))
	}
	for unit, ds := range map[string][]time.Duration{"request": requests, "verdict": verdicts} {
		slices.Sort(ds)
		b.ReportMetric(float64(ds[len(ds)/2].Microseconds()), "us-p50-"+unit)
		b.ReportMetric(float64(ds[len(ds)*99/100].Microseconds()), "us-p99-"+unit)
	}
}

// deafAir is an air whose advertisements are not heard while it is closed.
type deafAir struct {
	*virtual.Air
	closed atomic.Bool
}

func (a *deafAir) Scan(ctx context.Context, sink func(ble.Advert)) error {
	return a.Air.Scan(ctx, func(ad ble.Advert) {
		if !a.closed.Load() {
			sink(ad)
		}
	})
}
