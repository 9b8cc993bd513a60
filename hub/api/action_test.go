package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

func asked(f func(core.Asked) core.Told) func(context.Context, core.Asked) core.Told {
	return func(_ context.Context, a core.Asked) core.Told { return f(a) }
}

// desk sends requests of one caller or another to a hub that answers when it is told to.
type desk struct {
	t      *testing.T
	srv    http.Handler
	asks   chan core.Asked
	answer chan core.Told
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, asks: make(chan core.Asked, 1000), answer: make(chan core.Told)}
	h := newFake()
	h.ask = asked(func(a core.Asked) core.Told { d.asks <- a; return <-d.answer })
	d.srv = Routes(func(*http.Request) (Hub, *core.Error) { return h, nil }, nil)
	return d
}

func (d *desk) sends(who, method, path, name, body string) (int, Action, *core.Error) {
	d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set(idempotency, name)
	w := httptest.NewRecorder()
	d.srv.ServeHTTP(w, r.WithContext(WithCaller(r.Context(), who)))
	var a Action
	var f fault
	if json.Unmarshal(w.Body.Bytes(), &a) != nil || json.Unmarshal(w.Body.Bytes(), &f) != nil {
		d.t.Fatal(w.Body)
	}
	return w.Code, a, f.Error
}

// TestActionIsAcceptedAndAwaited [api]: 202 at once, then its outcome, which can be waited for; the same for
// whoever comes again with its name, and it is done once.
func TestActionIsAcceptedAndAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		code, a, _ := d.sends("panel", "POST", "/v1/locks/front/unlock", "n-1", `{"why":"post","pin":"4711"}`)
		if code != 202 || a.State != "pending" || a.ID == "" {
			t.Fatal(code, a)
		}
		if w := (<-d.asks).Wish; w != (core.OpenDoor{Door: "front", Why: "post", IQPIN: "4711"}) {
			t.Errorf("%+v", w)
		}
		if code, b, _ := d.sends("panel", "POST", "/v1/locks/front/unlock", "n-1", `{"why":"post","pin":"4711"}`); code != 202 || b != a {
			t.Error("again under the same name", code, b)
		}
		if code, _, err := d.sends("panel", "POST", "/v1/locks/back/unlock", "n-1", ""); code != 400 || err.Code != core.CodeRequest {
			t.Error("something else under the same name", code, err)
		}
		if code, b, _ := d.sends("panel", "GET", "/v1/actions/"+a.ID+"?wait=3", "", ""); code != 200 || b != a {
			t.Error("waited for what did not come", code, b)
		}
		go func() { d.answer <- core.Told{Seq: 7, Result: core.ResultDone} }()
		if code, b, _ := d.sends("panel", "GET", "/v1/actions/"+a.ID+"?wait=20", "", ""); code != 200 || b.State != "done" || b.Event != 7 {
			t.Error(code, b)
		}
		if code, b, _ := d.sends("panel", "POST", "/v1/locks/front/unlock", "n-1", `{"why":"post"}`); code != 200 || b.State != "done" || b.ID != a.ID {
			t.Error("again, afterwards", code, b)
		}
		if code, _, err := d.sends("thief", "GET", "/v1/actions/"+a.ID, "", ""); code != 404 || err.Code != core.CodeNotFound {
			t.Error("another's action", code, err)
		}
		if len(d.asks) != 0 {
			t.Error("done twice")
		}
		time.Sleep(keptFor + time.Second) // of the test's own time
		go func() { <-d.asks; d.answer <- core.Told{} }()
		if code, _, _ := d.sends("panel", "POST", "/v1/locks/front/lock?wait=1", "", ""); code != 200 {
			t.Error(code)
		}
		if code, _, _ := d.sends("panel", "GET", "/v1/actions/"+a.ID, "", ""); code != 404 {
			t.Error("kept for ever")
		}
	})
}

// TestActionTellsWhyNot [api]: refused is a status of its own, with the reason; unknown is never told as refused.
func TestActionTellsWhyNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		for state, e := range map[string]*core.Error{"refused": core.Errorf(core.CodeRefused, "no"), "unknown": core.Errorf(core.CodeUnknown, "who knows")} {
			go func() { <-d.asks; d.answer <- core.Told{Error: e} }()
			code, a, err := d.sends("panel", "POST", "/v1/locks/front/office?wait=20", "", `{"on":true}`)
			if code != status[e.Code] || a.State != state || err == nil || err.Code != e.Code {
				t.Error(code, a, err)
			}
		}
		for path, body := range map[string]string{"unlock": `{"door":"x"}`, "lock": `[]`, "office": `{"on":`, "unlock?wait=21": "", "lock?wait=x": ""} {
			if code, _, err := d.sends("panel", "POST", "/v1/locks/front/"+path, "", body); code != 400 || err.Code != core.CodeRequest {
				t.Errorf("%s %s: %d %v", path, body, code, err)
			}
		}
		if code, _, _ := d.sends("panel", "GET", "/v1/locks/front/unlock", "", ""); code != 405 {
			t.Error(code)
		}
	})
}

// TestActionsAreFew [api]: so many at a time and no more, and whoever is over makes room.
func TestActionsAreFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		for range mostActions {
			if code, _, _ := d.sends("panel", "POST", "/v1/locks/front/lock", "", ""); code != 202 {
				t.Fatal(code)
			}
		}
		if code, _, err := d.sends("panel", "POST", "/v1/locks/front/lock", "", ""); code != 429 || err.Code != core.CodeBusy {
			t.Error(code, err)
		}
		d.answer <- core.Told{}
		synctest.Wait()
		if code, _, _ := d.sends("panel", "POST", "/v1/locks/front/lock", "", ""); code != 202 {
			t.Error(code)
		}
		close(d.answer)
	})
}
