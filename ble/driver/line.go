package driver

import (
	"context"
	"sync"

	"localiq/ble"
)

// line is one connection from dialling to closed. Its goroutine does all that may block on the
// radio. Whoever made it hangs up by cancelling, then waits for ended.
type line struct {
	up     chan ble.Link // one, if it comes up
	frames chan ble.Note // unbuffered: a frame that went in is being written, or was
	paces  chan bool     // the newest wish; see setPace
	ended  chan error    // exactly one, after the link is closed; never nil
	hangUp context.CancelCauseFunc
}

// dial starts a line; spawn runs its goroutine under an owner that waits for it.
func dial(ctx context.Context, spawn func(func()), r ble.Radio, a ble.Addr, g ble.GATT) *line {
	ctx, cancel := context.WithCancelCause(ctx)
	l := &line{up: make(chan ble.Link, 1), frames: make(chan ble.Note), paces: make(chan bool, 1), ended: make(chan error, 1), hangUp: cancel}
	spawn(func() {
		err := l.run(ctx, r, a, g)
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		l.ended <- err
	})
	return l
}

// setPace asks for a pace and waits for nothing. Only the last wish counts. One goroutine calls it.
func (l *line) setPace(fast bool) {
	select {
	case <-l.paces:
	default:
	}
	l.paces <- fast
}

func (l *line) run(ctx context.Context, r ble.Radio, a ble.Addr, g ble.GATT) error {
	link, err := r.Connect(ctx, a, g)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var pacing sync.WaitGroup
	defer pacing.Wait()
	defer link.Close()
	defer cancel()
	if p, ok := link.(ble.Pacer); ok {
		pacing.Go(func() { l.pace(ctx, p) })
	}
	l.up <- link
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-link.Done():
			if err := link.Err(); err != nil {
				return err
			}
			return ble.ErrLinkLost
		case f := <-l.frames:
			if err := link.Write(ctx, f.Char, f.Data); err != nil {
				return err
			}
		}
	}
}

// pace goes on apart from what is written: it may take its time. A pace that the radio cannot have
// is none of our business.
func (l *line) pace(ctx context.Context, p ble.Pacer) {
	_ = p.Pace(ctx, true)
	for {
		select {
		case fast := <-l.paces:
			_ = p.Pace(ctx, fast)
		case <-ctx.Done():
			return
		}
	}
}
