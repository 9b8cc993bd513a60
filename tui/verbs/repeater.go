package verbs

import (
	"cmp"
	"context"
	"fmt"

	"localiq/core"
	"localiq/core/order"
	"localiq/tui/internal/plain"
)

// Repeater is `localiq repeater …`.
type Repeater struct {
	Add    RepeaterAdd    `cmd:"" help:"Trust the radio of another box, on which runs: localiq radio --listen :8445"`
	List   RepeaterList   `cmd:"" help:"The repeaters, how they are reached, and whether they answer."`
	Forget RepeaterForget `cmd:"" help:"Use a repeater no more."`
}

type RepeaterAdd struct {
	Place
	Address string `arg:"" help:"HOST:PORT of the box."`
	Name    string `help:"What to call it: Hall, Attic (default: its address)."`
	Code    string `default:"-" help:"The code that the box shows; - asks for it."`
	Via     string `help:"The repeater that it is reached through, by name or id; that one has to be started with --via-allow HOST:PORT."`
	JSON    bool   `help:"One JSON object."`
}

func (c *RepeaterAdd) Run(d *Desk) error {
	code, err := d.secret(c.Code, "Code that the repeater shows: ")
	if err != nil {
		return err
	}
	w := core.AddRepeater{Address: c.Address, Code: code, Name: c.Name, Via: core.RepeaterID(c.Via)}
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.RepeaterAdd(d.Ctx, w) })
}

type RepeaterList struct {
	Place
	JSON bool `help:"A JSON list."`
}

func (c *RepeaterList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.RepeaterList(d.Ctx) })
}

type RepeaterForget struct {
	Place
	Repeater string `arg:"" help:"Its name or id, from: localiq repeater list"`
	JSON     bool   `help:"One JSON object."`
}

func (c *RepeaterForget) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error { return v.RepeaterForget(d.Ctx, core.RepeaterID(c.Repeater)) })
}

// RepeaterAdd pins the box and the hub to each other.
func (v Verbs) RepeaterAdd(ctx context.Context, w core.AddRepeater) error {
	t, err := v.ask(ctx, w)
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines(fmt.Sprintf("%s (%s) is a radio of this hub, and serves no other.", t.Repeater.Name, t.Repeater.ID),
		"See what it hears: localiq repeater list")
}

// repeaterLine is a repeater with what is known of its radio.
type repeaterLine struct {
	core.Repeater
	Layer int              `json:"layer"`
	State *core.RadioState `json:"state,omitempty"` // nil: it did not rise or fall yet
	Now   *core.RadioNow   `json:"now,omitempty"`   // nil: nobody knows
}

// RepeaterList writes every repeater, the way to it, and whether it answers.
func (v Verbs) RepeaterList(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	rows := repeaterLines(s)
	if v.JSON {
		return v.json(rows)
	}
	if len(rows) == 0 {
		return v.lines("No repeaters. On another box run: localiq radio --listen :8445, and here: localiq repeater add HOST:8445 --name NAME")
	}
	names := map[core.RepeaterID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	for _, r := range rows {
		if err := v.lines(fmt.Sprintf("%-16s  %-12s  %-22s  layer %d%s  %s", r.Name, r.ID, r.Address, r.Layer, plain.Plus(" through ", names[r.Via]), r.says(s.Now))); err != nil {
			return err
		}
	}
	return nil
}

func repeaterLines(s *core.Snapshot) []repeaterLine {
	c := core.Config{Repeaters: s.Repeaters}
	out := make([]repeaterLine, 0, len(s.Repeaters))
	for _, r := range s.Repeaters {
		line := repeaterLine{Repeater: r, Layer: c.Layer(r.ID)}
		for i := range s.Hub.Radios {
			if s.Hub.Radios[i].Adapter == string(r.ID) {
				line.State = &s.Hub.Radios[i]
			}
		}
		for i := range s.Air.Radios {
			if s.Air.Radios[i].Adapter == string(r.ID) {
				line.Now = &s.Air.Radios[i]
			}
		}
		out = append(out, line)
	}
	order.By(out, func(a, b repeaterLine) int { return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Name, b.Name)) })
	return out
}

func (r repeaterLine) says(now core.Instant) string {
	switch {
	case r.State == nil:
		return "not reached yet"
	case !r.State.Up:
		return "down" + plain.Plus(" for ", plain.Age(now, r.State.Since)) + plain.Plus(": ", r.State.Why)
	case r.Now == nil:
		return "up"
	}
	return fmt.Sprintf("up, links %d, hears %d a second", r.Now.Links, r.Now.Reports)
}

// RepeaterForget takes a repeater out of the site.
func (v Verbs) RepeaterForget(ctx context.Context, r core.RepeaterID) error {
	t, err := v.ask(ctx, core.ForgetRepeater{Repeater: r})
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines("Forgotten. The box itself waits for this hub until it is freed there: localiq radio --forget-hub")
}
