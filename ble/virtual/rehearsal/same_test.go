package rehearsal

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/tape"
	"localiq/ble/virtual"
)

// TestSameSeedIsTheSameRun: a site in all weathers, recorded twice with the same seed: the tapes
// are the same, byte for byte. Another seed is another run.
func TestSameSeedIsTheSameRun(t *testing.T) {
	first, again, another := recorded(t, 1), recorded(t, 1), recorded(t, 2)
	if d := difference(first, again); d != "" {
		t.Errorf("of %d lines: %s", strings.Count(first, "\n"), d)
	}
	if difference(first, another) == "" {
		t.Error("another seed is the same run")
	}
	if n := strings.Count(first, "note"); n < 150 {
		t.Errorf("%d notifications: too little was said", n)
	}
}

func recorded(t *testing.T, seed uint64) string {
	var b bytes.Buffer
	var r *tape.Recorder
	inTown(t, seed, 5, virtual.Config{Journal: 10000, Motor: 400 * time.Millisecond}, func(w *town) ble.Radio {
		w.air.SetWeather(virtual.Weather{Loss: 0.01}) // in a perfect air much is at the same instant
		r = tape.Record(fiveLinks(w), w.clock)
		return r
	}, func(w *town) {
		w.live(20 * time.Second)
		storm := badAir
		storm.Twice, storm.Swap, storm.Corrupt, storm.Stillborn, storm.Mute = 0.002, 0.002, 0.002, 0.1, 0.02
		w.air.SetWeather(storm)
		w.air.Invite(w.air.Flood(7 * time.Millisecond))
		s := &shift{town: w}
		for _, d := range w.doors {
			s.work(d)
		}
		w.live(90 * time.Second)
		tp := r.Tape()
		slices.SortStableFunc(tp.Events, func(a, b tape.Event) int { // the air has no order within an instant
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Link, b.Link), cmp.Compare(a.String(), b.String()))
		})
		if err := tp.Write(&b); err != nil {
			t.Fatal(err)
		}
	})
	return b.String()
}

// difference is the first line that two tapes do not share.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n%s\n%s", i+1, strings.Join(x[max(i-6, 0):i+4], "\n"), strings.Join(y[i:min(i+4, len(y))], "\n"))
		}
	}
	if len(x) != len(y) {
		return fmt.Sprintf("%d lines, and %d", len(x), len(y))
	}
	return ""
}
