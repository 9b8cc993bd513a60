package web

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crypto/tls"

	"golang.org/x/sync/errgroup"

	"localiq/core"
	"localiq/core/gate"
	"localiq/hub/api"
)

// Gate is what the server asks of the hub in its own process. None of it may wait for long.
type Gate interface {
	// ID of the hub, by which the box is called on the network.
	ID() core.HubID
	// Seat is the hub as the program has it that shows this key, and which key that is; or 1500.
	Seat(key core.Secret) (api.Hub, core.APIKeyID, *core.Error)
	// Keys are those that could come in.
	Keys() []core.APIKeyID
	// Known is true where one has been used, so that somebody knows this box by its certificate.
	Known() bool
	// Watch sends whenever anything has changed, and at least once a second, until ctx ends.
	Watch(ctx context.Context) <-chan *core.Snapshot
	// Tell takes what happens here.
	Tell(ctx context.Context, e core.Event)
}

// Config of a server. Every field down to Version is needed; the limits have a working zero.
type Config struct {
	Addr    string // host:port
	KeyFile string // of the authority
	Version string
	Log     *slog.Logger // nil: silent
	Limits  Limits
}

// Limits of a server; zero fields are those of Usual.
type Limits struct {
	Handshake  time.Duration // and for a request's header
	Idle       time.Duration // for the next request of a key on a connection
	Strangers  int           // connections at a time that have shown no key that counts
	PerAddress int           // of them
	Rate       int           // requests a second of one key
	Burst      int           // of them at once
	Open       int           // requests and streams of one key at a time
}

// Usual limits.
var Usual = Limits{Handshake: 5 * time.Second, Idle: 2 * time.Minute,
	Strangers: 64, PerAddress: 16, Rate: 100, Burst: 200, Open: 120}

const maxHeader = 16 << 10

// Server is ready to Run. Serves may be called from any goroutine, before that too.
type Server struct {
	Config
	gate   Gate
	door   *gate.Gate
	ring   *ring
	ca     atomic.Pointer[Authority]
	newest atomic.Pointer[core.Snapshot]

	mu   sync.Mutex
	addr string // ""; nobody listens
	why  string
}

// New returns a server that does not listen yet. SetGate comes before Run.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Limits = c.Limits.filled()
	return &Server{Config: c, why: "it is starting", door: gate.New(gate.Limits{Connections: c.Limits.Strangers, PerAddress: c.Limits.PerAddress}),
		ring: &ring{limits: c.Limits, now: time.Now, of: map[core.APIKeyID]*bunch{}}}
}

// SetGate names the hub, which itself may want to know the server.
func (s *Server) SetGate(g Gate) { s.gate = g }

// Run listens whenever there is a key that could come in, until ctx ends. That it cannot listen is told, and
// tried again when something changes: doors do not depend on it.
func (s *Server) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { s.door.TellRefused(ctx, s.refused); return nil })
	var open *serving
	told := ""
	for now := range s.gate.Watch(ctx) {
		s.newest.Store(now)
		open = open.unlessOver()
		keys := s.gate.Keys()
		s.ring.forget(func(id core.APIKeyID) bool { return slices.Contains(keys, id) })
		switch {
		case len(keys) == 0:
			open.stop()
			open, told = nil, ""
			s.closed("there is no API key: localiq apikey new")
		case open == nil:
			var err error
			if open, err = s.listen(ctx); err != nil && told != err.Error() {
				told = err.Error()
				s.Log.Error("the API is not served over HTTPS", "why", err)
				s.gate.Tell(ctx, core.APIShut{Why: told})
			}
		}
	}
	open.stop()
	return g.Wait()
}

func (s *Server) refused(ctx context.Context, r gate.Refusal) {
	s.gate.Tell(ctx, core.APIRefused{From: r.From, Times: r.Times})
}

// server puts the parts together. One HTTP, the first: a second one would be a second parser for strangers.
func (s *Server) server(p *plate, stop <-chan struct{}) *http.Server {
	var one http.Protocols
	one.SetHTTP1(true)
	return &http.Server{
		Handler:           s.routes(stop),
		Protocols:         &one,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS13, GetCertificate: p.certificate, NextProtos: []string{"http/1.1"}},
		ReadHeaderTimeout: s.Limits.Handshake,
		IdleTimeout:       s.Limits.Idle,
		MaxHeaderBytes:    maxHeader,
		ConnContext:       visited,
		ErrorLog:          log.New(io.Discard, "", 0), // a broken connection is the client's to report
	}
}

// routes: who is called, then who calls, then what for.
func (s *Server) routes(stop <-chan struct{}) http.Handler {
	mux, keyed := http.NewServeMux(), s.keyed(api.Routes(seatOf, stop))
	mux.Handle("/", keyed)
	mux.HandleFunc("GET /health", s.health)
	mux.HandleFunc("GET /ca.crt", s.certificate)
	mux.HandleFunc("GET /openapi.json", api.Describe)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Request-Id", strings.ToLower(rand.Text()[:12]))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		if !isOurs(s.gate.ID(), r.Host) {
			h.Set("Connection", "close")
			api.Refuse(w, http.StatusMisdirectedRequest, core.Errorf(core.CodeRequest, "this is not the box that the request names").
				Advise("use its address, or "+names(s.gate.ID())[0]))
			return
		}
		if !visitOf(r.Context()).proved.Load() {
			h.Set("Connection", "close") // a stranger has one request on a connection; keyed takes it back
		}
		mux.ServeHTTP(w, r)
	})
}

// keyed finds the seat of whoever shows a key. A wrong one is counted against its address.
func (s *Server) keyed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r.Context())
		key, is := shown(r)
		seat, id, err := s.seat(key, is)
		if err != nil {
			if is {
				s.door.Refused(v.from, "")
			}
			w.Header().Set("Connection", "close") // also one that had a key, which is revoked
			w.Header().Set("WWW-Authenticate", "Bearer")
			api.Fail(w, err)
			return
		}
		over, news, err := s.ring.takes(id, v.host())
		if err != nil {
			w.Header().Set("Retry-After", "1")
			api.Fail(w, err)
			return
		}
		defer over()
		s.welcome(w, v)
		if news {
			s.gate.Tell(r.Context(), core.APIKeyUsed{Key: id, From: v.host()})
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(api.WithCaller(r.Context(), string(id)), seatKey{}, seat)))
	})
}

func (s *Server) seat(key core.Secret, is bool) (api.Hub, core.APIKeyID, *core.Error) {
	if !is {
		return nil, "", core.Errorf(core.CodeUnauthorized, "no API key came with this request").
			Advise("send Authorization: Bearer seam_iq_…; at the box: localiq apikey new")
	}
	return s.gate.Seat(key)
}

// welcome makes a stranger's connection one of the key's.
func (s *Server) welcome(w http.ResponseWriter, v *visit) {
	w.Header().Del("Connection")
	if v.proved.CompareAndSwap(false, true) {
		s.door.Welcomed(v.from)
		v.leave()
	}
}

func (l Limits) filled() Limits {
	for _, f := range []struct{ is, usual *time.Duration }{{&l.Handshake, &Usual.Handshake}, {&l.Idle, &Usual.Idle}} {
		if *f.is == 0 {
			*f.is = *f.usual
		}
	}
	for _, f := range []struct{ is, usual *int }{{&l.Strangers, &Usual.Strangers}, {&l.PerAddress, &Usual.PerAddress}, {&l.Rate, &Usual.Rate}, {&l.Burst, &Usual.Burst}, {&l.Open, &Usual.Open}} {
		if *f.is == 0 {
			*f.is = *f.usual
		}
	}
	return l
}

func (s *Server) closed(why string) {
	s.mu.Lock()
	s.addr, s.why = "", why
	s.mu.Unlock()
}

// Serves tells where it listens, and by which fingerprint it is known (SHA-256 of the authority's public key,
// hex), or why nobody does.
func (s *Server) Serves() (addr, fingerprint, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ca := s.ca.Load(); ca != nil {
		fingerprint = ca.Fingerprint()
	}
	return s.addr, fingerprint, s.why
}
