package repeater

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"localiq/ble"
	"localiq/core"
)

// hub is the other side, with all that it heard.
type hub struct {
	*Posts
	t      *testing.T
	air    *ble.Several
	events chan core.Event
	key    ed25519.PrivateKey
}

func newHub(t *testing.T) *hub {
	t.Helper()
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	h := &hub{t: t, air: ble.NewSeveral(), events: make(chan core.Event, 256), key: key}
	var err error
	if h.Posts, err = NewPosts(key, h.air, func(e core.Event) { h.air.Tell(e); h.events <- e }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- h.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
	})
	return h
}

func (h *hub) ours() []core.Repeater { h.mu.Lock(); defer h.mu.Unlock(); return h.all }

// add pairs a station and returns it as the configuration would have it.
func (h *hub) add(id core.RepeaterID, s *station, via core.RepeaterID) core.Repeater {
	h.t.Helper()
	r, err := h.Pair(h.t.Context(), core.AddRepeater{Address: s.address, Code: s.shown(), Name: string(id), Via: via}, h.ours())
	if err != nil {
		h.t.Fatal(err)
	}
	r.ID, r.Name, r.Via = id, string(id), via
	return r
}

func (h *hub) event() core.Event {
	h.t.Helper()
	select {
	case e := <-h.events:
		return e
	case <-time.After(patience):
		h.t.Fatal("no event")
		return nil
	}
}

func (h *hub) rises(id core.RepeaterID) {
	h.t.Helper()
	if e, ok := h.event().(core.RadioRose); !ok || e.Adapter != string(id) {
		h.t.Fatalf("want the rise of %s, got %+v", id, e)
	}
}

func (h *hub) falls(id core.RepeaterID) core.RadioFell {
	h.t.Helper()
	e := h.event()
	fell, ok := e.(core.RadioFell)
	if !ok || fell.Adapter != string(id) {
		h.t.Fatalf("want the fall of %s, got %#v", id, e)
	}
	return fell
}

// talks connects to the lock and has it echo.
func (h *hub) talks() ble.Link {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	l, err := h.air.Connect(ctx, lockA, service)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := l.Write(ctx, 0, []byte("knock")); err != nil {
		h.t.Fatal(err)
	}
	select {
	case n := <-l.Notifications():
		if string(n.Data) != "knock" {
			h.t.Fatalf("the echo is %q", n.Data)
		}
	case <-ctx.Done():
		h.t.Fatal("no echo")
	}
	return l
}
