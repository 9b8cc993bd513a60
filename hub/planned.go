package hub

import (
	"context"

	"localiq/core"
)

// replans is how often a plan is made again before whoever wished is told to try again.
const replans = 5

// planned does what a plan comes to, one at a time. Most of what changes the site waits for the other
// here; what the loop changes by itself (somebody activates the IQ, a guest leaves) does not, and then
// the plan is made again on what that has left.
func (h *Hub) planned(ctx context.Context, try func(*core.Site) core.Told) (t core.Told) {
	h.planning.Lock()
	defer h.planning.Unlock()
	for range replans {
		site := h.Site()
		if t = try(site); !t.Error.IsOutdated() || !h.another(ctx, site.Config.Version) {
			return t
		}
	}
	return t
}

// another waits until the kept site is of another version; false: it did not become one.
func (h *Hub) another(ctx context.Context, than core.Seq) bool {
	late, stop := h.c.Clock.After(h.patience())
	defer stop()
	for {
		changed := h.news.wait()
		if h.Site().Config.Version != than {
			return true
		}
		select {
		case <-changed:
		case <-late:
			return false
		case <-ctx.Done():
			return false
		case <-h.over:
			return false
		}
	}
}
