package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
	"localiq/core/clock"
	"localiq/hub"
	"localiq/hub/demo"
	"localiq/hub/rehearse"
	"localiq/hub/sitefile"
	"localiq/store"
)

// twin is a site in software: the box of `run` and the locks of `demo`, over a clock that jumps.
type twin struct {
	app     *app
	store   *store.Store
	plan    sitefile.Plan
	play    rehearse.Play
	random  *dice
	clock   *clock.Jumping
	air     *virtual.Air
	card    *card
	told    *rehearse.Chronicle
	locks   map[core.DoorID]demoLock
	newest  *core.Site
	addrs   map[core.DoorID]ble.Addr
	powered bool
}

// settling is for the locks to hear of their keys before the first day.
const settling = 10 * time.Minute

func (a *app) newTwin(s *store.Store, c *rehearseCmd, yaml, script []byte) (*twin, error) {
	t := &twin{app: a, store: s, random: newDice(c.Seed), locks: map[core.DoorID]demoLock{}, addrs: map[core.DoorID]ble.Addr{}}
	site, err := s.Load()
	if err != nil {
		return nil, err
	}
	if t.plan, err = sitefile.PlanImport(site, nil, yaml, t.tools()); err != nil {
		return nil, err
	}
	cfg, err := t.released(site.Config)
	if err != nil {
		return nil, err
	}
	t.play = rehearse.Play{Config: cfg, Names: map[core.PersonID]core.Name{}, Secrets: map[core.KeyID]core.Secret{}, From: c.from(cfg.Zone), Days: c.Days, Seed: c.Seed}
	for _, p := range t.plan.Private {
		if p.Name != nil {
			t.play.Names[p.Person] = *p.Name
		}
		for k, secret := range p.Secrets {
			t.play.Secrets[k] = secret
		}
	}
	if t.play.Script, err = sitefile.PlanRehearsal(cfg, t.play.Names, script, c.With != ""); err != nil {
		return nil, err
	}
	if n := len(cfg.Doors); n == 0 || n > core.MaxLocks {
		return nil, core.Errorf(core.CodeTree, "the file has %d doors", n).Advise(fmt.Sprintf("one IQ serves 1 to %d locks: rehearse the doors of one", core.MaxLocks))
	}
	t.clock = clock.NewJumping(time.Unix(0, t.play.Begin()).Add(-settling))
	t.air = virtual.NewAir(t.clock)
	t.air.Seed, t.air.Rest = c.Seed, 20*time.Second
	if len(cfg.Doors) > 1 {
		t.air.Rest = 40 * time.Second // before anybody is called silent; one of them is heard often enough
	}
	return t, nil
}

// released is the site as the file has it, in the hands of its owner: a file that is only about doors
// need not name one, and then the first who could be is.
func (t *twin) released(empty *core.Config) (*core.Config, error) {
	cfg, err := empty.With(1, t.plan.Edits, t.plan.Zone)
	if err != nil {
		return nil, err
	}
	set := cfg.Settings
	set.Installing = false
	t.plan.Edits = append(t.plan.Edits, core.Put(set))
	able := slices.DeleteFunc(slices.Clone(cfg.People), func(p core.Person) bool { return p.Role > core.RoleAdmin || p.Blocked })
	if cfg.Owner() == nil && len(able) > 0 {
		is := slices.MinFunc(able, func(a, b core.Person) int { return cmp.Or(cmp.Compare(b.Role, a.Role), cmp.Compare(a.ID, b.ID)) })
		is.Role = core.RoleOwner
		t.plan.Edits = append(t.plan.Edits, core.Put(is))
	}
	return empty.With(1, t.plan.Edits, t.plan.Zone)
}

// tools make ids and PINs out of the seed: an order that follows from ids is then the same.
func (t *twin) tools() sitefile.Tools {
	return sitefile.Tools{Digest: t.store.Digest,
		NewID: func(kind string) string { return fmt.Sprintf("%s-%012x", kind, t.random.number()>>16) },
		NewPIN: func(digits int, taken func(core.Digest) bool) core.Secret {
			for {
				pin := fmt.Sprintf("%0*d", digits, t.random.number()%1_000_000)
				if b, err := core.ParsePIN(pin); err == nil && !taken(t.store.Digest(core.KeyPIN, b)) {
					return core.NewSecret(pin)
				}
			}
		}}
}

// fit makes a lock for each door, by name, and hands for who comes there.
func (t *twin) fit() error {
	t.play.Hands = map[core.DoorID]demo.Hands{}
	for i, d := range t.play.Doors() {
		trouble := rehearse.Trouble(t.play.Script, d.ID)
		serial := profile.Serial{0x10, 0, 0, byte(i + 1)}
		own := core.Clock(t.clock)
		if trouble.Drifts != 0 {
			own = clock.Fast(t.clock, trouble.Drifts)
		}
		v, err := virtual.New(virtual.Config{Serial: serial, Model: "Virtual", Firmware: version, Memory: virtual.None{}, Random: t.random.of("lock", i)}, own)
		if err != nil {
			return err
		}
		l := ours(v)
		t.locks[d.ID], t.addrs[d.ID] = l, ble.Addr{MAC: [6]byte{0xC0, 0xDE, 0, 0, 0, byte(i + 1)}, Random: true}
		if err := l.hands(fmt.Sprintf("battery %d", rehearse.Charge(trouble, 0))); err != nil {
			return err
		}
		t.air.Add(t.addrs[d.ID], l, int8(-48-5*(i%10)))
		t.play.Hands[d.ID] = demo.Hands{Do: l.hands, Opens: l.opens}
	}
	t.play.Weather = func(door core.DoorID, loss float64) {
		t.air.SetWeatherBetween("", t.addrs[door], virtual.Weather{Loss: loss})
	}
	return nil
}

// live is all of it: moving in, the days, and the end. It ends with ctx, too, and then has lived up to
// there.
func (t *twin) live(ctx context.Context, progress func(day int)) error {
	t.told = rehearse.NewChronicle(t.play)
	t.card = &card{store: t.store, clock: t.clock, told: t.told}
	if err := t.fit(); err != nil {
		return err
	}
	inner, cancel := background(ctx)
	defer cancel()
	g, inner := errgroup.WithContext(inner)
	ended := make(chan struct{})
	g.Go(func() error { return t.boxes(inner) })
	g.Go(func() error { t.play.Run(inner, t.clock); return nil })
	go func() { g.Wait(); close(ended) }()
	begin, day, leaving := t.play.Begin(), 0, false
	t.clock.Run(func() bool {
		now := t.clock.Now().Wall
		if d := 1 + int((now-begin)/int64(24*time.Hour)); now >= begin && d != day && !leaving {
			day = d
			progress(day)
		}
		if !leaving && (ctx.Err() != nil || now >= t.play.End() || inner.Err() != nil) {
			leaving = true
			cancel()
		}
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	progress(t.play.Days + 1)
	err := g.Wait()
	t.air.Close()
	closed(t.locks)
	if err != nil && ctx.Err() == nil && inner.Err() == nil {
		return err
	}
	return t.card.keep()
}

func (t *twin) report(stopped bool) rehearse.Report { return t.told.Report(t.newest, stopped) }

// boxes are the hub, from one power cut to the next.
func (t *twin) boxes(ctx context.Context) error {
	for n := 0; ctx.Err() == nil; n++ {
		c := hub.Config{Clock: clock.Boot(t.clock, core.BootID(fmt.Sprintf("boot %d", n+1))), Ledger: t.card, Steady: true, Random: t.random.of("box", n)}
		var b *box
		var err error
		t.clock.Away(func() { b, err = t.app.newBox(t.store, t.air, 0, c) }) // it reads the store, and the zone
		if err != nil {
			return err
		}
		if err := t.box(ctx, b, n); err != nil {
			return err
		}
		t.newest = b.hub.Site()
		if err := t.card.flush(); err != nil {
			return err
		}
		if n < len(t.play.Script.PowerCuts) {
			t.until(ctx, t.play.Script.PowerCuts[n].At+int64(t.play.Script.PowerCuts[n].For))
		}
	}
	return nil
}

// box runs one of them until its power is cut, or ctx ends.
func (t *twin) box(ctx context.Context, b *box, n int) error {
	ctx, cut := context.WithCancel(ctx)
	defer cut()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return b.hub.Run(ctx) })
	g.Go(func() error {
		t.settled(ctx)
		b.hub.Tell(ctx, core.RadioRose{Adapter: "software"})
		t.settled(ctx)
		if n == 0 {
			if err := t.moveIn(ctx, b.hub); err != nil {
				return err
			}
		}
		if n < len(t.play.Script.PowerCuts) {
			t.until(ctx, t.play.Script.PowerCuts[n].At)
			cut()
		}
		return nil
	})
	return g.Wait()
}

func (t *twin) moveIn(ctx context.Context, h *hub.Hub) error {
	if err := h.Edit(ctx, "the site file", t.plan.Zone, t.plan.Edits, t.plan.Private); err != nil {
		return err
	}
	for _, d := range t.play.Doors() {
		t.settled(ctx)
		if err := pair(ctx, h, t.locks[d.ID], d.ID, t.settled); err != nil {
			return err
		}
	}
	return nil
}

// settled lets what was begun come to its end before anything else begins: of several that begin at one
// instant the scheduler says who is first, and not the seed. Nothing else keeps step with it, and a lock
// is heard again soon after.
func (t *twin) settled(ctx context.Context) {
	t.until(ctx, t.clock.Now().Wall+int64(1370*time.Millisecond))
}

// until waits for an instant of the wall.
func (t *twin) until(ctx context.Context, wall int64) {
	due, stop := t.clock.After(time.Duration(wall - t.clock.Now().Wall))
	defer stop()
	select {
	case <-due:
	case <-ctx.Done():
	}
}

// card keeps what is decided, and writes it to the disk in large pieces: nobody cuts the power of the
// box that rehearses. What the configuration is made of is written at once, because tables are made
// of it.
type card struct {
	store *store.Store
	clock *clock.Jumping
	told  *rehearse.Chronicle
	wait  []core.Entry
}

const cardPiece = 500

func (c *card) Commit(es []core.Entry) error {
	soon := len(c.wait)+len(es) >= cardPiece
	for i := range es {
		c.told.Take(&es[i])
		_, edits := es[i].Input.Event.(core.SiteEdited)
		soon = soon || edits
	}
	if c.wait = append(c.wait, es...); soon {
		return c.flush()
	}
	return nil
}

func (c *card) flush() (err error) {
	c.clock.Away(func() { err = c.keep() })
	return err
}

func (c *card) keep() error {
	es := c.wait
	c.wait = nil
	return c.store.Commit(es)
}

func (c *card) Since(core.Seq, int) ([]core.Entry, error) { return nil, nil }
func (c *card) Last(int) ([]core.Entry, error)            { return nil, nil }
func (c *card) Answered(string) (core.Seq, bool)          { return 0, false }

// dice are what would be random, out of a seed.
type dice struct {
	seed uint64
	mu   sync.Mutex
	r    *rand.ChaCha8
}

func newDice(seed uint64) *dice { return &dice{seed: seed, r: seeded(seed, "site", 0)} }

func seeded(seed uint64, of string, n int) *rand.ChaCha8 {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%s %d %d", of, n, seed)))
}

// of are dice of somebody's own, so that it does not matter who throws first.
func (d *dice) of(who string, n int) *dice { return &dice{seed: d.seed, r: seeded(d.seed, who, n)} }

func (d *dice) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.Read(b)
}

func (d *dice) number() uint64 {
	var b [8]byte
	d.Read(b[:])
	return binary.LittleEndian.Uint64(b[:])
}
