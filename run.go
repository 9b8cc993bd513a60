package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"golang.org/x/sync/errgroup"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/repeater"
	"localiq/core"
	"localiq/hub"
	"localiq/hub/api"
	"localiq/hub/lan"
	"localiq/tui/verbs"
)

// runCmd is `localiq run`: the hub of a site.
type runCmd struct {
	verbs.Place
	Adapter      []string `default:"hci0" help:"Bluetooth adapter, by its kernel name or its own address; again for a second one: then one listens and the other connects, and either can do both."`
	Links        int      `help:"Connections to locks at a time, at most (default: what the adapters can; 5 until that is known)."`
	Radio        string   `type:"path" help:"Unix socket of a radio process that runs already, instead of starting one for each adapter."`
	BelieveClock bool     `name:"believe-clock" help:"Take this box's clock for right, whoever set it: for a container or a virtual machine, whose host keeps the time."`
	SSH          string   `name:"ssh" default:":2222" placeholder:"ADDR:PORT" help:"Where the console is served over SSH, or off. Nothing listens before a key is enrolled: localiq console key add."`
	LAN          string   `name:"lan" default:":8443" placeholder:"ADDR:PORT" help:"Where programs on the network find the API over HTTPS, or off. Nothing listens before there is a key: localiq apikey new."`
	NoMDNS       bool     `name:"no-mdns" help:"Do not announce the box on the network."`
}

func (c *runCmd) Run(a *app) error {
	if c.Links < 0 || c.Links > core.MaxLocks {
		return core.Errorf(core.CodeRequest, "--links is %d", c.Links).Advise("an adapter serves 1 to 16 at a time")
	}
	s, err := a.openStore(c.Data)
	if err != nil {
		return err
	}
	defer s.Close()
	clk, watch := c.clock()
	var b *box
	g, ctx := errgroup.WithContext(a.ctx)
	air := ble.NewSeveral()
	report := func(e core.Event) { a.report(ctx, b, air, e) }
	radios := c.radios(air, report)
	posts, err := repeater.NewPosts(s.RepeaterKey(), air, report)
	if err != nil {
		return err
	}
	to := faces{a.face(c.SSH, c.Place), a.lan(c.LAN, c.Place)}
	if b, err = a.newBox(s, air, c.Links, hub.Config{Clock: clk, Repeaters: posts, Consoles: to.console.consoles(), Programs: to.programs.programs()}); err != nil {
		return err
	}
	g.Go(func() error { return to.run(ctx, b.hub) })
	for _, r := range radios {
		g.Go(func() error { return r.Run(ctx) })
	}
	g.Go(func() error { return posts.Run(ctx) })
	g.Go(func() error { return follow(ctx, b.hub, posts) })
	g.Go(func() error { return b.hub.Run(ctx) })
	g.Go(func() error { return radio.GiveBackAtRest(ctx, func() bool { return b.driver.Air().Links > 0 }) })
	g.Go(func() error { return watch(ctx, func(e core.Event) { b.hub.Tell(ctx, e) }) })
	g.Go(func() error { return api.Serve(ctx, c.Sock(), seats(b.hub)) })
	if !c.NoMDNS {
		g.Go(func() error {
			return lan.Announce(ctx, func() lan.Service { return announced(b.hub.Site(), to.programs) }, a.log)
		})
	}
	debug.SetGCPercent(50) // a box with little memory
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memory)
	}
	a.log.Info("the hub is up", "id", b.hub.Site().Hub.ID, "socket", c.Sock(), "adapters", c.Adapter, "version", version)
	return g.Wait()
}

// announced is what the network is told about a hub, whatever becomes of it.
func announced(s *core.Site, f lanFace) lan.Service {
	is := lan.Service{ID: string(s.Hub.ID), Version: version, Released: !s.Config.Settings.Installing}
	if port, print := f.offered(); port != 0 {
		is.API, is.Port, is.Fingerprint = 1, port, print
	}
	return is
}

// memory is what the runtime keeps the hub's own under where it can, so that the box has room for others.
// What a file of ten thousand people takes while it is kept is more (docs/figures.md).
const memory = 56 << 20

// report is what a radio says of itself, to everybody whom it concerns: who picks paths, who waits
// to connect, and the site.
func (a *app) report(ctx context.Context, b *box, air *ble.Several, e core.Event) {
	air.Tell(e)
	switch fact := e.(type) {
	case core.RadioFell:
		a.log.Error("the radio is down", "adapter", fact.Adapter, "why", fact.Why)
	case core.RadioRose:
		b.driver.RadioRose()
	case core.RadioBlamed:
		if addr, err := ble.ParseAddr(fact.Address); err == nil {
			fact.Lock, _ = b.driver.LockAt(addr)
		}
		e = fact
	}
	b.hub.Tell(ctx, e)
}

// radios joins a supervisor for each adapter to the air. Whoever called runs them.
func (c *runCmd) radios(air *ble.Several, report func(core.Event)) (rs []*radio.Supervisor) {
	start := map[string]radio.Start{}
	for _, adapter := range c.Adapter {
		start[adapter] = radio.Exec(adapter)
	}
	if c.Radio != "" {
		start = map[string]radio.Start{filepath.Base(c.Radio): radio.Dial(c.Radio)}
	}
	for _, name := range slices.Sorted(maps.Keys(start)) {
		r := radio.NewSupervisor(name, start[name], report)
		air.Add(name, 0, r)
		rs = append(rs, r)
	}
	return rs
}

// follow keeps the radios of the repeaters in step with the configuration.
func follow(ctx context.Context, h *hub.Hub, p *repeater.Posts) error {
	for s := range h.Box().Watch(ctx) {
		p.Set(s.Repeaters)
	}
	return ctx.Err()
}
