package api

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core"
)

// blind is the hub as somebody has it who may not look.
type blind struct{ *fakeHub }

func (blind) Watch(context.Context) <-chan *core.Snapshot {
	none := make(chan *core.Snapshot)
	close(none)
	return none
}

func (blind) Lines(context.Context, core.Seq, int) ([]core.Line, error) {
	return nil, core.Errorf(core.CodeNotReleased, "not released")
}

// TestEveryRequestHasItsSeat [roles]: nothing is served to nobody; with ?as= it is what that person has,
// and who may not look is told why, also where a stream was asked for.
func TestEveryRequestHasItsSeat(t *testing.T) {
	h, socket := newFake(), filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	var asked []core.PersonID
	h.ask = func(context.Context, core.Asked) core.Told { return core.Told{Seq: 1} }
	seats := AtBox(h, func(as core.PersonID) (Hub, *core.Error) {
		asked = append(asked, as)
		if as == "ana" {
			return blind{h}, nil
		}
		return nil, core.Errorf(core.CodeUnauthorized, "nobody")
	})
	srv := &http.Server{Handler: Routes(seats, t.Context().Done())}
	go srv.Serve(ln)
	defer srv.Close()
	for _, path := range []string{"/v1/site", "/v1/watch", "/v1/events?n=5", "/v1/events?follow=1", "/v1/ask"} {
		method, body := "GET", ""
		if path == "/v1/ask" {
			method, body = "POST", `{"wish":{"ExportSite":{}}}`
		}
		as := "?as="
		if strings.Contains(path, "?") {
			as = "&as="
		}
		for who, want := range map[string]int{"": 401, "bo": 401, "ana": 400} {
			if method == "POST" && who == "ana" {
				want = 200
			}
			if got, said := send(t, socket, method, path+as+who, body); got != want {
				t.Errorf("%s as %q: %d %s", path, who, got, said)
			}
		}
	}
	if got, said := send(t, socket, "GET", "/v1/site", ""); got != 200 {
		t.Errorf("the box: %d %s", got, said)
	}
	asked = nil
	c := dialled(t, socket).As("Ana Novak")
	if _, err := c.Lines(t.Context(), 0, 1); core.AsError(err).Code != core.CodeUnauthorized || len(asked) != 1 || asked[0] != "Ana Novak" {
		t.Errorf("the client asked as %q: %v", asked, err)
	}
	if _, open := <-c.Watch(t.Context()); open {
		t.Error("a client of nobody's sees the site")
	}
	h.ask = func(_ context.Context, a core.Asked) core.Told {
		if a.Origin.As != "Ana Novak" {
			t.Errorf("asked by %+v", a.Origin)
		}
		return core.Told{}
	}
	c.Ask(t.Context(), core.Asked{Wish: core.ExportSite{}})
}
