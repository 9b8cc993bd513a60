package tui

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/charmbracelet/x/term"
)

// outlet is the way to a terminal that may stop reading. A write waits for as long as the
// console lives; once ctx has ended it waits a moment more, so that a terminal which does read
// is given back as it was, and then gives up for good.
type outlet struct {
	ctx  context.Context
	w    io.Writer
	dead bool // a write is still stuck in w; nothing may follow it
}

// ttyOutlet is an outlet to a terminal of this machine: Bubble Tea asks it for its size.
type ttyOutlet struct {
	term.File
	*outlet
}

func (t ttyOutlet) Write(b []byte) (int, error) { return t.outlet.Write(b) }

// lastGrace is how long a write may take after ctx has ended.
const lastGrace = 300 * time.Millisecond

var errStuck = errors.New("tui: the terminal does not read")

func newOutlet(ctx context.Context, w io.Writer) io.Writer {
	o := &outlet{ctx: ctx, w: w}
	if f, ok := w.(term.File); ok {
		return ttyOutlet{f, o}
	}
	return o
}

// Write is called by one goroutine at a time: the renderer holds its lock around it.
func (o *outlet) Write(b []byte) (int, error) {
	if o.dead {
		return 0, errStuck
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func(b []byte) {
		n, err := o.w.Write(b)
		done <- result{n, err}
	}(append([]byte(nil), b...)) // the caller's buffer is its own again when we give up
	select {
	case r := <-done:
		return r.n, r.err
	case <-o.ctx.Done():
	}
	select {
	case r := <-done:
		return r.n, r.err
	case <-time.After(lastGrace):
		o.dead = true
		return 0, errStuck
	}
}
