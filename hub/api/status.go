package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"localiq/core"
)

// status is the HTTP status of each code. The seeds' table leaves some open; ours is fixed.
var status = map[core.Code]int{
	core.CodeRequest:      http.StatusBadRequest,
	core.CodeInvalid:      http.StatusBadRequest,
	core.CodeUnauthorized: http.StatusUnauthorized,
	core.CodeActivation:   http.StatusBadRequest,
	core.CodeNotActivated: http.StatusBadRequest,
	core.CodeNotReleased:  http.StatusBadRequest,
	core.CodeInternal:     http.StatusInternalServerError,
	core.CodeRefused:      http.StatusForbidden,
	core.CodeSubscription: http.StatusForbidden,
	core.CodeTree:         http.StatusBadRequest,
	core.CodePodName:      http.StatusBadRequest,
	core.CodePodDoor:      http.StatusBadRequest,
	core.CodePodEmail:     http.StatusBadRequest,
	core.CodePodTwice:     http.StatusBadRequest,
	core.CodePodOther:     http.StatusBadRequest,
	core.CodePodTag:       http.StatusBadRequest,
	core.CodePodLimit:     http.StatusBadRequest,
	core.CodePodMember:    http.StatusForbidden,
	core.CodePodFull:      http.StatusBadRequest,
	core.CodePodNotItsOwn: http.StatusBadRequest,
	core.CodeNotFound:     http.StatusNotFound,
	core.CodeLockOffline:  http.StatusBadRequest,
	core.CodeLockFailed:   http.StatusBadGateway, // one of 3102's five in the seeds means "the lock said no"
	core.CodeStoreStalled: http.StatusServiceUnavailable,
	core.CodeUnknown:      http.StatusGatewayTimeout,
	core.CodeHubAway:      http.StatusServiceUnavailable,
	core.CodeBusy:         http.StatusTooManyRequests,
}

// statusOf is 200 without an error, and 500 for a code that nobody entered above.
func statusOf(e *core.Error) int {
	if e == nil {
		return http.StatusOK
	}
	if s, ok := status[e.Code]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// asError keeps what a person can be told, and hides what only an engineer can read.
func asError(err error) *core.Error {
	if e, ok := errors.AsType[*core.Error](err); ok {
		return e
	}
	return core.Errorf(core.CodeInternal, "%v", err).Advise("this is a fault of the hub: look at its log")
}

// fault is how an error is told. Request is the answer's X-Request-Id, for whoever reports it; "": this face
// gives none.
type fault struct {
	Error   *core.Error `json:"error"`
	Request string      `json:"request,omitempty"`
}

func fail(w http.ResponseWriter, e *core.Error) { Refuse(w, statusOf(e), e) }

// Fail answers with an error, under its status.
func Fail(w http.ResponseWriter, e *core.Error) { fail(w, e) }

// Refuse answers with an error under a status of its own.
func Refuse(w http.ResponseWriter, status int, e *core.Error) {
	reply(w, status, fault{e, w.Header().Get("X-Request-Id")})
}

// reply writes one JSON value. A reader that has gone is not our trouble.
func reply(w http.ResponseWriter, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		code, b = http.StatusInternalServerError, []byte(`{"error":{"code":2201,"text":"the answer could not be written"}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeWait)) // or who takes nothing would hold us for ever
	w.WriteHeader(code)
	w.Write(append(b, '\n'))
}
