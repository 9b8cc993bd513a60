package ssh

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"localiq/core"
	"localiq/tui"
)

// house is a hub as a server sees it.
type house struct {
	mu     sync.Mutex
	keys   map[string]core.Login // by wire form
	code   string                // that is open; "": none
	used   bool
	told   []core.Event
	asked  []core.Asked
	change chan *core.Snapshot
}

func (h *house) Login(public []byte) (core.Login, *core.Error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if l, ok := h.keys[string(public)]; ok {
		return l, nil
	}
	return core.Login{}, core.Errorf(core.CodeUnauthorized, "nobody")
}

func (h *house) Awaited() core.Awaited {
	h.mu.Lock()
	defer h.mu.Unlock()
	return core.Awaited{Keys: len(h.keys), Known: h.used, Claim: h.code != ""}
}

func (h *house) Watch(ctx context.Context) <-chan *core.Snapshot { return h.change }

func (h *house) Tell(_ context.Context, e core.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = append(h.told, e)
}

func (h *house) Seat(core.Login) (tui.Hub, *core.Error) { return h.hub(), nil }

func (h *house) TakeClaim(_ context.Context, code string, public []byte, _ string) *core.Error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if code != h.code {
		return core.Errorf(core.CodeActivation, "wrong")
	}
	h.keys[string(public)], h.code = core.Login{Key: "c-claimed", Person: "p-ana", Name: "Ana", Role: core.RoleAdmin}, ""
	return nil
}

// set changes what is so, and says that something has.
func (h *house) set(f func()) {
	h.mu.Lock()
	f()
	h.mu.Unlock()
	h.change <- nil
}

func (h *house) events() (out []core.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append(out, h.told...)
}

// hub shows one empty site.
func (h *house) hub() tui.Hub { return still{h} }

type still struct{ h *house }

func (s still) Watch(ctx context.Context) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot, 1)
	out <- &core.Snapshot{Settings: core.Settings{Name: "Office", Zone: "UTC"}, Seq: 1}
	go func() { <-ctx.Done(); close(out) }()
	return out
}

func (s still) Lines(context.Context, core.Seq, int) ([]core.Line, error) { return nil, nil }

func (s still) Ask(_ context.Context, a core.Asked) core.Told {
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	s.h.asked = append(s.h.asked, a)
	return core.Told{}
}

// rig is a server with one key, Ana's.
type rig struct {
	*Server
	t     *testing.T
	house *house
	ana   gossh.Signer
}

func newKey(t *testing.T) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func login(name string) core.Login {
	return core.Login{Key: core.ConsoleKeyID("c-" + name), Person: core.PersonID("p-" + name), Name: name, Role: core.RoleOwner}
}

// start runs a server until the test ends. verb nil: it writes its words.
func start(t *testing.T, verb Verb, set func(*Config)) *rig {
	t.Helper()
	r := &rig{t: t, ana: newKey(t)}
	r.house = &house{change: make(chan *core.Snapshot), keys: map[string]core.Login{string(r.ana.PublicKey().Marshal()): login("ana")}}
	if verb == nil {
		verb = func(_ context.Context, _ tui.Hub, _ core.Login, args []string, _ io.Reader, out, _ io.Writer) int {
			for _, a := range args {
				io.WriteString(out, a+"\n")
			}
			return 0
		}
	}
	c := Config{Addr: "127.0.0.1:0", HostKey: filepath.Join(t.TempDir(), "key"), Verb: verb,
		Limits: Limits{Burst: 1000, PerAddress: 30, Grace: 50 * time.Millisecond}}
	if set != nil {
		set(&c)
	}
	r.Server = New(c)
	r.SetGate(r.house)
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- r.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		close(r.house.change)
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	r.house.change <- nil // taken when the first look is over
	return r
}

func (r *rig) addr() string {
	addr, _, _ := r.Serves()
	return addr
}

// dial comes in with what is given; nil: with Ana's key.
func (r *rig) dial(auth ...gossh.AuthMethod) (*gossh.Client, error) {
	if auth == nil {
		auth = []gossh.AuthMethod{gossh.PublicKeys(r.ana)}
	}
	return gossh.Dial("tcp", r.addr(), &gossh.ClientConfig{User: "whoever", Auth: auth, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
}

func (r *rig) in(auth ...gossh.AuthMethod) *gossh.Client {
	r.t.Helper()
	c, err := r.dial(auth...)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { c.Close() })
	return c
}

func (r *rig) session(c *gossh.Client) *gossh.Session {
	r.t.Helper()
	s, err := c.NewSession()
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// until waits for something that comes by itself.
func (r *rig) until(what string, is func() bool) {
	r.t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatal("never: ", what)
		}
	}
}

func exitOf(err error) int {
	var e *gossh.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.ExitStatus()
	}
	return -1
}

func knocks(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}
