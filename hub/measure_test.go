package hub

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// TestDiskIsLookedAtNowAndThen, and never by who draws.
func TestDiskIsLookedAtNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := int64(0)
		h := &Hub{c: Config{Clock: clock.Process(), Disk: func() core.Disk { looks++; return core.Disk{Free: looks} }}}
		go h.measure(t.Context())
		for want := int64(1); want <= 3; want++ {
			synctest.Wait()
			if d := h.disk.Load(); d == nil || d.Free != want || looks != want {
				t.Fatalf("look %d: %+v after %d", want, d, looks)
			}
			time.Sleep(measureEvery)
		}
	})
}
