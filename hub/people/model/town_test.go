package model

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/hub"
	"localiq/store"
)

// town is a hub over a real store, with locks that hold their tables, and what the model knows of it.
type town struct {
	t     *testing.T
	dir   string
	r     *rand.Rand
	air   *air
	store *store.Store
	hub   *hub.Hub
	stop  func()

	n       int
	done    map[string]int // wishes that were kept, by kind, and refused
	gone    map[core.PersonID]bool
	files   []string // exports of before
	views   []view   // what each says
	backup  string   // of before
	then    map[core.PersonID]bool
	sold    int // vouchers that were redeemed
	serial  byte
	faulted func(string) // what a failed property does
	// What is planted, for the controls.
	sameTag, blind bool
	extra          int
}

func newTown(t *testing.T, seed uint64) *town {
	c := &town{t: t, dir: t.TempDir(), r: rand.New(rand.NewPCG(seed, 6)), air: newAir(), done: map[string]int{}, gone: map[core.PersonID]bool{}}
	c.faulted = func(s string) { t.Fatalf("seed %d, wish %d: %s", seed, c.n, s) }
	c.open()
	c.must(core.AddPerson{Is: named("Olga", "Owner", "olga@example.org")})
	c.must(core.ImportSite{YAML: []byte("version: 1\nsite:\n  name: Town\n  zone: Europe/Vienna\n  pinDigits: 7\nschedules: []\n" +
		"doors:\n- name: D0\n- name: D1\n- name: D2\n- name: D3\ngroups:\n- name: G0\n  doors: [D0]\n- name: G1\n  doors: [D1, D2]\n- name: G2\n  doors: []\npeople:\n- first: Olga\n  last: Owner\n  email: olga@example.org\n")})
	c.must(core.ReleaseSite{Owner: "Olga"})
	return c
}

// open starts a hub over what is in the directory.
func (c *town) open() {
	s, err := store.Open(filepath.Join(c.dir, "site"), store.Options{Keep: 300, Every: 100})
	if err != nil {
		c.t.Fatal(err)
	}
	site, err := s.Load()
	if err != nil {
		c.t.Fatal(err)
	}
	log, err := os.OpenFile(filepath.Join(c.dir, "hub.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		c.t.Fatal(err)
	}
	c.store = s
	c.hub = hub.New(hub.Config{Site: site, Clock: clock.Process(), Ledger: s, Private: s, Driver: c.air, Version: "model", Steady: true,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	c.air.mu.Lock()
	c.air.hub = c.hub
	c.air.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- c.hub.Run(ctx) }()
	c.stop = func() {
		cancel()
		if err := <-over; err != nil {
			c.t.Error(err)
		}
		if err := errors.Join(s.Close(), log.Close()); err != nil {
			c.t.Error(err)
		}
	}
	synctest.Wait()
}

func (c *town) ask(w core.Wish) core.Told {
	t := c.hub.Box().Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
	word := fmt.Sprintf("%T", w)
	if t.Error != nil {
		word += " refused"
	}
	c.done[strings.TrimPrefix(word, "core.")]++
	return t
}

func (c *town) must(w core.Wish) core.Told {
	c.t.Helper()
	t := c.ask(w)
	if t.Error != nil {
		c.t.Fatalf("%+v: %v", w, t.Error)
	}
	return t
}

func named(first, last, email string) core.PersonWords {
	return core.PersonWords{First: &first, Last: &last, Email: &email}
}

func (c *town) cfg() *core.Config { return c.hub.Site().Config }

func pick[T any](c *town, all []T) (one T, any bool) {
	if len(all) == 0 {
		return one, false
	}
	return all[c.r.IntN(len(all))], true
}

func (c *town) now() int64 { return time.Now().UnixNano() }

// save keeps a backup; back puts it in the place of the site, as people do with a box that has died.
func (c *town) save() {
	c.backup = filepath.Join(c.dir, "backup")
	if err := c.store.Backup(c.backup); err != nil {
		c.t.Fatal(err)
	}
	c.then = map[core.PersonID]bool{}
	for id := range c.gone {
		c.then[id] = true
	}
}

func (c *town) back() {
	if c.backup == "" {
		return
	}
	c.stop()
	b, err := os.ReadFile(c.backup)
	if err == nil {
		err = os.WriteFile(filepath.Join(c.dir, "site", "site.db"), b, 0o600)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.air.mu.Lock()
	c.air.era++
	c.air.mu.Unlock()
	c.gone = map[core.PersonID]bool{} // a backup that has them brings them back, and people are told so
	for id := range c.then {
		c.gone[id] = true
	}
	c.open()
	c.sold = len(c.cfg().Vouchers)
	c.done["restore"]++
}

func (c *town) restart() {
	c.stop()
	c.open()
	c.done["restart"]++
}
