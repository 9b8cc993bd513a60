package driver

import (
	"time"

	"localiq/core"
)

// slowAfter is how long a link stays fast when nothing moves any more.
const slowAfter = time.Second

// pace has the radio talk fast while something moves, and slowly when nothing has for a while.
func (k *keeper) pace(now core.Instant) {
	if k.link == nil || k.over != nil {
		return
	}
	fast := now.Up < k.activeAt+slowAfter
	if fast {
		k.by(k.activeAt + slowAfter)
	}
	if fast != k.fast {
		k.fast = fast
		k.line.setPace(fast)
	}
}
