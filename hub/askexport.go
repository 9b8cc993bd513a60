package hub

import (
	"context"

	"localiq/core"
	"localiq/hub/sitefile"
)

// export writes the site of a moment as a file. Names, and the numbers of tags, are those of now: of
// a person who was erased there are none.
func (h *Hub) export(ctx context.Context, w core.ExportSite) core.Told {
	site, err := h.At(ctx, w.At)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	y, err := sitefile.Export(site, h.c.Private.Names(), h.c.Private.Secrets)
	return core.Told{YAML: y, Error: core.AsError(err)}
}
