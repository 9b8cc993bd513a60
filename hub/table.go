package hub

import (
	"context"
	"time"

	"localiq/core"
	"localiq/rules"
)

// Table is what a lock should know by itself, with the credentials in it [lock.offline]. It is
// made of the newest site that is on the disk, so a lock never learns what a power cut could take
// back; and in the caller's goroutine, so it costs the loop nothing. A lock on no door is to know
// nobody.
func (h *Hub) Table(_ context.Context, l core.LockID) (core.Table, error) {
	site := h.Site()
	d := site.DoorOf(l)
	if d == nil {
		return core.Table{OpenFor: core.DefaultOpenFor * time.Second, Zone: []core.ZoneOffset{{}}}, nil
	}
	t := rules.TableNow(site, d.Door, h.c.Clock.Now())
	return t, h.c.Private.Credentials(t.Rows)
}
