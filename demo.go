package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"localiq/ble/virtual"
	"localiq/core"
	"localiq/core/clock"
	"localiq/hub"
	"localiq/hub/api"
	"localiq/hub/demo"
	"localiq/store"
	"localiq/tui/verbs"
)

// demoCmd is `localiq demo`: the hub of `run`, and only the radio differs. It speaks to locks in
// software, which speak the same bytes.
type demoCmd struct {
	Locks    int           `default:"6" help:"Doors with a lock, 1 to 16."`
	Nuki     int           `help:"Of these, so many with a Nuki in software: keypads instead of tags (docs/locks.md)."`
	People   int           `default:"24" help:"People of the site."`
	Speed    float64       `default:"1" help:"How fast the demo's clock runs."`
	Data     string        `type:"path" help:"Keep the demo here (default: a directory that goes with it)."`
	Socket   string        `type:"path" help:"Unix socket of the demo's hub (default: localiq.sock in its data)."`
	SSH      string        `name:"ssh" default:"off" placeholder:"ADDR:PORT" help:"Serve the console over SSH there, once a key is enrolled: localiq console key add."`
	LAN      string        `name:"lan" default:"off" placeholder:"ADDR:PORT" help:"Serve the API over HTTPS there, once there is a key: localiq apikey new."`
	Headless bool          `help:"Print one event a line instead of the console."`
	For      time.Duration `help:"End so long after the hub is up, in real time (default: when you leave)."`
	Seed     uint64        `default:"1" help:"The same seed makes the same office and the same day."`
}

func (c *demoCmd) Run(a *app) error {
	if c.Speed <= 0 || c.Speed > 1000 {
		return core.Errorf(core.CodeRequest, "--speed is %g", c.Speed).Advise("it must be above 0 and at most 1000")
	}
	if c.Nuki < 0 || c.Nuki > c.Locks {
		return core.Errorf(core.CodeRequest, "--nuki is %d", c.Nuki).Advise(fmt.Sprintf("it must be 0 to %d, the demo's locks", c.Locks))
	}
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	if !c.Headless {
		a.log = slog.New(slog.DiscardHandler) // the screen is the console's
	}
	if c.Data == "" {
		dir, err := os.MkdirTemp("", "localiq-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		c.Data = dir
	}
	s, err := a.openStore(c.Data)
	if err != nil {
		return err
	}
	defer s.Close()
	clk := clock.Scaled(time.Now(), c.Speed)
	air := virtual.NewAir(clk)
	place := verbs.Place{Data: c.Data, Socket: c.Socket}
	to := faces{a.face(c.SSH, place), a.lan(c.LAN, place)}
	b, err := a.newBox(s, air, 0, hub.Config{Clock: clk, Demo: fmt.Sprintf("x%g", c.Speed), Consoles: to.console.consoles(), Programs: to.programs.programs()})
	if err != nil {
		return err
	}
	err = c.live(ctx, cancel, a, b.hub, s, air, clk, to)
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return err
}

// end leaves after --for, which counts from when the hub is up.
func (c *demoCmd) end(ctx context.Context, h *hub.Hub, leave func()) {
	if c.For == 0 {
		return
	}
	watch, stop := context.WithCancel(ctx)
	<-h.Box().Watch(watch)
	stop()
	select {
	case <-time.After(c.For):
		leave()
	case <-ctx.Done():
	}
}

// live runs the demo until the console is left or ctx ends.
func (c *demoCmd) live(ctx context.Context, leave func(), a *app, h *hub.Hub, s *store.Store, air *virtual.Air, clk core.Clock, to faces) error {
	town, err := demo.Site(demo.Wanted{Doors: c.Locks, People: c.People, Seed: c.Seed, Now: clk.Now(), Digest: s.Digest})
	if err != nil {
		return err
	}
	pins := map[string]string{}
	if c.Nuki > 0 {
		if pins, err = codes(s, &town); err != nil {
			return err
		}
	}
	locks, err := c.fit(town, pins, air, clk)
	if err != nil {
		return err
	}
	defer func() { air.Close(); closed(locks) }()
	socket, before := verbs.Place{Data: c.Data, Socket: c.Socket}.Sock(), h.Site().Seq
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.Run(ctx) })
	g.Go(func() error { return api.Serve(ctx, socket, seats(h)) })
	g.Go(func() error { return to.run(ctx, h) })
	g.Go(func() error { h.Tell(ctx, core.RadioRose{Adapter: "software"}); return nil })
	g.Go(func() error { return moveIn(ctx, h, town, locks, clk) })
	g.Go(func() error { c.end(ctx, h, leave); return nil })
	g.Go(func() error {
		defer leave()
		if c.Headless {
			return verbs.Verbs{Hub: h.Box(), Out: a.out}.Events(ctx, verbs.EventsQuery{Since: before, Follow: true})
		}
		return a.console(ctx, h.Box(), "", "")
	})
	return g.Wait()
}

// moveIn makes the town the hub's site, pairs its locks as an installer would, and lets its
// people come.
func moveIn(ctx context.Context, h *hub.Hub, town demo.Town, locks map[core.DoorID]demoLock, clk core.Clock) error {
	if len(h.Site().Config.Doors) == 0 {
		if err := h.Edit(ctx, "the demo's office", town.Zone, town.Edits, town.Private); err != nil {
			return err
		}
	}
	hands := map[core.DoorID]demo.Hands{}
	for _, d := range town.Doors {
		l := locks[d.ID]
		if known := h.Site().Config.Door(d.ID); known != nil && known.Lock == "" {
			if err := pair(ctx, h, l, d.ID, func(context.Context) {}); err != nil {
				return err
			}
		}
		hands[d.ID] = demo.Hands{Do: l.hands, Opens: l.opens}
	}
	return town.Play(ctx, clk, hands)
}
