package api

import (
	"net/http"

	"localiq/core"
)

// Seats finds the hub as whoever sent a request has it, or says why they have none (1500). Nothing is
// served without one, and each face makes its own: the socket asks who owns its file, the LAN will ask for
// a key.
type Seats func(*http.Request) (Hub, *core.Error)

// AtBox are the seats of the box's own socket: the box itself, or with ?as=NAME what a person has.
func AtBox(box Hub, of func(core.PersonID) (Hub, *core.Error)) Seats {
	return func(r *http.Request) (Hub, *core.Error) {
		if q := r.URL.Query(); q.Has("as") {
			return of(core.PersonID(q.Get("as")))
		}
		return box, nil
	}
}
