// Package verbs is the command line's half of the console: the same hub, in lines of text or
// JSON instead of a screen. SSH will offer the same verbs.
package verbs

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"localiq/core"
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
}

func (v Verbs) ask(ctx context.Context, w core.Wish) (core.Told, error) {
	t := v.Hub.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
	if t.Error != nil {
		return t, t.Error
	}
	return t, nil
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
		if _, err := fmt.Fprintln(v.Out, clean(l)); err != nil {
			return err
		}
	}
	return nil
}

// clean keeps names and other foreign text from speaking to the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, s)
}

// newest is one snapshot, for verbs that need names or the zone.
func (v Verbs) newest(ctx context.Context) (*core.Snapshot, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s, ok := <-v.Hub.Watch(ctx); ok {
		return s, nil
	}
	return nil, core.Errorf(core.CodeInternal, "the hub went away")
}

// count is a number of things.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func zone(s *core.Snapshot) *time.Location {
	if z, err := time.LoadLocation(s.Settings.Zone); err == nil {
		return z
	}
	return time.UTC
}
