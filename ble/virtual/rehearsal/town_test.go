// Package rehearsal plays a whole site in bad air: the driver, sixteen locks in software, and a
// hub that behaves as the rules do. All of it lives in a synctest bubble, with a seed: no wall
// time, and the same run each time.
//
// Its plan is no clock.Stage: what the town does and what the driver tells take turns in one goroutine,
// the test's, and a Stage, which runs its acts alone, has no place for that.
package rehearsal

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
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

// town is the site, and its hub: one goroutine, the test's own.
type town struct {
	t      *testing.T
	clock  core.Clock
	air    *virtual.Air
	driver *driver.Driver
	out    chan core.Input
	doors  []*door
	r      *rand.Rand // of people; the air has its own dice
	plan   []due      // ascending
	seq    core.Seq
	orders map[core.CommandID]*order
	wrong  []string // promises that were broken
}

// due is something that the town will do.
type due struct {
	at time.Duration
	do func()
}

// order is a command that the hub gave.
type order struct {
	door   *door
	op     core.Op
	at     time.Duration
	owed   int  // answers that are still to come
	asked  bool // what became of it
	result core.Result
	then   func(core.Result) // when its outcome is known
}

// door is one lock.
type door struct {
	*virtual.Lock
	town   *town
	addr   ble.Addr
	core   core.Lock
	memory *virtual.RAM
	index  uint32       // of the last entry that was told
	told   []core.Event // by the journal, in order
	heard  bool         // since when the test last asked
}

func seeded(name string, seed uint64) *rand.ChaCha8 {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%s %d", name, seed)))
}

// steady is a random source that gives everybody the same, whoever asks first: several sessions
// may begin at the same instant, and are to be the same in each run. Only names differ.
type steady struct {
	mu    sync.Mutex
	names byte
}

func (s *steady) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range b {
		b[i] = 0x42
	}
	if len(b) == 4 {
		s.names++
		b[0] = s.names
	}
	return len(b), nil
}

func digest(k core.KeyKind, b []byte) core.Digest {
	return sha256.Sum256(append([]byte{byte(k)}, b...))
}

// inTown runs a test with so many locks that are ours and looked after, in calm weather. prepare
// sets the air up, and may put something between it and the driver.
func inTown(t *testing.T, seed uint64, locks int, cfg virtual.Config, prepare func(*town) ble.Radio, test func(*town)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &town{t: t, clock: clock.Process(), out: make(chan core.Input), r: rand.New(seeded("people", seed)), orders: map[core.CommandID]*order{}}
		w.air = virtual.NewAir(w.clock)
		w.air.Seed = seed
		hub, err := profile.KeyPairFrom(sha256.Sum256([]byte("hub")))
		if err != nil {
			t.Fatal(err)
		}
		family := driver.LocalIQ{Key: hub, Digest: digest, Random: &steady{}}
		w.driver = driver.New(driver.Config{Radio: prepare(w), Clock: w.clock, Links: 5, Families: []driver.Family{family}})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- w.driver.Run(ctx, w.out) }()
		defer func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("Run ended with %v", err)
			}
			w.air.Close()
			for _, d := range w.doors {
				d.Close()
			}
			for _, s := range w.wrong {
				t.Error(s)
			}
		}()
		for i := range locks {
			w.fit(i, seed, cfg)
		}
		test(w)
	})
}

func (w *town) fit(i int, seed uint64, cfg virtual.Config) {
	n := byte(i + 1)
	d := &door{town: w, addr: ble.Addr{MAC: [6]byte{0xc0, 0xde, 0, 0, 0, n}, Random: true}, memory: &virtual.RAM{}}
	cfg.Serial, cfg.Memory, cfg.Random = profile.Serial{0x10, 0, 0, n}, d.memory, seeded(fmt.Sprint("lock ", i), seed)
	l, err := virtual.New(cfg, w.clock)
	if err != nil {
		w.t.Fatal(err)
	}
	d.Lock = l
	w.doors = append(w.doors, d)
	w.air.Add(d.addr, l, -60)
	time.Sleep(time.Millisecond) // the air listens to it
	d.hands("pair")
	if d.core, _, err = w.driver.Pair(w.t.Context(), l.SetupCode().Reveal()); err != nil {
		w.t.Fatalf("pair: %v", err)
	}
	w.driver.Do(core.Command{Lock: d.core.ID, Op: core.Tend{Lock: d.core}})
}

// hands do nothing at a lock that cannot be handled just now.
func (d *door) hands(line string) { _ = d.Hands(line) }

// after plans something.
func (w *town) after(d time.Duration, do func()) {
	p := due{w.up() + d, do}
	i, _ := slices.BinarySearchFunc(w.plan, p, func(a, b due) int { return cmp.Or(cmp.Compare(a.at, b.at), -1) })
	w.plan = slices.Insert(w.plan, i, p)
}

func (w *town) up() time.Duration { return w.clock.Now().Up }

// live lets the town live for a while.
func (w *town) live(d time.Duration) {
	over := false
	w.after(d, func() { over = true })
	for !over {
		late := time.NewTimer(w.plan[0].at - w.up())
		select {
		case in := <-w.out:
			w.take(in)
		case <-late.C:
			p := w.plan[0]
			w.plan = w.plan[1:]
			p.do()
		}
		late.Stop()
	}
}

// give gives a command that is good for so long; then is told its outcome, which is asked for
// until it is known.
func (d *door) give(op core.Op, good time.Duration, then func(core.Result)) core.CommandID {
	w := d.town
	w.seq++
	c := core.Command{ID: core.CommandID{Run: 7, Seq: w.seq}, Lock: d.core.ID, Op: op}
	if good != 0 {
		c.NotAfter = w.clock.Now().Add(good)
	}
	w.orders[c.ID] = &order{door: d, op: op, at: w.up(), owed: 1, then: then}
	w.driver.Do(c)
	return c.ID
}

func (w *town) breach(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf("%v: ", w.up())+fmt.Sprintf(format, args...))
}

func (w *town) doorOf(id string) *door {
	for _, d := range w.doors {
		if string(d.core.ID) == id {
			return d
		}
	}
	return nil
}

// line is what the lock wrote down itself.
type line struct {
	Up      int64
	Kind    profile.EntryKind
	Bolt    core.Bolt
	By      core.BoltCause
	Command []byte
}

func (d *door) journal() []line {
	b, err := d.memory.Load()
	var rec struct {
		Journal struct {
			Head  uint32
			Lines []line
		}
	}
	if err == nil {
		err = json.Unmarshal(b, &rec)
	}
	if err != nil || int(rec.Journal.Head) != len(rec.Journal.Lines) {
		d.town.t.Fatalf("the lock's journal: %v, %d lines of %d", err, len(rec.Journal.Lines), rec.Journal.Head)
	}
	return rec.Journal.Lines
}
