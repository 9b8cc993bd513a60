package hub

import (
	"context"
	"slices"
	"time"

	"localiq/core"
)

// Forgetter is a Ledger that says when nothing of whoever was erased is in any of its files any more.
type Forgetter interface {
	Forgotten(context.Context) error
}

// forgetPatience is how long whoever removes somebody waits for that. It goes on without them.
const forgetPatience = 5 * time.Second

// erases is true for a change that destroys somebody's name.
func erases(private []core.Private) bool {
	return slices.ContainsFunc(private, func(p core.Private) bool { return p.Gone })
}

// forgotten says of a kept erasure how far it is, and what it cannot reach.
func (h *Hub) forgotten(ctx context.Context, t core.Told) core.Told {
	f, can := h.c.Ledger.(Forgetter)
	if !can || t.Error != nil {
		return t
	}
	ctx, stop := context.WithTimeout(ctx, forgetPatience)
	defer stop()
	said := "not every trace is out of this box's files yet: it goes on by itself, and is done at the next start at the latest"
	if f.Forgotten(ctx) == nil {
		said = "nothing that leads to them is in any file of this box's site since " + h.now() +
			"; backups from before that have it until you delete them"
	}
	t.Report = append(t.Report, said)
	return t
}

func (h *Hub) now() string {
	return h.c.Clock.Now().In(h.Site().Config.Zone).Format("15:04")
}
