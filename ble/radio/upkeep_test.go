package radio

import (
	"context"
	"encoding/hex"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A radio that hears nothing any more scans anew, and is replaced when that does not help; if it
// was the truth, it is left in peace for longer and longer.
func TestDeafRadio(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		go b.Scan(t.Context(), func(ble.Advert) {})
		<-dev.scans
		time.Sleep(10 * deafAfter) // of a silence that may be the truth: nothing was ever heard
		if len(dev.scans) != 0 {
			t.Error("it scans anew without having heard anything ever")
		}
		dev.advertise(ble.Advert{Addr: lockA})
		for patience := deafAfter; patience < 5*time.Minute; patience *= 2 {
			t0 := time.Now()
			if on := <-dev.scans; on || !<-dev.scans {
				t.Error("scanning was not switched off and on")
			}
			if d := time.Since(t0); d < patience || d > patience+3*time.Second {
				t.Errorf("a new scan after %s, want %s", d, patience)
			}
			if h, up := b.Health(); !up || h.Unheard < patience-2*time.Second {
				t.Errorf("health %+v", h)
			}
			b.fellBecause("heard nothing")
			if d := time.Since(t0); d < 2*patience || d > 2*patience+3*time.Second {
				t.Errorf("replaced after %s, want %s", d, 2*patience)
			}
			b.rose()
			dev = <-b.devs
			<-dev.scans
		}
		dev.advertise(ble.Advert{Addr: lockA})
		l := b.connect(lockA)
		if on := <-dev.scans; on || !<-dev.scans {
			t.Error("scanning was not switched off and on")
		}
		time.Sleep(time.Hour)
		if _, up := b.Health(); !up || len(b.events) != 0 {
			t.Error("a radio with a link was replaced for being deaf")
		}
		l.Close()
		time.Sleep(deafAfter - 5*time.Second)
		if _, up := b.Health(); !up || len(b.events) != 0 {
			t.Error("a radio was replaced before whoever it was linked to had the time to be heard")
		}
		b.fellBecause("heard nothing")
		b.rose()
	})
}

// A radio that grows without links is replaced: when it has nothing to do, or at once when it
// grows without end.
func TestLeakingRadioIsReplaced(t *testing.T) {
	born := Health{Goroutines: 12, Descriptors: 9, Memory: 9 << 20}
	for name, c := range map[string]struct {
		h     Health
		idle  bool
		beats int // until it goes; 0: never
	}{
		"well":                               {born, true, 0},
		"five links":                         {Health{Goroutines: 12 + 256 + 80, Descriptors: 9, Memory: 38 << 20, Links: 5}, false, 0},
		"goroutines":                         {Health{Goroutines: 300, Descriptors: 9, Memory: 9 << 20}, true, aboveMost},
		"goroutines, and a link to keep":     {Health{Goroutines: 300, Descriptors: 9, Memory: 9 << 20, Links: 1}, false, 0},
		"goroutines without end":             {Health{Goroutines: 900, Descriptors: 9, Memory: 9 << 20, Links: 1}, false, 1},
		"descriptors":                        {Health{Goroutines: 12, Descriptors: 30, Memory: 9 << 20}, true, aboveMost},
		"memory":                             {Health{Goroutines: 12, Descriptors: 9, Memory: 40 << 20}, true, aboveMost},
		"memory without end":                 {Health{Goroutines: 12, Descriptors: 9, Memory: 90 << 20, Links: 2}, false, 1},
		"a system that does not tell":        {Health{Goroutines: 12, Descriptors: -1, Memory: -1}, true, 0},
		"a burst of advertisements, at most": {Health{Goroutines: 280, Descriptors: 9, Memory: 9 << 20, Links: 1}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var g growth
			if why := g.judge(born, true); why != "" {
				t.Fatal(why)
			}
			for beat := 1; beat <= 10; beat++ {
				why := g.judge(c.h, c.idle)
				if gone := why != ""; gone != (c.beats > 0 && beat >= c.beats) {
					t.Fatalf("beat %d: %q", beat, why)
				}
			}
		})
	}
}

// What a process says of itself is measured: a leak ends it, and the event says of what.
func TestLeakIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, script(func(ctx context.Context, conn net.Conn, gen uint64) error {
			for n := 10; ; {
				f, err := readFrame(conn)
				if err != nil {
					return err
				}
				if f.Probe != nil {
					say(conn, frame{Gen: gen, Reply: &reply{ID: f.Probe.ID, Health: &Health{Goroutines: n, Descriptors: 9, Memory: 1 << 20}}})
					n += 200
				}
			}
		}))
		defer b.stop()
		b.rose()
		b.fellBecause("goroutines with 0 links, 10 at its start")
		b.rose()
	})
}

// A link's pace crosses when it changes, and only then; a refusal changes nothing.
func TestPaceCrossesOnlyWhenItChanges(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		l := b.connect(lockA)
		p := <-dev.dialed
		pace := l.(ble.Pacer).Pace
		for _, fast := range []bool{true, false, false, true, true} {
			if err := pace(t.Context(), fast); err != nil {
				t.Fatal(err)
			}
		}
		if len(p.paces) != 2 || <-p.paces || !<-p.paces {
			t.Errorf("%d changes, want slow and fast", len(p.paces))
		}
		p.pace = errTest
		if pace(t.Context(), false) == nil || pace(t.Context(), true) != nil || len(p.paces) != 1 {
			t.Error("a refusal was taken for a change")
		}
		l.Close()
		if pace(t.Context(), false) == nil {
			t.Error("a closed link was paced")
		}
	})
}
