//go:build e2e

package clock

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"localiq/core"
)

// TestRig sets the clock of the machine that it runs on, so it runs nowhere but in the guest of
// ble/rig: forwards, back, to 1970, and by nothing at all. Each time a real timer is cancelled, and
// Watch tells within the same second; Up does not care.
func TestRig(t *testing.T) {
	if _, err := os.Stat("/t/run"); err != nil || os.Getppid() > 300 {
		t.Fatal("this is not the guest of ble/rig")
	}
	b := Judged()
	told := make(chan core.BoxClock, 8)
	go b.Watch(t.Context(), func(e core.Event) { told <- e.(core.ClockRead).Box })
	last := next(t, told)
	t.Logf("at the start: battery clock %v off, synced %v", time.Duration(last.Battery-last.Base), last.Synced)
	if last.Battery == 0 {
		t.Error("the guest has a battery clock, and it was not read")
	}
	for _, by := range []time.Duration{2 * time.Hour, -4 * time.Hour, time.Millisecond, 0} {
		up := b.Now().Up
		last = setBy(t, told, last, by)
		if d := b.Now().Up - up; d > 5*time.Second {
			t.Errorf("Up went on by %v", d)
		}
	}
	to1970 := time.Duration(-time.Now().Add(-time.Minute).UnixNano())
	setBy(t, told, last, to1970)
	if at := b.kernel.Now(); at.Wall > int64(time.Hour) {
		t.Errorf("it is %v", at.In(time.UTC))
	}
}

func setBy(t *testing.T, told <-chan core.BoxClock, was core.BoxClock, by time.Duration) core.BoxClock {
	t.Helper()
	began := time.Now()
	if err := unix.ClockSettime(unix.CLOCK_REALTIME, new(unix.NsecToTimespec(time.Now().UnixNano()+int64(by)))); err != nil {
		t.Fatal(err)
	}
	is := next(t, told)
	if off := time.Duration(is.Base-was.Base) - by; off.Abs() > 100*time.Millisecond {
		t.Errorf("set by %v, told as %v", by, time.Duration(is.Base-was.Base))
	}
	t.Logf("set by %v: told after %v", by, time.Since(began).Round(time.Microsecond))
	return is
}

// next fails after a second: the looks that need no timer come ten seconds apart.
func next(t *testing.T, told <-chan core.BoxClock) core.BoxClock {
	t.Helper()
	select {
	case b := <-told:
		return b
	case <-time.After(time.Second):
		t.Fatal("nobody told that the clock was set")
		return core.BoxClock{}
	}
}
