package clock

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestTheBatteryClockIsRead: the one that the kernel set its own by, else the first; one that says
// nothing sensible is none.
func TestTheBatteryClockIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		rtc  map[string]string // file to its text
		want int64
	}{
		"none at all":          {},
		"the only one":         {map[string]string{"rtc0/since_epoch": "1795339881\n", "rtc0/hctosys": "0\n"}, 1795339881},
		"the one that counts":  {map[string]string{"rtc0/since_epoch": "5\n", "rtc0/hctosys": "0\n", "rtc1/since_epoch": "1795339881\n", "rtc1/hctosys": "1\n"}, 1795339881},
		"one without a second": {map[string]string{"rtc0/hctosys": "1\n"}, 0},
		"one that is confused": {map[string]string{"rtc0/since_epoch": "yesterday\n"}, 0},
		"one before its time":  {map[string]string{"rtc0/since_epoch": "-7\n"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.rtc {
				file = filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			wall, ok := linux{Real(), dir, dir}.Battery()
			if ok != (c.want != 0) || ok && time.Duration(wall).Truncate(time.Second) != time.Duration(c.want)*time.Second {
				t.Errorf("%v, %v; want %d s", wall, ok, c.want)
			}
		})
	}
}

// TestTheKernelIsAskedWithoutPrivilege: adjtimex answers, and what is made of it is what it says.
func TestTheKernelIsAskedWithoutPrivilege(t *testing.T) {
	var x unix.Timex
	state, err := unix.Adjtimex(&x)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := system().Synced(); ok != (state != unix.TIME_ERROR && x.Status&unix.STA_UNSYNC == 0) {
		t.Errorf("synced %v, and the kernel says state %d, status %#x", ok, state, x.Status)
	}
	if at := system().Now(); at.Trust != 0 || at.Up <= 0 || at.Boot == "" {
		t.Errorf("%+v", at)
	}
}

// TestNobodySetsTheClock: then nothing is told, and the end is the end. That setting it is told is
// proven where a clock may be set, in the rig (TestRig).
func TestNobodySetsTheClock(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	set, over := make(chan struct{}, 1), make(chan struct{})
	go func() { defer close(over); system().WasSet(ctx, set) }()
	select {
	case <-over:
		t.Fatal("this kernel cannot tell that the clock was set")
	case <-set:
		t.Fatal("the clock was set")
	case <-time.After(50 * time.Millisecond):
	}
	cancel()
	<-over
}
