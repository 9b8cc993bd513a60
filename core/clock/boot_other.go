//go:build !linux

package clock

import "time"

// Never reached: without /proc there is no boot id, and Real is Process.
func sinceBoot() time.Duration { panic("clock: no CLOCK_BOOTTIME here") }
