package verbs

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

// Page is how many inputs are read at a time.
const page = 200

// EventsQuery says which lines: after Since (an event number), no older than From, the last
// Last inputs when neither is set; Follow goes on with what comes.
type EventsQuery struct {
	Since  core.Seq
	From   int64 // ns UTC; 0: no limit
	Last   int
	Follow bool
}

// ParseSince reads an event number ("1024"), a duration back from now ("2h"), or a date and
// time on the site's clock ("2026-11-22T08:00").
func ParseSince(text string, now core.Instant, z *time.Location) (q EventsQuery, err error) {
	if text == "" {
		return EventsQuery{Last: 50}, nil
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return EventsQuery{Since: core.Seq(n)}, nil
	}
	if d, err := time.ParseDuration(text); err == nil {
		return EventsQuery{From: now.Wall - int64(d)}, nil
	}
	if q.From, err = parseMoment(text, z); err != nil {
		return q, core.Errorf(core.CodeRequest, "--since %q is none", text).Advise("write an event number, a duration like 2h, or 2026-11-22T08:00 on the site's clock")
	}
	return q, nil
}

// parseMoment reads a date and time on the site's clock, within what nanoseconds can count.
func parseMoment(text string, z *time.Location) (int64, error) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, z); err == nil && t.Year() >= 1970 && t.Year() < 2262 {
			return t.UnixNano(), nil
		}
	}
	return 0, core.Errorf(core.CodeRequest, "%q is no date and time", text).Advise("write 2026-11-22T08:00, on the site's clock")
}

// Events writes one event a line: time, door, what, who. None is left out and none is written
// twice, however long it follows.
func (v Verbs) Events(ctx context.Context, q EventsQuery) error {
	snap, err := v.newest(ctx)
	if err != nil {
		return err
	}
	return v.events(ctx, q, zone(snap))
}

// EventsSince is Events from a moment that people typed.
func (v Verbs) EventsSince(ctx context.Context, since string, follow bool) error {
	snap, err := v.newest(ctx)
	if err != nil {
		return err
	}
	q, err := ParseSince(since, snap.Now, zone(snap))
	if err != nil {
		return err
	}
	q.Follow = follow
	return v.events(ctx, q, zone(snap))
}

func (v Verbs) events(ctx context.Context, q EventsQuery, z *time.Location) error {
	ls, err := v.first(ctx, q)
	for seq := q.Since; ; {
		if err != nil {
			return err
		}
		for _, l := range ls {
			seq = max(seq, l.Seq)
			if err := v.event(l, q, z); err != nil {
				return err
			}
		}
		if len(ls) == 0 {
			if !q.Follow {
				return nil
			}
			snap := v.newer(ctx, seq)
			if snap == nil {
				return nil
			}
			z = zone(snap) // a site may get its zone, or another, while we follow
		}
		ls, err = v.Hub.Lines(ctx, seq, page)
	}
}

func (v Verbs) first(ctx context.Context, q EventsQuery) ([]core.Line, error) {
	if q.Last > 0 {
		return v.Hub.Lines(ctx, 0, -q.Last)
	}
	return v.Hub.Lines(ctx, q.Since, page)
}

// newer waits until the hub has kept something above seq; nil: ctx ended first.
func (v Verbs) newer(ctx context.Context, seq core.Seq) *core.Snapshot {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for s := range v.Hub.Watch(ctx) {
		if s.Seq > seq {
			return s
		}
	}
	return nil
}

func (v Verbs) event(l core.Line, q EventsQuery, z *time.Location) error {
	if l.At.Wall < q.From {
		return nil
	}
	if v.JSON {
		return v.json(struct {
			Time string `json:"time"` // of At, RFC 3339 on the site's clock
			core.Line
		}{l.At.In(z).Format(time.RFC3339Nano), l})
	}
	return v.lines(EventText(l, z))
}

// EventText is one event as a line: time, door, what, the sentence for it, and the number that
// --since takes.
func EventText(l core.Line, z *time.Location) string {
	word := strings.ToUpper(l.What.String())
	switch l.What {
	case core.AccessGranted, core.AccessDenied:
		word = l.What.String()
	case core.AlertRaised, core.AlertCleared, core.AlertWasAcked:
		word = strings.ToUpper(l.Alert.String()) + " " + l.What.String()
	}
	door := l.DoorName
	if door == "" {
		door = "–"
	}
	return fmt.Sprintf("%s  %-14s  %-18s  %s  #%d", l.At.In(z).Format("2006-01-02 15:04:05.000"), door, word, l.Say(z), l.Seq)
}
