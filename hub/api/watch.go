package api

import (
	"context"
	"net/http"

	"localiq/core"
)

// site answers with the snapshot that a watcher would get first.
func site(w http.ResponseWriter, r *http.Request, hub Hub) {
	s, ok := <-hub.Watch(r.Context())
	if !ok {
		fail(w, whyClosed(r.Context(), hub))
		return
	}
	reply(w, http.StatusOK, s)
}

// whyClosed is why a watcher was shown nothing.
func whyClosed(ctx context.Context, hub Hub) *core.Error {
	if _, err := hub.Lines(ctx, 0, 1); err != nil {
		return asError(err)
	}
	return core.Errorf(core.CodeHubAway, "the hub is stopping").Advise("try again when it is back")
}

// watch writes the newest snapshot for as long as somebody reads. While a write waits, the hub
// puts newer snapshots in the place of older ones: nothing piles up.
func watch(w http.ResponseWriter, r *http.Request, hub Hub) {
	out, shown := newStream(w), false
	for s := range hub.Watch(r.Context()) {
		if out.send("site", "", s) != nil {
			return
		}
		shown = true
	}
	switch err := whyClosed(r.Context(), hub); {
	case r.Context().Err() != nil:
	case shown:
		out.send("error", "", fault{Error: err})
	default:
		fail(w, err)
	}
}
