package rehearsal

import (
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/virtual"
	"localiq/core"
)

// TestFadedPathMakesOneCommandLate is why nobody hangs up a link that stands, because its door
// does, for a better path: each command and each sign of life (every 5 s) proves the path that it
// has. The first that fails ends it, and the lock comes back along the other, long before a signal
// could be watched for half a minute. [docs/repeaters.md]
func TestFadedPathMakesOneCommandLate(t *testing.T) {
	for _, signal := range []int8{-88, -90, -92, -94, -96, -98, -104} {
		for seed := range uint64(seeds(5)) {
			f := fade(t, seed, signal)
			t.Logf("%d dBm, seed %d: %d of 20 commands late, at most %v; then along the %s", signal, seed, f.late, f.worst.Round(time.Millisecond), f.along)
			if f.late > 1 || f.worst > 25*time.Second || signal < -90 && f.along != "loft" {
				t.Errorf("%d dBm, seed %d: %+v", signal, seed, f)
			}
		}
	}
}

// faded is what came of a path that has faded.
type faded struct {
	late  int // commands that took more than the 5 s in which a relock has to be done [OM-9]
	worst time.Duration
	along string // where the link stands at last
}

// fade plays a door that stands open: the hall loses it, the loft hears it well. At -90 dBm half of
// all packets are lost, at -94 nine of ten.
func fade(t *testing.T, seed uint64, signal int8) (f faded) {
	var paths *ble.Several
	hallAndLoft := func(w *town) ble.Radio {
		paths = ble.NewSeveral()
		paths.Add("hall", 1, w.air.Own())
		paths.Add("loft", 1, w.air.Radio("loft", virtual.Point{}))
		return paths
	}
	inTown(t, seed, 1, virtual.Config{}, hallAndLoft, func(w *town) {
		d := w.doors[0]
		w.air.SetWeather(virtual.Weather{Edge: -90})
		w.air.SetSignalBetween("loft", d.addr, -75)
		w.live(30 * time.Second)
		d.hands("open")
		w.live(30 * time.Second)
		if stand(paths) != "hall" {
			w.breach("the link stands along %q", stand(paths))
		}
		w.air.SetSignal(d.addr, signal)
		for range 20 {
			start := w.up()
			d.give(core.Identify{}, 0, func(core.Result) {
				took := w.up() - start
				if f.worst = max(f.worst, took); took > 5*time.Second {
					f.late++
				}
			})
			w.live(20 * time.Second)
		}
		f.along = stand(paths)
	})
	return f
}

// stand names the radio whose link stands; "": there is none.
func stand(s *ble.Several) string {
	for _, r := range s.Radios() {
		if r.Links > 0 {
			return r.Adapter
		}
	}
	return ""
}
