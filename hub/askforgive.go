package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/people"
)

// forgive forgets where somebody is, or everybody (passback). The report says when there was nothing to
// forget.
func (h *Hub) forgive(ctx context.Context, a core.Asked, w core.ForgivePassback) core.Told {
	if (w.Who == "") != w.All {
		return core.Told{Error: core.Errorf(core.CodeRequest, "either one person or everybody").Advise("add --who NAME, or --all")}
	}
	site := h.Site()
	known := 0
	e := core.PlacesForgiven{}
	if w.All {
		for _, c := range site.Counts.All() {
			known += somewhere(&c)
		}
	} else {
		p, err := people.FindPerson(site.Config, h.c.Private.Names(), w.Who)
		if err != nil {
			return core.Told{Error: err}
		}
		e.Person, known = p.ID, somewhere(site.Counts.Of(p.ID))
	}
	t := h.put(ctx, a, e)
	if t.Error == nil && known == 0 {
		t.Report = []string{"It was not known where they are: there was nothing to forget."}
	}
	return t
}

func somewhere(c *core.Count) int {
	if c == nil || c.Area == "" {
		return 0
	}
	return 1
}
