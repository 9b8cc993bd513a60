package model

import (
	"context"
	"fmt"
	"sync"

	"localiq/core"
	"localiq/hub"
)

// air has a lock of each kind, and each holds the table that it fetched last. One that is away hears
// nothing and keeps what it has.
type air struct {
	mu    sync.Mutex
	hub   *hub.Hub
	out   chan<- core.Input
	locks map[core.LockID]*lock
	dirty chan core.LockID
	new   int
	era   int
	deaf  bool // the planted fault: locks say that they hold a table which they did not take
}

type lock struct {
	away bool
	rows map[core.KeyID]core.Row
	era  int // of the hub that it got them from: a backup begins another
}

func newAir() *air { return &air{locks: map[core.LockID]*lock{}, dirty: make(chan core.LockID, 4096)} }

func (a *air) Do(c core.Command) {
	switch op := c.Op.(type) {
	case core.SyncTable:
		a.dirty <- c.Lock
	case core.Release:
		a.dirty <- c.Lock
	case core.Tend:
		a.mu.Lock()
		if a.locks[op.Lock.ID] == nil {
			a.locks[op.Lock.ID] = &lock{}
		}
		a.mu.Unlock()
		a.dirty <- c.Lock
	}
}

func (a *air) Signals() map[core.LockID]core.Signal { return nil }

// Pair makes a lock of which every second takes six digits alone.
func (a *air) Pair(context.Context, string) (core.Lock, core.Secret, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.new++
	l := core.Lock{ID: core.LockID(fmt.Sprint("l", a.new)), Family: "fake", Serial: fmt.Sprint(a.new)}
	if a.new%2 == 0 {
		l.Lacks = core.LackLongPINs
	}
	a.locks[l.ID] = &lock{}
	return l, core.Secret{}, nil
}

// Run has each lock fetch its table when it is told to, as a driver does.
func (a *air) Run(ctx context.Context, out chan<- core.Input) error {
	a.mu.Lock()
	a.out = out
	a.mu.Unlock()
	for {
		select {
		case l := <-a.dirty:
			a.fetch(ctx, l)
		case <-ctx.Done():
			return nil
		}
	}
}

func (a *air) fetch(ctx context.Context, id core.LockID) {
	a.mu.Lock()
	l := a.locks[id]
	h, out := a.hub, a.out
	deaf := a.deaf
	a.mu.Unlock()
	if l == nil || l.away {
		return
	}
	t, err := h.Table(ctx, id)
	if err != nil {
		panic(err)
	}
	a.mu.Lock()
	if !deaf {
		l.rows, l.era = map[core.KeyID]core.Row{}, a.era
		for _, r := range t.Rows {
			l.rows[r.Key] = r
		}
	}
	a.mu.Unlock()
	for _, e := range []core.Event{core.LockHeard{Lock: id}, core.TableReported{Lock: id, Version: t.Version, Rows: len(t.Rows)}} {
		select {
		case out <- core.Input{Origin: core.Origin{Kind: core.FromAir, Who: string(id)}, Event: e}:
		case <-ctx.Done():
		}
	}
}

// leave and come back: what was missed is fetched then.
func (a *air) turn(id core.LockID, away bool) {
	a.mu.Lock()
	l, out := a.locks[id], a.out
	if l != nil {
		l.away = away
	}
	a.mu.Unlock()
	switch {
	case l == nil:
	case away:
		out <- core.Input{Origin: core.Origin{Kind: core.FromAir, Who: string(id)}, Event: core.LockSilent{Lock: id}}
	default:
		a.dirty <- id
	}
}

// older is true for a lock that has its table from before a backup was put back.
func (a *air) older(id core.LockID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.locks[id]
	return l != nil && l.era < a.era
}

func (a *air) holds(id core.LockID) (rows map[core.KeyID]core.Row, away bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if l := a.locks[id]; l != nil {
		return l.rows, l.away
	}
	return nil, false
}
