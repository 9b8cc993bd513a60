package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"localiq/core"
)

// Doing is what may be said of an action; none of it has to be.
type Doing struct {
	Why string `json:"why,omitempty"` // kept with the event
	PIN string `json:"pin,omitempty"` // of the person for this IQ, where the key is a person's own; never kept
	On  bool   `json:"on,omitempty"`  // of office mode
}

// Action is a wish that moves a bolt, and what became of it. It is kept in memory for ten minutes; what
// happened is an event as well, which stays.
type Action struct {
	ID    string      `json:"id"`
	State string      `json:"state"`           // "pending", "done", "refused", "unknown": look at the door before you repeat it
	Event core.Seq    `json:"event,omitempty"` // of the wish
	Error *core.Error `json:"error,omitempty"`
}

// actions are those of everybody who asks at one face.
type actions struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]*action
	// named finds the one that was begun under an idempotency key.
	named map[string]*action
}

type action struct {
	Action
	of    string    // who began it: nobody else sees it
	name  string    // its idempotency key, of whom
	wish  core.Wish // without its PIN
	begun time.Time
	over  chan struct{} // closed once State is the last
}

const (
	keptFor     = 10 * time.Minute
	mostActions = 256
	longestWait = 20 * time.Second
	longestDo   = 5 * time.Minute // in which any wish has its answer
)

func newActions() *actions {
	return &actions{now: time.Now, all: map[string]*action{}, named: map[string]*action{}}
}

type callerKey struct{}

// WithCaller says whose a request is: actions are theirs alone. Without it they are the socket's.
func WithCaller(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, callerKey{}, who)
}

func callerOf(r *http.Request) string {
	who, _ := r.Context().Value(callerKey{}).(string)
	return who + "\x00" + r.URL.Query().Get("as")
}

// begin one, or find the one of that idempotency key. first: whoever called has to do it.
func (s *actions) begin(of, name string, w core.Wish) (a *action, first bool, err *core.Error) {
	if open, is := w.(core.OpenDoor); is {
		open.IQPIN = ""
		w = open
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if name != "" {
		name = of + "\x00" + name
		if a := s.named[name]; a != nil {
			if a.wish != w {
				return nil, false, core.Errorf(core.CodeRequest, "this %s was used for something else", idempotency).Advise("nothing was done; take a new one for each request")
			}
			return a, false, nil
		}
	}
	s.forget()
	if len(s.all) >= mostActions {
		return nil, false, core.Errorf(core.CodeBusy, "%d actions are under way", mostActions).Advise("wait for their outcome")
	}
	a = &action{Action: Action{ID: strings.ToLower(rand.Text()[:16]), State: "pending"}, of: of, name: name, wish: w, begun: s.now(), over: make(chan struct{})}
	s.all[a.ID] = a
	if name != "" {
		s.named[name] = a
	}
	return a, true, nil
}

// forget those that are over and old, or where there are many just over.
func (s *actions) forget() {
	full := len(s.all) >= mostActions
	for id, a := range s.all {
		if a.State != "pending" && (full || s.now().Sub(a.begun) > keptFor) {
			delete(s.all, id)
			delete(s.named, a.name)
		}
	}
}

// ends tells everybody who waits.
func (s *actions) ends(a *action, t core.Told) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.Event, a.Error = t.Seq, t.Error
	switch {
	case t.Error == nil:
		a.State = "done"
	case t.Error.MayHaveSucceeded():
		a.State = "unknown"
	default:
		a.State = "refused"
	}
	close(a.over)
}

// is the action now.
func (s *actions) is(a *action) Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	return a.Action
}

// does begins an action, which goes on when its client leaves.
func does(wish func(core.DoorID, Doing) core.Wish) func(*service, http.ResponseWriter, *http.Request, Hub) {
	return func(s *service, w http.ResponseWriter, r *http.Request, hub Hub) {
		wait, err := waitOf(r)
		if err != nil {
			fail(w, err)
			return
		}
		var how Doing
		if how, err = readInto(r, &how); err != nil {
			fail(w, err)
			return
		}
		request := r.Header.Get(idempotency)
		what := wish(core.DoorID(r.PathValue("id")), how)
		a, first, err := s.acts.begin(callerOf(r), request, what)
		if err != nil {
			fail(w, err)
			return
		}
		if first {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), longestDo)
			go func() {
				defer cancel()
				s.acts.ends(a, hub.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromAPI, Request: request}, Wish: what}))
			}()
		}
		w.Header().Set("Location", "/v1/actions/"+a.ID)
		is := s.await(r, a, wait)
		code := statusOf(is.Error)
		if is.State == "pending" {
			code = http.StatusAccepted
		}
		reply(w, code, is)
	}
}

// await an action's end for so long.
func (s *service) await(r *http.Request, a *action, wait time.Duration) Action {
	if wait > 0 {
		late := time.NewTimer(wait)
		defer late.Stop()
		select {
		case <-a.over:
		case <-late.C:
		case <-s.stop:
		case <-r.Context().Done():
		}
	}
	return s.acts.is(a)
}

func oneAction(s *service, w http.ResponseWriter, r *http.Request, _ Hub) {
	wait, err := waitOf(r)
	if err != nil {
		fail(w, err)
		return
	}
	s.acts.mu.Lock()
	a := s.acts.all[r.PathValue("id")]
	s.acts.mu.Unlock()
	if a == nil || a.of != callerOf(r) {
		fail(w, core.Errorf(core.CodeNotFound, "there is no such action, or it was long ago").Advise("see: GET /v1/events"))
		return
	}
	reply(w, http.StatusOK, s.await(r, a, wait))
}

func waitOf(r *http.Request) (time.Duration, *core.Error) {
	text := r.URL.Query().Get("wait")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if d := time.Duration(n) * time.Second; err == nil && n >= 0 && d <= longestWait {
		return d, nil
	}
	return 0, core.Errorf(core.CodeRequest, "wait must be 0 to %d seconds", int(longestWait/time.Second))
}

func unlock(d core.DoorID, how Doing) core.Wish {
	return core.OpenDoor{Door: d, Why: how.Why, IQPIN: how.PIN}
}
func lock(d core.DoorID, _ Doing) core.Wish     { return core.LockDoor{Door: d} }
func office(d core.DoorID, how Doing) core.Wish { return core.SetOffice{Door: d, On: how.On} }
