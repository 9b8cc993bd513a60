package hub

import (
	"context"
	"time"
)

const measureEvery = 30 * time.Second

// measure looks at the disk now and then. No screen waits for a card that does not answer, and the loop
// never does.
func (h *Hub) measure(ctx context.Context) {
	for ctx.Err() == nil {
		d := h.c.Disk()
		h.disk.Store(&d)
		due, stop := h.c.Clock.After(measureEvery)
		select {
		case <-due:
		case <-ctx.Done():
		}
		stop()
	}
}
