package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// route is one thing that is served. The table of them makes the handlers and the description
// (openapi.go), so that neither can say what the other does not do.
type route struct {
	method, path string
	says         string // one line
	query        []param
	in           any // a zero of what is sent; nil: nothing is
	out          any // a zero of what is answered
	stream       bool
	serve        func(*service, http.ResponseWriter, *http.Request, Hub)
}

type param struct{ name, says string }

// service is what the handlers of one face share.
type service struct {
	seats Seats
	stop  <-chan struct{} // ends the streams, not the wishes
	acts  *actions
}

var (
	pages   = []param{{"filter", "part of a name"}, {"skip", "so many are left out at the beginning"}, {"top", "so many at most"}}
	waiting = []param{{"wait", "seconds to wait for the outcome, 20 at most; 0: the answer is 202 at once"}}
)

// routes of /v1, in the order of the description.
func routes() []route {
	return []route{
		{method: "GET", path: "/v1/site", says: "all that is known of the site now", out: core.Snapshot{}, serve: plain(site)},
		{method: "GET", path: "/v1/watch", says: "the same, again on every change; a late reader gets the newest", out: core.Snapshot{}, stream: true, serve: streams(watch)},
		{method: "GET", path: "/v1/events", says: "what happened, oldest first; with follow=1 a stream that leaves nothing out and goes on behind Last-Event-ID", out: eventList{},
			query: []param{{"since", "behind this event's number"}, {"n", "so many inputs; negative: the last ones"}, {"follow", "1: a stream"}}, serve: streams(events)},
		{method: "GET", path: "/v1/locks", says: "every door with a lock", out: lockList{}, serve: shows(locks)},
		{method: "GET", path: "/v1/locks/{id}", says: "one of them, by its door's id or name", out: Lock{}, serve: shows(oneLock)},
		{method: "POST", path: "/v1/locks/{id}/unlock", says: "opens for a moment", query: waiting, in: Doing{}, out: Action{}, serve: does(unlock)},
		{method: "POST", path: "/v1/locks/{id}/lock", says: "locks now", query: waiting, in: Doing{}, out: Action{}, serve: does(lock)},
		{method: "POST", path: "/v1/locks/{id}/office", says: "starts office mode (on) or ends it", query: waiting, in: Doing{}, out: Action{}, serve: does(office)},
		{method: "GET", path: "/v1/actions/{id}", says: "what became of an action", query: waiting, out: Action{}, serve: oneAction},
		{method: "GET", path: "/v1/alerts", says: "what is raised and not cleared", out: alertList{}, serve: shows(alerts)},
		{method: "POST", path: "/v1/alerts/ack", says: "acknowledges one", in: core.AckAlert{}, out: core.Told{}, serve: asks(ackAlert, whole)},
		{method: "GET", path: "/v1/people", says: "who there is", query: pages, out: core.Listed{}, serve: asks(listPeople, listed)},
		{method: "GET", path: "/v1/people/{id}", says: "one person, with what they open", out: core.PersonCard{}, serve: asks(onePerson, card)},
		{method: "GET", path: "/v1/keys", says: "their keys, and which locks hold them; not what they are made of", query: pages, out: core.Listed{}, serve: asks(listKeys, listed)},
		{method: "GET", path: "/v1/groups", says: "access groups", query: pages[:1], out: core.Listed{}, serve: asks(listGroups, listed)},
		{method: "GET", path: "/v1/schedules", says: "when they open", query: pages[:1], out: core.Listed{}, serve: asks(listSchedules, listed)},
		{method: "GET", path: "/v1/explain", says: "whether somebody can open a door, and why", out: core.Explanation{}, serve: asks(explain, verdict),
			query: []param{{"door", "its id or name"}, {"person", "their id or name"}, {"at", "an instant (RFC 3339); without: now"}}},
		{method: "POST", path: "/v1/ask", says: "every other wish, in the words of the command line", in: core.Asked{}, out: core.Told{}, serve: plain(ask)},
	}
}

func plain(h func(http.ResponseWriter, *http.Request, Hub)) func(*service, http.ResponseWriter, *http.Request, Hub) {
	return func(_ *service, w http.ResponseWriter, r *http.Request, hub Hub) { h(w, r, hub) }
}

func streams(h func(http.ResponseWriter, *http.Request, Hub)) func(*service, http.ResponseWriter, *http.Request, Hub) {
	return func(s *service, w http.ResponseWriter, r *http.Request, hub Hub) { h(w, until(r, s.stop), hub) }
}

// Routes knows what is served where, to whom seats lets in. stop ends the streams, not the wishes.
func Routes(seats Seats, stop <-chan struct{}) http.Handler {
	s, mux, all := &service{seats, stop, newActions()}, http.NewServeMux(), routes()
	for i, t := range all {
		if !slices.ContainsFunc(all[:i], func(o route) bool { return o.path == t.path }) {
			mux.HandleFunc(t.path, s.at(t.path, slices.DeleteFunc(slices.Clone(all), func(o route) bool { return o.path != t.path })))
		}
	}
	mux.HandleFunc("GET /openapi.json", Describe)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, core.Errorf(core.CodeNotFound, "there is nothing at this path").Advise("what there is: GET /openapi.json"))
	})
	return caught(mux)
}

// at serves one path: first whether it takes the method, then who asks.
func (s *service) at(path string, all []route) http.HandlerFunc {
	var methods []string
	for _, t := range all {
		methods = append(methods, t.method)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		i := slices.Index(methods, r.Method)
		if i < 0 {
			w.Header().Set("Allow", strings.Join(methods, ", "))
			Refuse(w, http.StatusMethodNotAllowed, core.Errorf(core.CodeRequest, "%s takes %s only", path, strings.Join(methods, ", ")))
			return
		}
		hub, err := s.seats(r)
		if err != nil {
			fail(w, err)
			return
		}
		if r.ContentLength != 0 { // it may be trickled; the library takes this back for the next request
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyWait))
		}
		all[i].serve(s, w, r, hub)
	}
}
