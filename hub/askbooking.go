package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/people"
	"localiq/hub/roomuse"
)

// roomUse reads the ledger in the caller's own goroutine, from a little before the report's time on.
func (h *Hub) roomUse(ctx context.Context, w core.ReportBookings) core.Told {
	if w.From >= w.Until {
		return core.Told{Error: core.Errorf(core.CodeRequest, "a report needs a time from and a later one until")}
	}
	site, all := h.Site(), h.c.Private.Names()
	first, began, err := h.lineAt(site.Seq, w.From-int64(roomuse.Margin))
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	names := roomuse.Names{Note: people.Notes(h.c.Private.Secrets), Person: func(id core.PersonID) string {
		if _, known := all[id]; !known {
			return "" // erased
		}
		return people.Called(all, id)
	}}
	lines := func(yield func(core.Entry) bool) {
		for e, fault := range h.entries(ctx, first, site.Seq) {
			if err = fault; err != nil || !yield(e) {
				return
			}
		}
	}
	use := roomuse.Of(site.Config, names, lines, w, h.c.Clock.Now().Wall)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	if began.Wall > w.From {
		use.Reach = began
	}
	return core.Told{Used: &use}
}

// lineAt halves its way to the number before the first line that is not older than wall, and gives the
// instant of the oldest line.
func (h *Hub) lineAt(last core.Seq, wall int64) (before core.Seq, oldest core.Instant, err error) {
	es, err := h.c.Ledger.Since(0, 1)
	if err != nil || len(es) == 0 {
		return 0, core.Instant{}, err
	}
	oldest = es[0].Input.At
	low, high := es[0].Input.ID-1, last
	for low < high {
		middle := low + (high-low)/2
		es, err := h.c.Ledger.Since(middle, 1)
		if err != nil {
			return 0, oldest, err
		}
		if len(es) > 0 && es[0].Input.At.Wall < wall {
			low = es[0].Input.ID
		} else {
			high = middle
		}
	}
	return low, oldest, nil
}
