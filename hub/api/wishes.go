package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"localiq/core"
)

// asks has a wish answered at once.
func asks(wish func(*http.Request) (core.Wish, *core.Error), of func(core.Told) any) func(*service, http.ResponseWriter, *http.Request, Hub) {
	return func(_ *service, w http.ResponseWriter, r *http.Request, hub Hub) {
		ww, err := wish(r)
		if err != nil {
			fail(w, err)
			return
		}
		t := hub.Ask(r.Context(), core.Asked{Origin: core.Origin{Kind: core.FromAPI, Request: r.Header.Get(idempotency)}, Wish: ww})
		if t.Error != nil {
			fail(w, t.Error)
			return
		}
		reply(w, http.StatusOK, of(t))
	}
}

// idempotency names a request: sent again under the same name it gets the first answer, also after a restart.
const idempotency = "Idempotency-Key"

func whole(t core.Told) any   { return t }
func listed(t core.Told) any  { return t.Listed }
func card(t core.Told) any    { return t.Card }
func verdict(t core.Told) any { return t.Explain }

func listPeople(r *http.Request) (core.Wish, *core.Error) {
	p, err := pageOf(r)
	return core.ListPeople{Filter: r.URL.Query().Get("filter"), Page: p}, err
}

func listKeys(r *http.Request) (core.Wish, *core.Error) {
	p, err := pageOf(r)
	return core.ListKeys{Filter: r.URL.Query().Get("filter"), Page: p}, err
}

func listGroups(r *http.Request) (core.Wish, *core.Error) {
	return core.ListGroups{Filter: r.URL.Query().Get("filter")}, nil
}

func listSchedules(r *http.Request) (core.Wish, *core.Error) {
	return core.ListSchedules{Filter: r.URL.Query().Get("filter")}, nil
}

func onePerson(r *http.Request) (core.Wish, *core.Error) {
	return core.ShowPerson{Who: core.PersonID(r.PathValue("id"))}, nil
}

func explain(r *http.Request) (core.Wish, *core.Error) {
	q := r.URL.Query()
	w := core.Explain{Door: core.DoorID(q.Get("door")), Person: core.PersonID(q.Get("person"))}
	if at := q.Get("at"); at != "" {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil || t.Year() < 1970 || t.Year() > 2200 {
			return nil, core.Errorf(core.CodeRequest, "at is no instant").Advise("write 2026-11-23T09:00:00Z")
		}
		w.At = t.UnixNano()
	}
	if w.Door == "" || w.Person == "" {
		return nil, core.Errorf(core.CodeRequest, "explain needs a door and a person")
	}
	return w, nil
}

func ackAlert(r *http.Request) (core.Wish, *core.Error) {
	var w core.AckAlert
	_, err := readInto(r, &w)
	return w, err
}

func pageOf(r *http.Request) (p core.Page, err *core.Error) {
	q := r.URL.Query()
	for name, into := range map[string]*int{"skip": &p.Skip, "top": &p.Top} {
		if q.Has(name) {
			n, bad := strconv.Atoi(q.Get(name))
			if bad != nil || n < 0 || n > maxPage {
				return p, core.Errorf(core.CodeRequest, "%s must be 0 to %d", name, maxPage)
			}
			*into = n
		}
	}
	return p, nil
}

// maxSmall bounds a body that is no site file.
const maxSmall = 16 << 10

// readInto reads a small JSON object, or nothing, into v. What it does not know it refuses: a misspelt word would
// be a wish that nobody had.
func readInto[T any](r *http.Request, v *T) (T, *core.Error) {
	d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxSmall))
	d.DisallowUnknownFields()
	if r.ContentLength != 0 {
		if err := d.Decode(v); err != nil {
			return *v, core.Errorf(core.CodeRequest, "the body is not what this path takes").Advise("see: GET /openapi.json")
		}
	}
	return *v, nil
}
