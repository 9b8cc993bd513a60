package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"localiq/core"
)

// ask hands one wish to the hub and answers with what came of it, under the status of its
// error. The request id in Origin makes a repeat safe; the hub sees to that.
func ask(w http.ResponseWriter, r *http.Request, hub Hub) {
	a, err := readAsked(w, r)
	if err != nil {
		fail(w, err)
		return
	}
	t := hub.Ask(r.Context(), a)
	reply(w, statusOf(t.Error), t)
}

func readAsked(w http.ResponseWriter, r *http.Request) (core.Asked, *core.Error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, big := errors.AsType[*http.MaxBytesError](err); big {
		return core.Asked{}, core.Errorf(core.CodeRequest, "the request is larger than %d MiB", maxBody>>20)
	}
	if err != nil {
		return core.Asked{}, core.Errorf(core.CodeRequest, "the request did not arrive whole")
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // or it would fire while the hub works, and look like a client that left
	return decodeAsked(body)
}

// decodeAsked reads bytes that anybody may have sent. An error says no more than it must: a
// wish may hold a PIN or a setup code.
func decodeAsked(body []byte) (core.Asked, *core.Error) {
	var a core.Asked
	if err := json.Unmarshal(body, &a); err != nil || a.Wish == nil {
		return core.Asked{}, core.Errorf(core.CodeRequest, "the request is not a wish that this hub knows").
			Advise(`send {"origin":{"kind":"api","who":"…"},"wish":{"LockDoor":{"Door":"…"}}}; a console newer than the hub needs a newer hub`)
	}
	switch a.Origin.Kind {
	case core.FromConsole, core.FromCLI, core.FromAPI:
	case core.FromHub: // nobody said
		a.Origin.Kind = core.FromAPI
	default:
		return core.Asked{}, core.Errorf(core.CodeRequest, "a wish cannot come from the %s", a.Origin.Kind)
	}
	return a, nil
}
