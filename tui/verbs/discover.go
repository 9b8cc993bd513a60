package verbs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Box is a hub on the local network, as it tells of itself.
type Box struct {
	Name        string   `json:"name"`
	ID          string   `json:"id"`
	Version     string   `json:"version"`
	Host        string   `json:"host"`
	Port        int      `json:"port"`
	Addresses   []string `json:"addresses"`
	API         int      `json:"api"` // 0: none is offered
	Fingerprint string   `json:"fingerprint,omitempty"`
	Released    bool     `json:"released"`
}

// Discover is `localiq discover`.
type Discover struct {
	For  time.Duration `default:"3s" help:"How long to look, 1m at most."`
	JSON bool          `help:"A JSON list, at the end."`
}

// Help says what the answers are worth.
func (*Discover) Help() string {
	return `Asks the local network by multicast DNS, as any program may (service type _localiq._tcp). What a box tells is its
own word: only its certificate proves which one it is. docs/network.md says what a network must allow.

  localiq discover --for 10s`
}

func (c *Discover) Run(d *Desk) error {
	if c.For <= 0 || c.For > time.Minute {
		return core.Errorf(core.CodeRequest, "--for is %s", c.For).Advise("it must be above 0 and at most 1m")
	}
	ctx, cancel := context.WithTimeout(d.Ctx, c.For)
	defer cancel()
	if !c.JSON {
		fmt.Fprintf(d.Err, "Looking on the local network for %s …\n", c.For)
	}
	v := Verbs{Out: d.Out, JSON: c.JSON}
	boxes, err := v.gather(ctx, d.Look)
	switch {
	case err != nil:
		return core.Errorf(core.CodeRefused, "cannot look on the local network: %v", err).Advise("it takes an address on a network that is up, and UDP port 5353")
	case c.JSON:
		return json.NewEncoder(d.Out).Encode(boxes)
	case len(boxes) == 0:
		return v.lines(fmt.Sprintf("No Local IQ was found in %s. A box is found when it is on the same network as this computer, runs", c.For),
			"localiq run without --no-mdns, and the network lets multicast DNS through (UDP port 5353). Guest networks",
			"often do not. To look for longer: localiq discover --for 10s")
	}
	return nil
}

// gather writes a line for each box when it is first heard of.
func (v Verbs) gather(ctx context.Context, look func(context.Context, func(Box)) error) (boxes []Box, err error) {
	boxes = []Box{}
	err = look(ctx, func(b Box) {
		if i := slices.IndexFunc(boxes, func(o Box) bool { return o.Name == b.Name && o.Host == b.Host }); i >= 0 {
			boxes[i] = b
			return
		}
		if boxes = append(boxes, b); v.JSON {
			return
		}
		if len(boxes) == 1 {
			_ = v.lines(fmt.Sprintf(boxLine, "NAME", "ID", "ADDRESS", "VERSION", "SITE", "API"))
		}
		_ = v.lines(b.line())
	})
	return boxes, err
}

const boxLine = "%-22s  %-8s  %-26s  %-12s  %-12s  %s"

func (b Box) line() string {
	site, api := "not released", "none"
	if b.Released {
		site = "released"
	}
	if b.API > 0 {
		api = plain.Number(b.API)
	}
	return fmt.Sprintf(boxLine, b.Name, b.ID, b.Addresses[0], b.Version, site, api)
}
