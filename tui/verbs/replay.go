package verbs

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Replay is `localiq replay`.
type Replay struct {
	Place
	From string `help:"The first event number, or the instant after which to begin, on the site's clock (default: as far back as the past reaches)."`
	To   string `help:"The last event number, or instant (default: now)."`
	With string `type:"path" help:"A site file: tell what it would have done instead; - reads standard input."`
	JSON bool   `help:"One JSON object."`
}

// errDiffers is told in the lines before it.
var errDiffers = errors.New("the recorded inputs give something else now")

func (c *Replay) Run(d *Desk) error {
	var w core.ReplayPast
	if c.With != "" {
		b, err := d.read(c.With)
		if err != nil {
			return err
		}
		w.YAML = b
	}
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		if w.From, err = v.point(d.Ctx, c.From); err != nil {
			return err
		}
		if w.To, err = v.point(d.Ctx, c.To); err != nil {
			return err
		}
		return v.Replay(d.Ctx, w)
	})
}

// point reads an event number, with or without #, or a date and time on the site's clock.
func (v Verbs) point(ctx context.Context, text string) (m core.Moment, err error) {
	if n, err := strconv.ParseUint(trimHash(text), 10, 63); err == nil && n > 0 {
		return core.Moment{Seq: core.Seq(n)}, nil
	}
	m.Wall, err = v.moment(ctx, text)
	return m, err
}

func trimHash(text string) string {
	if len(text) > 0 && text[0] == '#' {
		return text[1:]
	}
	return text
}

// Replay decides recorded inputs again, and says whether the same follows; or what would have followed
// under another configuration.
func (v Verbs) Replay(ctx context.Context, w core.ReplayPast) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	r := t.Replayed
	if v.JSON {
		err = v.json(r)
	} else {
		snap, e := v.newest(ctx)
		if e != nil {
			return e
		}
		err = v.lines(replayLines(r, len(w.YAML) > 0, zone(snap))...)
	}
	if err == nil && r.Differ != 0 {
		err = errDiffers
	}
	return err
}

func replayLines(r *core.Replayed, imagined bool, z *time.Location) []string {
	reach := "The past reaches back to the beginning."
	if !r.Reach.At.IsZero() {
		reach = fmt.Sprintf("The past reaches back to %s (event #%d).", r.Reach.At.In(z).Format("2006-01-02 15:04:05"), r.Reach.Seq)
	}
	over := fmt.Sprintf("%s, #%d to #%d", plain.Count(r.Inputs, "input"), r.From, r.To)
	switch {
	case r.Inputs == 0:
		return []string{"Nothing was recorded in that time.", reach}
	case imagined:
		return append(append([]string{"Under the file's configuration: " + over + "."}, r.Report...), reach)
	case r.Differ != 0:
		return append([]string{fmt.Sprintf("Of input #%d something else follows now than was recorded.", r.Differ)}, append(r.Report, reach)...)
	}
	return []string{fmt.Sprintf("The same: %s; %s, byte for byte; %s.", over, plain.Count(r.Events, "event"), plain.Count(r.Sites, "checkpoint")+" alike"), reach}
}
