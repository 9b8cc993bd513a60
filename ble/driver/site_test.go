package driver_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
	"localiq/core/clock"
)

// site is a driver over a virtual air, and the hub's place: it reads out when told to. It lives
// in a synctest bubble, so all time is false and every goroutine must end.
type site struct {
	t      testing.TB
	clock  core.Clock
	air    *virtual.Air
	driver *driver.Driver
	out    chan core.Input
	locks  []*door
	nukis  []*nukiDoor
	seq    core.Seq
	seen   []core.Input // all that was read
	family driver.LocalIQ
	config driver.Config
	tables *tables
	end    func() // of the driver
}

// tables are what the hub wants its locks to know. The zero one: nothing.
type tables struct {
	mu    sync.Mutex
	of    map[core.LockID]core.Table
	err   error
	asked int
}

func (t *tables) table(_ context.Context, l core.LockID) (core.Table, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked++
	return t.of[l], t.err
}

// count is how often one was made.
func (t *tables) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.asked
}

// want makes it the newest.
func (t *tables) want(l core.LockID, n core.Table) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of[l] = n
}

// door is one lock of the site.
type door struct {
	*virtual.Lock
	spot
	memory virtual.Memory
}

// spot is where a lock of any family is.
type spot struct {
	site *site
	addr ble.Addr
	core core.Lock // once paired
}

func (p *spot) at() *spot { return p }

// place is a lock of any family.
type place interface{ at() *spot }

var errorf = fmt.Errorf

func digest(k core.KeyKind, b []byte) core.Digest {
	return sha256.Sum256(append([]byte{byte(k)}, b...))
}

func key(t testing.TB) profile.KeyPair {
	k, err := profile.NewKeyPair(nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// inSite runs a test in a bubble: links may be 0 for the default.
func inSite(t *testing.T, links int, test func(*site)) {
	t.Helper()
	inSetup(t, setup{links: links}, test)
}

// setup is what a site may have otherwise than most.
type setup struct {
	links   int
	between func(*virtual.Air) ble.Radio // between the driver and the air
	family  func(*driver.LocalIQ)
	config  func(*driver.Config)
}

// inClear has a hub without keys for advertisements.
var inClear = func(f *driver.LocalIQ) { f.AdvertKey = nil }

func inSetup(t *testing.T, u setup, test func(*site)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, end := newSite(t, u)
		defer end()
		test(s)
	})
}

func newSite(t testing.TB, u setup) (*site, func()) {
	c := clock.Process()
	s := &site{t: t, clock: c, air: virtual.NewAir(c), out: make(chan core.Input)}
	radio := ble.Radio(s.air)
	if u.between != nil {
		radio = u.between(s.air)
	}
	s.tables = &tables{of: map[core.LockID]core.Table{}}
	s.family = driver.LocalIQ{Key: key(t), Digest: digest, TableKey: keyFor("table"), AdvertKey: keyFor("advert")}
	if u.family != nil {
		u.family(&s.family)
	}
	s.config = driver.Config{Radio: radio, Clock: c, Links: u.links, Families: []driver.Family{s.family}, Table: s.tables.table}
	if u.config != nil {
		u.config(&s.config)
	}
	s.end = s.start()
	return s, func() {
		s.end()
		s.air.Close()
		for _, d := range s.locks {
			d.Close()
		}
		for _, d := range s.nukis {
			d.Close()
		}
	}
}

func keyFor(what string) func(core.LockID) [32]byte {
	return func(l core.LockID) [32]byte { return sha256.Sum256([]byte(what + string(l))) }
}

// start begins with a driver that knows nothing; what it returns ends it.
func (s *site) start() (end func()) {
	s.driver = driver.New(s.config)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.driver.Run(ctx, s.out) }()
	return func() {
		cancel()
		for {
			select {
			case in := <-s.out: // a hub reads on for a moment
				s.seen = append(s.seen, in)
			case err := <-ended:
				if err != nil {
					s.t.Errorf("Run ended with %v", err)
				}
				return
			}
		}
	}
}

// lock puts a lock as new on the air.
func (s *site) lock(cfg virtual.Config) *door {
	s.t.Helper()
	n := byte(len(s.locks) + 1)
	d := &door{spot: spot{site: s, addr: ble.Addr{MAC: [6]byte{0xc0, 0, 0, 0, 0, n}}}}
	cfg.Serial = profile.Serial{0x10, 0, 0, n}
	if cfg.Memory == nil {
		cfg.Memory = &virtual.RAM{}
	}
	d.memory = cfg.Memory
	l, err := virtual.New(cfg, s.clock)
	if err != nil {
		s.t.Fatal(err)
	}
	d.Lock = l
	s.locks = append(s.locks, d)
	s.air.Add(d.addr, l, -60)
	return d
}

// paired puts one on the air that is ours, and not tended yet.
func (s *site) paired(cfg virtual.Config) *door {
	s.t.Helper()
	d := s.lock(cfg)
	d.hands("pair")
	l, _, err := s.driver.Pair(s.t.Context(), d.SetupCode().Reveal())
	if err != nil {
		s.t.Fatalf("pair: %v", err)
	}
	d.core = l
	return d
}

// tended is a lock that is looked after from its beginning, with its first session over its
// first account of itself and of its table.
func (s *site) tended(cfg virtual.Config) *door {
	s.t.Helper()
	d := s.paired(cfg)
	d.tend(core.Cursor{})
	for count[core.LockReported](d) == 0 || count[core.TableReported](d) == 0 {
		s.read()
	}
	return d
}

func (d *door) hands(lines ...string) {
	d.site.t.Helper()
	for _, l := range lines {
		if err := d.Hands(l); err != nil {
			d.site.t.Fatal(err)
		}
	}
}

func (d *spot) tend(c core.Cursor) { d.do(core.Tend{Lock: d.core, Cursor: c}, 0) }

// advert is what the lock sends now, as it is heard.
func (d *door) advert() ble.Advert {
	at := d.Addr(d.addr)
	return ble.Advert{Addr: at, RSSI: -60, Connectable: true, Data: d.Advert(at)}
}

// flags are those that it advertises now, sealed or not.
func (d *door) flags() profile.Flags {
	a := d.advert()
	if _, f, ok := profile.OpenAdvert(keyFor("advert")(d.core.ID), a.Addr, a.Data); ok {
		return f
	}
	ad, _ := profile.ParseAdvert(a.Data)
	return ad.Flags
}

// do gives a command that is good for a while; 0: stays good.
func (d *spot) do(op core.Op, good time.Duration) core.CommandID {
	d.site.seq++
	c := core.Command{ID: core.CommandID{Run: 7, Seq: d.site.seq}, Lock: d.core.ID, Op: op}
	if good != 0 {
		c.NotAfter = d.site.clock.Now().Add(good)
	}
	d.site.driver.Do(c)
	return c.ID
}

// read takes the next input, or fails after a minute of false time.
func (s *site) read() core.Input {
	s.t.Helper()
	in, ok := s.readWithin(time.Minute)
	if !ok {
		s.t.Fatalf("nothing came; %+v %+v; so far:\n%s", s.driver.Air(), s.driver.Signals(), s.story())
	}
	return in
}

func (s *site) readWithin(d time.Duration) (core.Input, bool) {
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case in := <-s.out:
		s.seen = append(s.seen, in)
		return in, true
	case <-late.C:
		return core.Input{}, false
	}
}

// quiet reads for a while, and returns what came.
func (s *site) quiet(d time.Duration) (ins []core.Input) {
	for end := time.Now().Add(d); ; {
		in, ok := s.readWithin(time.Until(end))
		if !ok {
			return ins
		}
		ins = append(ins, in)
	}
}

// until reads up to an input of that door.
func (s *site) until(p place, ok func(core.Input) bool) core.Input {
	d := p.at()
	s.t.Helper()
	for {
		if in := s.read(); in.Origin.Who == string(d.core.ID) && ok(in) {
			return in
		}
	}
}

// next reads up to the next event of a type of that door.
func next[E core.Event](p place) (E, core.Input) {
	d := p.at()
	d.site.t.Helper()
	in := d.site.until(d, func(in core.Input) bool { _, ok := in.Event.(E); return ok })
	return in.Event.(E), in
}

// answered reads up to the answer to a command.
func (d *spot) answered(id core.CommandID) core.CommandAnswered {
	d.site.t.Helper()
	in := d.site.until(d, func(in core.Input) bool {
		a, ok := in.Event.(core.CommandAnswered)
		return ok && a.Command == id && a.Result != core.ResultAccepted
	})
	return in.Event.(core.CommandAnswered)
}

// count is how many of a type of that door were read so far.
func count[E core.Event](p place) (n int) {
	d := p.at()
	for _, in := range d.site.seen {
		if _, ok := in.Event.(E); ok && in.Origin.Who == string(d.core.ID) {
			n++
		}
	}
	return n
}

func (s *site) story() (t string) {
	for _, in := range s.seen {
		t += fmt.Sprintf("%v %s %T%+v claim %+v late %v\n", in.Happened.Up, in.Origin.Who, in.Event, in.Event, in.Claim, in.Late)
	}
	return t
}

func grant(r core.RequestID, d time.Duration) core.Answer {
	return core.Answer{Request: r, Granted: true, Reason: core.Granted, Move: core.Move{To: core.BoltUnlocked, For: d}}
}
