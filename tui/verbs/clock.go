package verbs

import (
	"context"
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Clock is `localiq clock`.
type Clock struct {
	Show    ClockShow    `cmd:"" default:"withargs" help:"What time the hub thinks it is, how far that is believed, and who said so."`
	Set     ClockSet     `cmd:"" help:"Say what time it is, on the site's clock. Not the box's own clock is set, but what the hub goes by."`
	Confirm ClockConfirm `cmd:"" help:"Say that the time that the hub shows is right."`
}

// ClockShow is `localiq clock show`.
type ClockShow struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *ClockShow) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.Clock(d.Ctx) })
}

// ClockSet is `localiq clock set`.
type ClockSet struct {
	Place
	Time string `arg:"" help:"On the site's clock: 2026-11-22T16:40, or with seconds 2026-11-22T16:40:05."`
	JSON bool   `help:"One JSON object."`
}

func (c *ClockSet) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.ClockSet(d.Ctx, c.Time) })
}

// ClockConfirm is `localiq clock confirm`.
type ClockConfirm struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *ClockConfirm) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.clockWord(d.Ctx, core.ConfirmClock{}) })
}

// clockTold is what `localiq clock --json` says.
type clockTold struct {
	Now     string           `json:"now"` // RFC 3339, in the site's zone
	Zone    string           `json:"zone"`
	Trust   core.Trust       `json:"trust"`
	Source  core.ClockSource `json:"source"`
	DriftMS *int64           `json:"driftMs,omitempty"` // either way, by now; absent: nobody can tell
	SaidAgo *int64           `json:"saidAgoMs,omitempty"`
	Floor   string           `json:"floor,omitempty"` // it is not believed to be earlier
	Against string           `json:"against,omitempty"`
	Says    string           `json:"says"`
}

// Clock writes the time and why it is believed.
func (v Verbs) Clock(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	told := clockOf(s)
	if v.JSON {
		return v.json(told)
	}
	out := []string{s.Now.In(zone(s)).Format("Mon 2 Jan 2006 15:04:05 ") + zone(s).String(), told.Says + toldWords(s.Hub.Clock.Proven, s.Now)}
	if told.Against != "" {
		out = append(out, "not believed: "+told.Against)
	}
	if told.Trust == core.Untrusted {
		out = append(out, "Keys with a schedule are refused, and no schedule holds a door open, until somebody tells: localiq clock confirm, or localiq clock set TIME")
	}
	return v.lines(out...)
}

func clockOf(s *core.Snapshot) clockTold {
	c, z := &s.Hub.Clock, zone(s)
	t := clockTold{Now: s.Now.In(z).Format(time.RFC3339Nano), Zone: s.Settings.Zone, Trust: s.Now.Trust, Source: c.Source, Says: c.Say(s.Now)}
	if d, ok := c.Drift(s.Now); ok {
		t.DriftMS = new(d.Milliseconds())
	}
	if d, ok := plain.Since(s.Now, c.Proven); ok && c.Proven.Boot == s.Now.Boot {
		t.SaidAgo = new(d.Milliseconds())
	}
	if c.Floor != 0 {
		t.Floor = time.Unix(0, c.Floor).In(z).Format(time.RFC3339)
	}
	if c.Against.Source != core.SourceNone {
		t.Against = fmt.Sprintf("%s says %s", c.Against.Source.Say(), time.Unix(0, c.Against.Base+int64(s.Now.Up)).In(z).Format("2 Jan 2006 15:04:05"))
	}
	return t
}

// ClockSet says what time it is, as typed. Without seconds it may be anywhere in that minute.
func (v Verbs) ClockSet(ctx context.Context, typed string) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	for layout, within := range map[string]time.Duration{"2006-01-02T15:04": 30 * time.Second, "2006-01-02T15:04:05": 2 * time.Second} {
		if t, err := time.ParseInLocation(layout, typed, zone(s)); err == nil {
			if within > 2*time.Second {
				t = t.Add(within) // the middle of the minute
			}
			return v.clockWord(ctx, core.ConfirmClock{Wall: t.UnixNano(), Within: within})
		}
	}
	return core.Errorf(core.CodeRequest, "%q is no time", typed).Advise("write 2026-11-22T16:40, or with seconds 2026-11-22T16:40:05")
}

func (v Verbs) clockWord(ctx context.Context, w core.ConfirmClock) error {
	if _, err := v.ask(ctx, w); err != nil {
		return err
	}
	return v.Clock(ctx)
}
