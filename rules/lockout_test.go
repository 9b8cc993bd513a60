package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// L-1: the lockouts of a reader are 30 s, 60 s, 120 s … and never above 15 minutes; after a quiet day
// they begin anew.
func TestLockoutsGrow(t *testing.T) {
	now, tries := at("2026-11-23T09:00:00"), core.Tries{}
	for _, want := range []time.Duration{30, 60, 120, 240, 480, 900, 900, 900} {
		for n := range wrongPINs {
			full := false
			if tries, full = again(tries, now, wrongPINs); full != (n == wrongPINs-1) {
				t.Fatalf("wrong PIN %d: full %v", n+1, full)
			}
			now = now.Add(time.Second)
		}
		var long time.Duration
		if tries, long = lockedOut(tries, now); long != want*time.Second {
			t.Errorf("locked out for %v, want %v", long, want*time.Second)
		}
		for off, left := range map[time.Duration]time.Duration{0: long, long - 1: 1, long: 0, long + 1: 0} {
			if got := lockedFor(&tries, now.Add(off)); got != left {
				t.Errorf("%v into it %v are left, want %v", off, got, left)
			}
		}
		now = now.Add(long)
	}
	if _, long := lockedOut(tries, tries.Until.Add(24*time.Hour-1)); long != lockoutLongest {
		t.Errorf("within a day it begins anew: %v", long)
	}
	if _, long := lockedOut(tries, tries.Until.Add(24*time.Hour)); long != lockoutFirst {
		t.Errorf("after a quiet day it is %v", long)
	}
}

// L-1: a lockout outlives a reboot by the wall clock, and a clock that went back holds nobody out for
// longer than the longest one.
func TestLockoutOverAReboot(t *testing.T) {
	now := at("2026-11-23T09:00:00")
	tries, _ := lockedOut(core.Tries{}, now)
	later := func(d time.Duration) core.Instant {
		return core.Instant{Wall: now.Wall + int64(d), Boot: "b2", Up: time.Second}
	}
	for d, want := range map[time.Duration]time.Duration{10 * time.Second: 20 * time.Second, 30 * time.Second: 0, -14 * time.Minute: 14*time.Minute + 30*time.Second,
		-time.Hour: 0, -50 * 365 * 24 * time.Hour: 0} {
		if got := lockedFor(&tries, later(d)); got != want {
			t.Errorf("%v later, in another boot: %v are left, want %v", d, got, want)
		}
	}
	if n, full := again(core.Tries{At: []core.Instant{now, now, now, now}}, later(10*time.Minute), wrongPINs); full || len(n.At) != 1 {
		t.Errorf("ten minutes later, in another boot, %d still count", len(n.At))
	}
	if _, full := again(core.Tries{At: []core.Instant{now, now, now, now}}, later(10*time.Minute-1), wrongPINs); !full {
		t.Error("within ten minutes of another boot they do not count")
	}
}

// The amnesty is the last at or before an instant, by the site's own clock and over its steps.
func TestAmnestyIsTheLastOfTheDay(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	for _, c := range []struct {
		at   core.Minute
		now  string // UTC
		want string
	}{
		{4 * 60, "2026-11-23T03:00:00", "2026-11-23T03:00:00"},
		{4 * 60, "2026-11-23T02:59:59", "2026-11-22T03:00:00"},
		{0, "2026-11-23T22:59:59", "2026-11-22T23:00:00"},
		{2*60 + 30, "2026-03-29T02:00:00", "2026-03-29T01:00:00"}, // it does not exist: the jump
		{2*60 + 30, "2026-10-25T01:45:00", "2026-10-25T00:30:00"}, // it exists twice: the first
	} {
		cfg := &core.Config{Zone: zone, Settings: core.Settings{Amnesty: c.at}}
		if got := amnesty(cfg, at(c.now).Wall); got != at(c.want).Wall {
			t.Errorf("%s at %s: %s, want %s", c.at, c.now, time.Unix(0, got).UTC().Format(time.RFC3339), c.want)
		}
	}
}
