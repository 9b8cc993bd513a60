// Package api is the one local protocol: HTTP with JSON, under /v1, over a unix socket. The
// console, the command line and later the LAN speak it.
//
//	GET  /v1/site                       the newest snapshot
//	GET  /v1/watch                      an event stream of snapshots, the newest only
//	GET  /v1/events?since=&n=           {"events": [...]}, oldest first
//	GET  /v1/events?since=&follow=1     an event stream of lines; each has its id, none is left out
//	GET  /v1/locks … /v1/explain        views of the same, for programs
//	POST /v1/locks/{id}/unlock …        an Action, whose outcome can be waited for
//	POST /v1/ask                        core.Asked in, core.Told out
//
// The whole table is in route.go; GET /openapi.json is made of it.
//
// An error is {"error": {"code", "text", "do"}} with the HTTP status of its code (see status).
//
// Who may speak: whoever may write to the socket's file, which is made with mode 0600. So the
// guard is the user that the hub runs as (and root); nobody is asked for a password, and no peer
// credentials are read. The sender of a wish names itself in Origin; that name is for the
// record and is no proof.
//
// Under whose authority: every request is given a hub that was cut to one caller (Seats). On the socket
// that is the box, or with ?as=NAME (for a wish: origin.as) a person, who sees and may what is theirs. A
// wish that says kind "api", or nothing, must name one: else it is 1500.
//
// Reading order: this file, route.go (the table), server.go (limits), stream.go (what a stream is), ask.go,
// events.go, watch.go, lock.go and wishes.go and action.go (for programs), openapi.go, then client.go (the other end), socket.go (whose socket it is).
package api

import (
	"context"

	"localiq/core"
)

// Hub is what is served here, and what a Client is on the other end.
type Hub interface {
	// Watch sends the newest snapshot at once, on every change, and at least once a second,
	// until ctx ends; then the channel is closed. A late reader sees the newest, not every one.
	// It is closed as well as soon as the caller may not look: then Lines says why.
	Watch(ctx context.Context) <-chan *core.Snapshot
	// Lines reads what was told to people by inputs numbered above since, oldest first: all
	// lines of up to n inputs, never a part of an input's. With n < 0 the last -n inputs. An
	// input may have no lines, so nothing read does not mean that nothing follows.
	Lines(ctx context.Context, since core.Seq, n int) ([]core.Line, error)
	// Ask does what is wished. Told.Error says when it was not done, or not known to be.
	Ask(ctx context.Context, a core.Asked) core.Told
}
