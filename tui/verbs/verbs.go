// Package verbs is the command line's half of the console: the same hub, in lines of text or
// JSON instead of a screen. SSH offers the same verbs.
package verbs

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Hub is what a verb needs of a hub, near or at the other end of a socket.
type Hub interface {
	Watch(context.Context) <-chan *core.Snapshot
	Lines(ctx context.Context, since core.Seq, n int) ([]core.Line, error)
	Ask(context.Context, core.Asked) core.Told
}

// Verbs writes what it learns to Out, as JSON where JSON is set: one value, or one a line
// where a list has no end.
type Verbs struct {
	Hub  Hub
	Out  io.Writer
	JSON bool
	As   core.PersonID // in whose name, by name or id; "": the box's own authority
}

func (v Verbs) ask(ctx context.Context, w core.Wish) (core.Told, error) {
	t := v.Hub.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: v.As}, Wish: w})
	if t.Error != nil {
		return t, t.Error
	}
	if v.JSON {
		return t, nil
	}
	return t, v.lines(noSlots(t.Unsubscribed)...)
}

func (v Verbs) json(x any) error {
	b, err := json.Marshal(x)
	if err == nil {
		_, err = fmt.Fprintln(v.Out, string(b))
	}
	return err
}

func (v Verbs) lines(ls ...string) error {
	for _, l := range ls {
		if _, err := fmt.Fprintln(v.Out, plain.Clean(l)); err != nil {
			return err
		}
	}
	return nil
}

// newest is one snapshot, for verbs that need names or the zone.
func (v Verbs) newest(ctx context.Context) (*core.Snapshot, error) {
	watch, cancel := context.WithCancel(ctx)
	defer cancel()
	if s, ok := <-v.Hub.Watch(watch); ok {
		return s, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err // it is we who left
	}
	if _, err := v.Hub.Lines(ctx, 0, 1); err != nil {
		return nil, err // who asks may not look, and this is why
	}
	return nil, core.Errorf(core.CodeInternal, "the hub went away")
}

func zone(s *core.Snapshot) *time.Location {
	if z, err := time.LoadLocation(s.Settings.Zone); err == nil {
		return z
	}
	return time.UTC
}
