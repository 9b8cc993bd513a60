package ssh

import (
	"context"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	"golang.org/x/sync/errgroup"

	"localiq/core"
	"localiq/core/gate"
	"localiq/tui"
)

// Gate is what the server asks of the hub in its own process. None of it may wait for long.
type Gate interface {
	// Login is who a public key (wire form) stands for, or why they may not come in now.
	Login(public []byte) (core.Login, *core.Error)
	// Awaited says what could come in.
	Awaited() core.Awaited
	// Watch sends whenever anything has changed, and at least once a second, until ctx ends.
	Watch(ctx context.Context) <-chan *core.Snapshot
	// Tell takes what happens here.
	Tell(ctx context.Context, e core.Event)
	// Seat is the hub as somebody has it who came in.
	Seat(who core.Login) (tui.Hub, *core.Error)
	// TakeClaim enrols a key (wire form) that a connection from somewhere has proved, with the code that
	// was typed over it.
	TakeClaim(ctx context.Context, code string, public []byte, from string) *core.Error
}

// Verb does what a command line says, and returns its exit code.
type Verb func(ctx context.Context, hub tui.Hub, who core.Login, args []string, in io.Reader, out, err io.Writer) int

// Config of a server. Every field down to Verb is needed; the limits have a working zero.
type Config struct {
	Addr    string // host:port
	HostKey string // the file of it
	Verb    Verb
	Log     *slog.Logger // nil: silent

	Idle   time.Duration // after which a screen at which nobody types is left; 0: 10 minutes
	Limits Limits
}

// Limits of a server; zero fields are those of Usual.
type Limits struct {
	Handshake   time.Duration // to prove a key
	Longest     time.Duration // that a connection may last
	Alive       time.Duration // how often a client is asked whether it is there; three times unanswered is gone
	Lonely      time.Duration // that a connection may stay which asks for nothing
	Grace       time.Duration // for a session that is ended to say so
	Connections int           // at a time, those that have proved nothing included
	PerAddress  int           // of them
	Burst       int           // connections of one address at once; then one a second
	Consoles    int           // screens at a time
	Channels    int           // sessions of one connection
}

// Usual limits.
var Usual = Limits{Handshake: 10 * time.Second, Longest: 12 * time.Hour, Alive: 30 * time.Second, Lonely: time.Minute, Grace: time.Second,
	Connections: 32, PerAddress: 12, Burst: 10, Consoles: 8, Channels: 4}

const (
	usualIdle = 10 * time.Minute
	triesEach = 3 // keys, or codes, that one connection may try
)

// Server is ready to Run. Its other methods may be called from any goroutine, before that too.
type Server struct {
	Config
	gate Gate
	door *gate.Gate
	book book // who is in

	mu   sync.Mutex
	ln   net.Listener // nil: closed
	host ssh.Signer   // nil: none is known yet
	why  string       // nobody listens
}

// New returns a server that does not listen yet. SetGate comes before Run.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Idle == 0 {
		c.Idle = usualIdle
	}
	c.Limits = c.Limits.filled()
	return &Server{Config: c, door: gate.New(gate.Limits{Connections: c.Limits.Connections, PerAddress: c.Limits.PerAddress, Burst: c.Limits.Burst}), why: "it is starting"}
}

// SetGate names the hub, which itself wants to know the server.
func (s *Server) SetGate(g Gate) { s.gate = g }

// Run listens whenever there is a key that could come in, and looks after those who are in, until ctx
// ends. That it cannot listen is told, and tried again when something changes: doors do not depend on it.
func (s *Server) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { s.door.TellRefused(ctx, s.refused); return nil })
	var open *serving
	told := ""
	for news := s.gate.Watch(ctx); ctx.Err() == nil; <-news {
		open = open.unlessOver()
		s.review()
		a := s.gate.Awaited()
		switch wanted := a.Keys > 0 || a.Claim; {
		case !wanted:
			open.stop("no key is enrolled any more")
			open, told = nil, ""
			s.closed("no key is enrolled: localiq console key add, or localiq console claim")
		case open == nil:
			var err error
			if open, err = s.listen(ctx, g, a.Known); err != nil && told != err.Error() {
				told = err.Error()
				s.Log.Error("the console is not served over SSH", "why", err)
				s.gate.Tell(ctx, core.ConsoleShut{Why: told})
			}
		}
	}
	open.stop("the hub is stopping")
	return g.Wait()
}

func (s *Server) refused(ctx context.Context, r gate.Refusal) {
	s.gate.Tell(ctx, core.ConsoleRefused{From: r.From, Times: r.Times, Key: r.Key})
}

// server puts the parts together. HostSigners is never empty: an empty one would be filled silently.
func (s *Server) server(host ssh.Signer) (*ssh.Server, error) {
	return wish.NewServer(
		wish.WithVersion("localiq"),
		func(srv *ssh.Server) error {
			srv.HostSigners = []ssh.Signer{host}
			srv.HandshakeTimeout, srv.MaxTimeout = s.Limits.Handshake, s.Limits.Longest
			srv.ServerConfigCallback = s.config
			srv.ConnCallback = s.accepted
			srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.session}
			srv.RequestHandlers = map[string]ssh.RequestHandler{}
			srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
			return nil
		},
		wish.WithMiddleware(s.route, s.record),
	)
}

func (s *Server) closed(why string) {
	s.mu.Lock()
	s.ln, s.why = nil, why
	s.mu.Unlock()
}

// Serves tells where it listens and by which key it is known, or why nobody does.
func (s *Server) Serves() (addr, hostKey, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ln != nil {
		addr = s.ln.Addr().String()
	}
	if s.host != nil {
		hostKey = fingerprint(s.host)
	}
	return addr, hostKey, s.why
}

func (l Limits) filled() Limits {
	for _, f := range []struct{ is, usual *time.Duration }{{&l.Handshake, &Usual.Handshake}, {&l.Longest, &Usual.Longest}, {&l.Alive, &Usual.Alive}, {&l.Lonely, &Usual.Lonely}, {&l.Grace, &Usual.Grace}} {
		if *f.is == 0 {
			*f.is = *f.usual
		}
	}
	for _, f := range []struct{ is, usual *int }{{&l.Connections, &Usual.Connections}, {&l.PerAddress, &Usual.PerAddress}, {&l.Burst, &Usual.Burst}, {&l.Consoles, &Usual.Consoles}, {&l.Channels, &Usual.Channels}} {
		if *f.is == 0 {
			*f.is = *f.usual
		}
	}
	return l
}
