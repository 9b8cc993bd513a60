package driver_test

import (
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/virtual"
	"localiq/core"
)

// A lock that has had its connections for today is listened to at once all the same when its door
// opens or somebody tampers: an alert is not an hour late (notclosed). So it is for its first word
// after a start of the box, before which nobody knows how the door stands.
func TestBudgetDelaysNoAlert(t *testing.T) {
	for _, what := range []string{"open", "tamper"} {
		inSite(t, 0, func(s *site) {
			d := s.paired(virtual.Config{})
			d.do(core.Tend{Lock: d.core, Talks: core.Talks{Day: driver.DayUTC(s.clock.Now()), Links: core.LinkBudget}}, 0)
			start := time.Now()
			next[core.LockReported](d)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("the first word took %v", took)
			}
			s.quiet(time.Minute)
			d.hands(what)
			start = time.Now()
			s.until(d, func(in core.Input) bool { return in.Claim.Index != 0 })
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s was told after %v", what, took)
			}
			d.hands("close")
			s.quiet(time.Minute)
			d.hands("handle")
			if s.quiet(50 * time.Minute); count[core.HandleTurned](d) != 0 {
				t.Error("a turned handle was worth a connection")
			}
		})
	}
}
