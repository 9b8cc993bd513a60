package main

import (
	"context"

	"localiq/core"
	"localiq/core/clock"
)

// clock is this box's, and what looks after it until ctx ends.
func (c *runCmd) clock() (core.Clock, func(ctx context.Context, tell func(core.Event)) error) {
	if c.BelieveClock {
		return clock.Real(), func(context.Context, func(core.Event)) error { return nil }
	}
	b := clock.Judged()
	return b, b.Watch
}
