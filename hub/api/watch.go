package api

import (
	"net/http"

	"localiq/core"
)

// site answers with the snapshot that a watcher would get first.
func site(w http.ResponseWriter, r *http.Request, hub Hub) {
	s, ok := <-hub.Watch(r.Context())
	if !ok {
		fail(w, core.Errorf(core.CodeHubAway, "the hub is stopping").Advise("try again when it is back"))
		return
	}
	reply(w, http.StatusOK, s)
}

// watch writes the newest snapshot for as long as somebody reads. While a write waits, the hub
// puts newer snapshots in the place of older ones: nothing piles up.
func watch(w http.ResponseWriter, r *http.Request, hub Hub) {
	out := newStream(w)
	for s := range hub.Watch(r.Context()) {
		if out.send("site", "", s) != nil {
			return
		}
	}
}
