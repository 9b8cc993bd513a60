package hub

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"localiq/core"
	"localiq/hub/people"
	"localiq/rules"
)

// Config is what a hub is made of. Every field down to Version is needed.
type Config struct {
	Site    *core.Site // as it was last kept
	Clock   core.Clock
	Ledger  Ledger
	Private Private
	Driver  Driver
	Version string
	// Repeaters nil: this hub can have none. Firmware nil: no lock is updated from here. Air nil:
	// nobody knows what the radios do.
	Repeaters Repeaters
	Firmware  Firmware
	Air       func() core.Air
	Disk      func() core.Disk // nil: nobody knows what the site takes of it
	Consoles  Consoles         // nil: the console is not served over the network
	Programs  Programs         // nil: nor is the API
	Log       *slog.Logger     // nil: silent
	Demo      string           // shown on every screen of a made-up site
	// Offline: no radio, no wakes. The hub answers and keeps what people edit; what is due at the
	// doors waits for one that can act.
	Offline bool
	// Steady: nobody can set this clock (a rehearsal's), so nobody looks whether somebody did.
	Steady bool
	// Sign makes of a digital key what its phone takes; nil: this hub issues none.
	Sign   func(site string, passes []core.Pass) (string, error)
	Random io.Reader // of this run's number; nil: the system's
}

// Hub owns a site while Run runs.
type Hub struct {
	c      Config
	air    chan core.Input // facts from locks; blocks when the hub is busy, the journals wait
	own    chan core.Input // facts of this box: radios
	asks   chan ask        // wishes of people that became events
	toDisk chan *batch
	kept   chan commit
	over   chan struct{} // closed by the loop when it ends

	site   atomic.Pointer[core.Site] // the newest that is on the disk
	health atomic.Pointer[core.Health]
	news   news // wakes the watchers
	doing  errands

	screens atomic.Int32              // that watch
	disk    atomic.Pointer[core.Disk] // as it was looked at last; nil: nobody did

	register atomic.Pointer[people.Register] // of the people that were listed last; nil: none were
	planning sync.Mutex                      // of a wish about people, until it is kept: see changePeople
}

// New returns a hub that holds still until Run.
func New(c Config) *Hub {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	h := &Hub{c: c, air: make(chan core.Input), own: make(chan core.Input, 16), asks: make(chan ask),
		toDisk: make(chan *batch), kept: make(chan commit, 1), over: make(chan struct{})}
	h.site.Store(c.Site)
	h.health.Store(&core.Health{Demo: c.Demo})
	h.news.init()
	return h
}

// lastWordsTime is how long the loop reads on for a driver that is to end.
const lastWordsTime = 2 * time.Second

// Run works until ctx ends, then takes what the driver says last, and finishes the commit that is
// under way. The first input is that the hub has started.
func (h *Hub) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	reading, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	g.Go(func() error { return h.write() })
	g.Go(func() error { defer end(); return h.c.Driver.Run(ctx, h.air) })
	g.Go(func() error { return h.loop(reading) })
	if h.c.Disk != nil {
		g.Go(func() error { h.measure(ctx); return nil })
	}
	g.Go(func() error {
		<-ctx.Done()
		late, stop := h.c.Clock.After(lastWordsTime)
		defer stop()
		select {
		case <-late:
			end()
		case <-reading.Done():
		}
		return nil
	})
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// Tell takes a fact of this box itself (a radio fell or rose). It waits while the loop is busy.
func (h *Hub) Tell(ctx context.Context, e core.Event) {
	select {
	case h.own <- core.Input{Event: e}:
	case <-ctx.Done():
	}
}

// Site is the newest site that is on the disk.
func (h *Hub) Site() *core.Site { return h.site.Load() }

// started names a new run each time that it is decided: see core.CommandID.
func (h *Hub) started() core.Input {
	var run [8]byte
	if _, err := io.ReadFull(h.c.Random, run[:]); err != nil {
		panic("no randomness: " + err.Error()) // as crypto/rand has it
	}
	return core.Input{Event: core.HubStarted{Version: h.c.Version, ZoneData: rules.ZoneFingerprint(h.c.Site.Config.Zone),
		Run: core.Epoch(binary.BigEndian.Uint64(run[:])), Box: h.boxClock()}}
}
