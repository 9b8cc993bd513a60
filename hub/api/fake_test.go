package api

import (
	"context"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"localiq/core"
)

// fakeHub keeps lines in memory and lets a test decide what a wish comes to.
type fakeHub struct {
	mu       sync.Mutex
	seq      core.Seq
	lines    []core.Line
	watchers map[chan *core.Snapshot]bool
	ask      func(context.Context, core.Asked) core.Told
	watched  chan struct{}  // a watcher has come
	shows    *core.Snapshot // nil: one with nothing in it
}

func newFake() *fakeHub {
	return &fakeHub{watchers: map[chan *core.Snapshot]bool{}, watched: make(chan struct{}, 100)}
}

// tell keeps one input with n lines, and publishes. Publishing never waits for a watcher.
func (h *fakeHub) tell(n int, door string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq++
	for i := range n {
		h.lines = append(h.lines, core.Line{Notice: core.Notice{Seq: h.seq, N: i, What: core.DoorWasOpened}, DoorName: door})
	}
	for w := range h.watchers {
		newest(w, h.snapshot())
	}
}

func (h *fakeHub) snapshot() *core.Snapshot {
	if h.shows != nil {
		return h.shows
	}
	return &core.Snapshot{Seq: h.seq, Settings: core.Settings{Name: "S", Zone: "UTC"}}
}

func (h *fakeHub) Watch(ctx context.Context) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	out <- h.snapshot()
	h.watchers[out] = true
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers, out)
		close(out)
	})
	h.watched <- struct{}{}
	return out
}

func (h *fakeHub) Lines(_ context.Context, since core.Seq, n int) (out []core.Line, _ error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n < 0 {
		since, n = h.seq-min(h.seq, core.Seq(-n)), -n
	}
	for _, l := range h.lines {
		if l.Seq > since && l.Seq <= since+core.Seq(n) {
			out = append(out, l)
		}
	}
	return out, nil
}

func (h *fakeHub) Ask(ctx context.Context, a core.Asked) core.Told { return h.ask(ctx, a) }

// everybody has the same hub.
func everybody(h Hub) Seats { return func(*http.Request) (Hub, *core.Error) { return h, nil } }

// serving runs a hub's server until the test ends or stop is called. It returns once the
// socket is there.
func serving(t *testing.T, hub Hub, socket string) (stop func()) {
	t.Helper()
	ln, err := listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, ln, everybody(hub)) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func dialled(t *testing.T, socket string) *Client {
	t.Helper()
	c, err := Dial(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.http.Transport.(*http.Transport).CloseIdleConnections() })
	return c
}

func hubAt(t *testing.T) (*fakeHub, *Client, string) {
	t.Helper()
	h, socket := newFake(), filepath.Join(t.TempDir(), "s")
	serving(t, h, socket)
	return h, dialled(t, socket), socket
}
