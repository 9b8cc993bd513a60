// Package stage is a hub of cardboard: a made-up site for tests of the console, and for looking
// at it without a hub. Nothing happens on it but what a test does.
package stage

import (
	"context"
	"slices"
	"sync"
	"time"

	"localiq/core"
)

// Hub is what a console needs of a hub. Its answers to wishes are Answer's; nil never answers
// before the context ends.
type Hub struct {
	Answer func(core.Asked) core.Told

	mu    sync.Mutex
	snap  *core.Snapshot
	lines []core.Line
	asked []core.Asked
	watch []chan *core.Snapshot
}

// New is a hub that has told nothing yet.
func New() *Hub { return &Hub{} }

// Publish makes s the newest snapshot for everybody who watches.
func (h *Hub) Publish(s core.Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.snap = &s
	for _, ch := range h.watch {
		replace(ch, &s)
	}
}

// Happen adds event lines, numbers them on, and publishes the snapshot that knows of them.
func (h *Hub) Happen(s core.Snapshot, lines ...core.Line) core.Snapshot {
	h.mu.Lock()
	for _, l := range lines {
		s.Seq++
		l.Seq = s.Seq
		h.lines = append(h.lines, l)
	}
	h.mu.Unlock()
	h.Publish(s)
	return s
}

// Asked is every wish so far.
func (h *Hub) Asked() []core.Asked {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.asked)
}

func replace(ch chan *core.Snapshot, s *core.Snapshot) {
	select {
	case <-ch:
	default:
	}
	ch <- s
}

func (h *Hub) Watch(ctx context.Context) <-chan *core.Snapshot {
	ch := make(chan *core.Snapshot, 1)
	h.mu.Lock()
	if h.snap != nil {
		ch <- h.snap
	}
	h.watch = append(h.watch, ch)
	h.mu.Unlock()
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if i := slices.Index(h.watch, ch); i >= 0 { // else HangUp closed it
			h.watch = slices.Delete(h.watch, i, i+1)
			close(ch)
		}
	})
	return ch
}

// HangUp ends every watch, as a hub does that ends; the next one starts anew.
func (h *Hub) HangUp() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ch := range h.watch {
		close(ch)
	}
	h.watch = nil
}

func (h *Hub) Lines(_ context.Context, since core.Seq, n int) ([]core.Line, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n < 0 {
		return slices.Clone(h.lines[max(0, len(h.lines)+n):]), nil
	}
	var out []core.Line
	for _, l := range h.lines {
		if l.Seq > since && len(out) < n {
			out = append(out, l)
		}
	}
	return out, nil
}

func (h *Hub) Ask(ctx context.Context, a core.Asked) core.Told {
	h.mu.Lock()
	h.asked = append(h.asked, a)
	answer := h.Answer
	h.mu.Unlock()
	if answer == nil {
		<-ctx.Done()
		return core.Told{Error: core.Errorf(core.CodeUnknown, "the console was left before the hub answered")}
	}
	return answer(a)
}

// At is an instant of the made-up site: d after Sunday 22 November 2026, 14:00:00 in Prague.
func At(d time.Duration) core.Instant {
	noon := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)
	return core.Instant{Wall: noon.Add(d).UnixNano(), Boot: "boot", Up: 100*time.Hour + d, Trust: core.Trusted}
}
