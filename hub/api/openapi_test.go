package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"localiq/core"
)

// TestDescriptionIsWhole: every reference leads somewhere, every parameter of a path is told, ids are used once.
func TestDescriptionIsWhole(t *testing.T) {
	d := described(t)
	ids := map[string]bool{}
	walk(d, func(o object) {
		if ref, is := o["$ref"].(string); is && at(d, ref) == nil {
			t.Errorf("%s leads nowhere", ref)
		}
		if id, is := o["operationId"].(string); is {
			if ids[id] {
				t.Errorf("%s twice", id)
			}
			ids[id] = true
		}
	})
	if len(ids) != len(routes()) {
		t.Errorf("%d operations of %d routes", len(ids), len(routes()))
	}
	for path, of := range d["paths"].(object) {
		for _, op := range of.(object) {
			n := 0
			for _, p := range op.(object)["parameters"].([]any) {
				if p.(object)["in"] == "path" && strings.Contains(path, "{"+p.(object)["name"].(string)+"}") {
					n++
				}
			}
			if n != strings.Count(path, "{") {
				t.Errorf("%s tells %d of its parameters", path, n)
			}
		}
	}
}

// TestAnswersAreAsDescribed: what is sent has what its schema wants, and nothing of which that does not tell.
func TestAnswersAreAsDescribed(t *testing.T) {
	d, h := described(t), busy()
	srv := Routes(func(*http.Request) (Hub, *core.Error) { return h, nil }, nil)
	for _, c := range []struct{ method, path, body, of string }{
		{"GET", "/v1/site", "", "/v1/site"}, {"GET", "/v1/locks", "", "/v1/locks"}, {"GET", "/v1/locks/front", "", "/v1/locks/{id}"},
		{"GET", "/v1/alerts", "", "/v1/alerts"}, {"GET", "/v1/events", "", "/v1/events"}, {"GET", "/v1/people", "", "/v1/people"},
		{"GET", "/v1/explain?door=front&person=ana", "", "/v1/explain"}, {"POST", "/v1/locks/front/unlock?wait=20", `{"why":"post"}`, "/v1/locks/{id}/unlock"},
		{"POST", "/v1/alerts/ack", `{"Door":"front","Kind":"not closed"}`, "/v1/alerts/ack"},
	} {
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)))
		op := d["paths"].(object)[c.of].(object)[strings.ToLower(c.method)].(object)
		schema := op["responses"].(object)["200"].(object)["content"].(object)["application/json"].(object)["schema"].(object)
		var v any
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != 200 {
			t.Fatalf("%s: %d %s", c.path, w.Code, w.Body)
		}
		if err := fits(d, schema, v, "answer"); err != nil {
			t.Errorf("%s: %v in %s", c.path, err, w.Body)
		}
	}
	if fits(d, object{"$ref": "#/components/schemas/Lock"}, object{"id": "x", "nonsense": 1}, "control") == nil {
		t.Error("the control fits")
	}
}

func described(t *testing.T) (d object) {
	t.Helper()
	w := httptest.NewRecorder()
	Describe(w, nil)
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// busy is a hub with something in every list.
func busy() *fakeHub {
	h := newFake()
	h.tell(2, "Front")
	h.shows = &core.Snapshot{Seq: 1, Doors: []core.DoorCard{{Door: core.Door{ID: "front", Name: "Front", Lock: "l"}, Lock: &core.Lock{ID: "l", Family: "localiq", Model: "m"},
		State: core.DoorState{Door: "front", Alerts: []core.Alert{{Kind: core.AlertNotClosed, Seq: 3}}, Reported: core.Reported{Bolt: core.BoltLocked, Battery: 70}}}, {Door: core.Door{ID: "bare", Name: "Bare"}}}}
	h.ask = asked(func(a core.Asked) core.Told {
		return core.Told{Seq: 9, Result: core.ResultDone, Listed: &core.Listed{Of: 1, People: []core.PersonRow{{ID: "ana", First: "Ana"}}},
			Explain: &core.Explanation{Door: "Front", Verdict: core.Verdict{Granted: true, Door: "front"}, Because: "x", Steps: []string{"y"}}}
	})
	return h
}

func walk(v any, f func(object)) {
	switch v := v.(type) {
	case object:
		f(v)
		for _, e := range v {
			walk(e, f)
		}
	case []any:
		for _, e := range v {
			walk(e, f)
		}
	}
}

func at(d object, ref string) object {
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		d, _ = d[part].(object)
	}
	return d
}

// fits is as much of JSON Schema as the description uses; what a schema does not name does not fit.
func fits(d, s object, v any, where string) error {
	if ref, is := s["$ref"].(string); is {
		return fits(d, at(d, ref), v, where)
	}
	if any, is := s["anyOf"].([]any); is {
		var err error
		for _, o := range any {
			if err = fits(d, o.(object), v, where); err == nil {
				return nil
			}
		}
		return err
	}
	ok := true
	switch s["type"] {
	case "object":
		m, is := v.(object)
		if !is {
			return fmt.Errorf("%s is no object", where)
		}
		needed, _ := s["required"].([]any)
		for _, n := range needed {
			if _, has := m[n.(string)]; !has {
				return fmt.Errorf("%s has no %s", where, n)
			}
		}
		fields, _ := s["properties"].(object)
		for name, e := range m {
			if fields[name] == nil {
				return fmt.Errorf("%s has a %s, of which nobody tells", where, name)
			}
			if err := fits(d, fields[name].(object), e, where+"."+name); err != nil {
				return err
			}
		}
	case "array":
		l, is := v.([]any)
		for i, e := range l {
			if err := fits(d, s["items"].(object), e, fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
		ok = is
	case "string":
		_, ok = v.(string)
	case "boolean":
		_, ok = v.(bool)
	case "integer":
		f, is := v.(float64)
		ok = is && f == float64(int64(f))
	case "null":
		ok = v == nil
	}
	if !ok {
		return fmt.Errorf("%s is no %v", where, s["type"])
	}
	return nil
}
