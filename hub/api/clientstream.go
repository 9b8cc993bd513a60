package api

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"localiq/core"
)

// Watch is the hub's Watch. While no hub answers it sends nothing and goes on trying; a screen
// sees by a snapshot's age that it is old. The channel is closed when ctx ends.
func (c *Client) Watch(ctx context.Context) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot, 1)
	go func() {
		defer close(out)
		c.again(ctx, func() error {
			return c.stream(ctx, "/v1/watch", "", func(f frame) error {
				s := new(core.Snapshot)
				if err := json.Unmarshal(f.data, s); err != nil {
					return err
				}
				newest(out, s)
				return nil
			})
		})
	}()
	return out
}

// newest puts s in place of what nobody has taken yet. There is one writer.
func newest(out chan *core.Snapshot, s *core.Snapshot) {
	select {
	case <-out:
	default:
	}
	out <- s
}

// Follow hands each line behind from to sink, in order, none twice and none left out, also
// across a restart of the hub, until ctx ends or sink fails. sink may take its time: the hub
// waits for nobody, the lines are on its disk. It returns where to go on.
func (c *Client) Follow(ctx context.Context, from Mark, sink func(core.Line) error) (Mark, error) {
	err := c.again(ctx, func() error {
		return c.stream(ctx, "/v1/events?follow=1", from.String(), func(f frame) error {
			var l core.Line
			if err := json.Unmarshal(f.data, &l); err != nil {
				return final{err}
			}
			if err := sink(l); err != nil {
				return final{err}
			}
			from = At(l)
			return nil
		})
	})
	return from, err
}

// final is an error that no second try can mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

const (
	firstPause = 100 * time.Millisecond
	lastPause  = 2 * time.Second
)

// again is the client's one place that decides on retry: what the hub told as an error is
// final, a hub that is away is awaited.
func (c *Client) again(ctx context.Context, try func() error) error {
	pause := firstPause
	for {
		begun := time.Now()
		err := try()
		if f, ok := errors.AsType[final](err); ok {
			return f.error
		}
		if told, ok := errors.AsType[*core.Error](err); ok && told.Code != core.CodeHubAway && told.Code != core.CodeInternal {
			return told
		}
		if time.Since(begun) > lastPause {
			pause = firstPause
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-t.C:
		}
		pause = min(2*pause, lastPause)
	}
}

func (c *Client) stream(ctx context.Context, path, lastEvent string, each func(frame) error) error {
	resp, err := c.get(ctx, path, lastEvent)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return frames(resp.Body, func(f frame) error {
		if f.event != "error" {
			return each(f)
		}
		var told fault
		if err := json.Unmarshal(f.data, &told); err != nil || told.Error == nil {
			return errors.New("api: the hub ended the stream")
		}
		return told.Error
	})
}
