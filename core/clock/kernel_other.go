//go:build !linux

package clock

import (
	"context"
	"time"

	"localiq/core"
)

func system() Kernel { return plain{Real()} }

// plain is a kernel that says nothing of its clock: a person must.
type plain struct{ clock core.Clock }

func (k plain) Now() core.Instant {
	at := k.clock.Now()
	at.Trust = core.Untrusted
	return at
}

func (plain) Synced() (time.Duration, bool)           { return 0, false }
func (plain) Battery() (int64, bool)                  { return 0, false }
func (plain) WasSet(context.Context, chan<- struct{}) {}
