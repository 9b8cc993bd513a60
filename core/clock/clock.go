// Package clock is the only room that reads a clock.
package clock

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"strings"
	"time"

	"localiq/core"
)

// Real is the box's own clock, believed as it is: CLOCK_REALTIME beside CLOCK_BOOTTIME, which counts through
// suspend. Where there is no boot id (not Linux), each process is a boot of its own.
func Real() core.Clock {
	if b, err := os.ReadFile("/proc/sys/kernel/random/boot_id"); err == nil {
		return &clock{boot: core.BootID(strings.TrimSpace(string(b))), wall: time.Now, up: sinceBoot, speed: 1}
	}
	return Process()
}

// Process counts Up from its making, on Go's own clock: synctest can fake it, and so can
// nothing else. Its boot id is random.
func Process() core.Clock {
	var b [8]byte
	rand.Read(b[:])
	start := time.Now()
	return &clock{boot: core.BootID(hex.EncodeToString(b[:])), wall: time.Now, up: func() time.Duration { return time.Since(start) }, speed: 1}
}

// Scaled runs speed times as fast as Go's own clock, from start on. Its Up is its own.
func Scaled(start time.Time, speed float64) core.Clock {
	c := Process().(*clock)
	base, up := time.Now(), c.up
	c.up = func() time.Duration { return time.Duration(float64(up()) * speed) }
	c.wall = func() time.Time { return start.Add(time.Duration(float64(time.Since(base)) * speed)) }
	c.speed = speed
	return c
}

type clock struct {
	boot  core.BootID
	wall  func() time.Time
	up    func() time.Duration
	speed float64
}

// Now trusts the wall clock. Box is the one that does not.
func (c *clock) Now() core.Instant {
	return core.Instant{Wall: c.wall().UnixNano(), Boot: c.boot, Up: c.up(), Trust: core.Trusted}
}

func (c *clock) After(d time.Duration) (<-chan struct{}, func()) {
	fired := make(chan struct{})
	t := time.AfterFunc(time.Duration(float64(d)/c.speed), func() { close(fired) })
	return fired, func() { t.Stop() }
}
