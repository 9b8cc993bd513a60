//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// beats is more than two health checks of a radio at rest.
const beats = 3 * time.Second

// vitals are what a process costs, as the kernel counts it; goroutines as it counts them itself.
type vitals struct {
	files      int
	goroutines int // 0: not asked
	rss, pss   int // KiB
	anon       int // KiB of its own, not a file's
	cpu        time.Duration
}

func (v vitals) String() string {
	return fmt.Sprintf("%d descriptors, %d goroutines, %.1f MiB resident (%.1f proportional, %.1f no file's)", v.files, v.goroutines, float64(v.rss)/1024, float64(v.pss)/1024, float64(v.anon)/1024)
}

// vitals are the hub's and its radio's, once all locks rest: a link that stands has its own
// goroutines.
func (f *fleet) vitals(t *testing.T) (hub, radio vitals) {
	t.Helper()
	f.until(t, 6*patience, "all sixteen rest", resting)
	time.Sleep(beats) // what the radio said last of itself may be from before
	s := f.snapshot(t)
	hub, radio = vitalsOf(t, f.hub.cmd.Process.Pid), vitalsOf(t, f.radio())
	hub.goroutines, radio.goroutines = s.Health.Goroutines, s.Air.Radios[0].Goroutines
	return hub, radio
}

func vitalsOf(t *testing.T, pid int) (v vitals) {
	t.Helper()
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	v.files = len(files)
	v.rss = number(t, pid, "smaps_rollup", "Rss:")
	v.pss = number(t, pid, "smaps_rollup", "Pss:")
	v.anon = number(t, pid, "smaps_rollup", "Anonymous:")
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(b[strings.LastIndex(string(b), ")")+1:])) // from field 3 on; 14 and 15 are CPU
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	v.cpu = time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100
	return v
}

// number is a field of a file of /proc.
func number(t *testing.T, pid int, file, field string) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, file))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(l, field); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no %s in %s", field, file)
	return 0
}

// baseline are the vitals of the first who asked: whatever is the matter later was not so then.
func (f *fleet) baseline(t *testing.T) (hub, radio vitals) {
	t.Helper()
	if f.first.hub == (vitals{}) {
		f.first.hub, f.first.radio = f.vitals(t)
	}
	return f.first.hub, f.first.radio
}

// costs is where the processor's time went, the radios that were replaced left out.
func (f *fleet) costs(t *testing.T) {
	figure("processor time of the whole: this process, with the air and 14 locks, %s; hub %s; its radio %s; a software lock %s",
		vitalsOf(t, os.Getpid()).cpu, vitalsOf(t, f.hub.cmd.Process.Pid).cpu, vitalsOf(t, f.radio()).cpu, vitalsOf(t, f.locks[0].pid).cpu)
}

// flat fails when the hub or its radio has more than it had before: descriptors to the piece, goroutines
// but for those that an advertisement has for a moment, memory but for what a garbage collector leaves
// lying about. What lies about is given back at rest, within gaveBack; what leaked is not.
func (f *fleet) flat(t *testing.T, hub, radio vitals) {
	t.Helper()
	hub2, radio2 := f.vitals(t)
	for end := time.Now().Add(gaveBack); time.Now().Before(end) && !(hub.holds(hub2) && radio.holds(radio2)); {
		time.Sleep(time.Second)
		hub2, radio2 = f.vitals(t)
	}
	for _, x := range []struct {
		what          string
		before, after vitals
	}{{"the hub", hub, hub2}, {"the radio", radio, radio2}} {
		figure("%s: %s: before %s; after %s", t.Name(), x.what, x.before, x.after)
		if !x.before.holds(x.after) {
			t.Errorf("%s grew: before %s; after %s", x.what, x.before, x.after)
		}
	}
}

// gaveBack is more than a program at rest takes to give memory back (ble/radio/frugal.go).
const gaveBack = 25 * time.Second

func (v vitals) holds(after vitals) bool {
	return after.files <= v.files+2 && after.goroutines <= v.goroutines+8 && after.rss <= v.rss+v.rss/4+2<<10
}
