package core

import "time"

// Clock is the one seam to time. hub and ble take one; rules never sees it. The real one, the
// scaled one of `demo --speed` and the ones for tests are in core/clock.
type Clock interface {
	// Now reads both clocks. Up never goes back.
	Now() Instant
	// After fires once when d has passed on Up. stop frees it; it is safe to call twice.
	After(d time.Duration) (fired <-chan struct{}, stop func())
}
