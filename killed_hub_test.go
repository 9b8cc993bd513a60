package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/hub"
	"localiq/store"
)

// A hub that can be killed: this test binary once more, with a real store under it and its radio on two
// pipes. Its time is made up, so an hour takes no time; its death is SIGKILL, at a point that is
// counted: before a commit, after it, and after a command went out.

const (
	killedDir   = "LOCALIQ_KILLED_DIR"
	killedStart = "LOCALIQ_KILLED_START" // a birth, in JSON
)

// birth is the box on which a hub starts.
type birth struct {
	Boot   core.BootID
	Up     time.Duration
	Wall   int64 // as the box's own clock shows it
	Synced bool  // a time server stands behind that
	DieAt  int   // the point at which it is killed; 0: never
}

// step is what the world does to the hub, one thing at a time.
type step struct {
	Pass time.Duration `json:",omitempty"`
	Says []core.Input  `json:",omitempty"` // by the lock
	Ask  *core.Asked   `json:",omitempty"`
	Sync int64         `json:",omitempty"` // a time server is there, and says so
}

// word is what the hub says. It ends what follows from a step with Settled.
type word struct {
	Did     *core.Command    `json:",omitempty"`
	Point   string           `json:",omitempty"` // it dies here
	Settled *core.DoorState  `json:",omitempty"`
	Trust   core.Trust       `json:",omitempty"`
	Kept    []core.CommandID // commands of the ledger
	Asked   []string         // requests of the ledger
	Points  int
}

// TestKilledHubIsAChild is that hub, when it is started as one; else there is nothing to do.
func TestKilledHubIsAChild(t *testing.T) {
	dir := os.Getenv(killedDir)
	if dir == "" {
		return
	}
	var b birth
	if err := json.Unmarshal([]byte(os.Getenv(killedStart)), &b); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		c := &mortal{birth: b, started: time.Now(), out: json.NewEncoder(os.NewFile(3, "words"))}
		c.wall.Store(b.Wall)
		c.synced.Store(b.Synced)
		s, err := store.Open(dir, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		site, err := s.Load()
		if err != nil {
			t.Fatal(err)
		}
		c.Store, c.box = s, clock.Over(c)
		h := hub.New(hub.Config{Site: site, Clock: c.box, Ledger: c, Private: s, Driver: c, Version: "test"})
		ctx, cancel := context.WithCancel(t.Context())
		var work sync.WaitGroup
		work.Go(func() { _ = h.Run(ctx) })
		work.Go(func() { _ = c.box.Watch(ctx, func(e core.Event) { h.Tell(ctx, e) }) })
		c.lives(t, h)
		cancel()
		work.Wait()
	})
}

// mortal is the box, the disk and the radio of a hub that dies.
type mortal struct {
	birth
	*store.Store
	box     *clock.Box
	started time.Time
	wall    atomic.Int64 // at Up of birth
	synced  atomic.Bool
	air     chan<- core.Input

	read  core.Seq // of the ledger, and what was in it so far
	kept  []core.CommandID
	asked []string

	mu     sync.Mutex // guards what follows
	out    *json.Encoder
	points int
}

// lives until the pipe ends.
func (c *mortal) lives(t *testing.T, h *hub.Hub) {
	synctest.Wait()
	c.settled(h)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var s step
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		if s.Sync != 0 {
			c.wall.Store(s.Sync - int64(time.Since(c.started)))
			c.synced.Store(true)
		}
		if time.Sleep(s.Pass); s.Ask != nil {
			go h.Box().Ask(t.Context(), *s.Ask)
		}
		for _, said := range s.Says {
			c.air <- said
			synctest.Wait()
		}
		synctest.Wait()
		c.settled(h)
	}
}

func (c *mortal) say(w word) {
	if err := c.out.Encode(w); err != nil {
		os.Exit(1) // nobody listens any more
	}
}

func (c *mortal) settled(h *hub.Hub) {
	es, err := c.Since(c.read, 10_000)
	if err != nil {
		panic(err)
	}
	for _, e := range es {
		if r := e.Input.Origin.Request; r != "" {
			c.asked = append(c.asked, r)
		}
		for _, cmd := range e.Decision.Commands {
			c.kept = append(c.kept, cmd.ID)
		}
		c.read = e.Input.ID
	}
	w := word{Settled: h.Site().Door("front"), Trust: c.box.Now().Trust, Asked: c.asked, Kept: c.kept}
	c.mu.Lock()
	defer c.mu.Unlock()
	w.Points = c.points
	c.say(w)
}

// point is where it may die.
func (c *mortal) point(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.points++; c.points == c.DieAt {
		c.say(word{Point: name + " (point " + strconv.Itoa(c.points) + ")"})
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it is dead
	}
}

func (c *mortal) Commit(es []core.Entry) error {
	names := ""
	for _, e := range es {
		b, _ := core.EncodeEvent(e.Input.Event)
		names += " " + string(b)
	}
	c.point("before the commit of" + names)
	err := c.Store.Commit(es)
	c.point("after the commit of" + names)
	return err
}

func (c *mortal) Do(cmd core.Command) {
	c.mu.Lock()
	c.say(word{Did: &cmd})
	c.mu.Unlock()
	if a, ok := cmd.Op.(core.Answer); ok && a.Granted {
		c.point("after an answer went out")
	} else if _, ok := cmd.Op.(core.Turn); ok {
		c.point("after a command went out")
	}
}

func (c *mortal) Run(ctx context.Context, out chan<- core.Input) error {
	c.air = out
	<-ctx.Done()
	return ctx.Err()
}

func (c *mortal) Pair(context.Context, string) (core.Lock, core.Secret, error) {
	return core.Lock{}, core.Secret{}, core.Errorf(core.CodeRefused, "no")
}
func (c *mortal) Signals() map[core.LockID]core.Signal { return nil }

// The kernel of that box.
func (c *mortal) Now() core.Instant {
	gone := time.Since(c.started)
	return core.Instant{Wall: c.wall.Load() + int64(gone), Boot: c.Boot, Up: c.Up + gone}
}
func (c *mortal) Synced() (time.Duration, bool)                 { return 20 * time.Millisecond, c.synced.Load() }
func (c *mortal) Battery() (int64, bool)                        { return 0, false }
func (c *mortal) WasSet(ctx context.Context, _ chan<- struct{}) { <-ctx.Done() }
