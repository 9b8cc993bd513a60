//go:build e2e && linux

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// More people than one message of a table takes, each with a tag.
func tags(n int) []string {
	ts := []string{benTag}
	for i := range n {
		ts = append(ts, fmt.Sprintf("04%012X", i+1))
	}
	return ts
}

// until waits for a snapshot of which ok is true. It looks four times a second: following every
// change would cost the emulated processor more than the change.
func (s *site) until(t *testing.T, within time.Duration, what string, ok func(*core.Snapshot) bool) *core.Snapshot {
	t.Helper()
	for end := time.Now().Add(within); ; time.Sleep(250 * time.Millisecond) {
		snap := s.snapshot(t)
		if ok(snap) {
			return snap
		}
		if time.Now().After(end) {
			b, _ := json.Marshal(snap)
			t.Fatalf("not in %s: %s; the site is %s", within, what, b)
		}
	}
}

// synced is true when every lock has said that it holds what it should: n keys.
func synced(n int) func(*core.Snapshot) bool {
	return func(s *core.Snapshot) bool {
		return !slices.ContainsFunc(s.Doors, func(c core.DoorCard) bool {
			return !c.State.Sync.Done() || c.State.Sync.Rows != n || len(c.State.Sync.Gone) > 0
		})
	}
}

// resting is true when no lock is linked to, and none waits to be.
func resting(s *core.Snapshot) bool { return s.Air.Slots > 0 && s.Air.Links == 0 && s.Air.Waits == 0 }

// revocation: one tag of many is blocked while all sixteen locks rest. It is gone from the last of
// them in under 5 s [lock.sync]; each of them refuses it by itself then, with the hub dead, and goes
// on to open for the others.
func (f *fleet) revocation(t *testing.T) {
	all := tags(40)
	f.importSite(t, f.yaml("", all...))
	f.until(t, 4*patience, "every lock has its table", synced(len(all)))
	lost := all[len(all)-1]
	f.locks[9].present(lost, admitted)
	f.until(t, 4*patience, "all sixteen rest", resting)
	f.drain(0)
	before := f.seen
	t0 := time.Now()
	f.importSite(t, f.yaml("", all[:len(all)-1]...))
	typed := time.Since(t0)
	gone := f.want(2*patience, core.KeysRevoked, anywhere, before)
	figure("16 resting locks, 5 slots, one of %d keys taken away: gone from the last lock after %s (the command itself took %s)",
		len(all), time.Duration(gone.For).Round(time.Millisecond), typed.Round(time.Millisecond))
	// Sixteen handshakes of the emulated processor, one call after the other, are most of it.
	if limit := 5*time.Second + 5*emulated; time.Duration(gone.For) > limit {
		t.Errorf("it took %s, which is over %s", time.Duration(gone.For), limit)
	}
	f.until(t, patience, "every lock holds the new table", synced(len(all)-1))
	f.kill()
	for _, l := range f.locks {
		if r := l.present(benTag, admitted); r.took() > 100*time.Millisecond+emulated/10 {
			t.Errorf("%s opened for a key of its table after %s", l.name, r.took())
		}
	}
	f.each(f.locks, func(l *lock) { l.refuses(lost) })
	f.start()
	f.use(t)
}

// refuses presents a key that the lock is to refuse by itself, 2.5 s later.
func (l *lock) refuses(tag string) {
	l.t.Helper()
	l.forget()
	l.say("tag " + tag)
	shown := l.want(patience, "tag presented")
	said := l.want(patience, away, granted, admitted)
	after := said.at.Sub(shown.at)
	if !strings.Contains(said.text, away) {
		l.t.Errorf("%s: a key that it does not know: %s", l.name, said.text)
	}
	if after < profile.RequestWait-100*time.Millisecond || after > profile.RequestWait+time.Second {
		l.t.Errorf("%s: refused after %s", l.name, after)
	}
}

// tiers: the hub dead, the radio deaf, the power gone; the locks go on by their tables. When all is
// back, what happened meanwhile arrives, in order, nothing lost and nothing twice [lock.offline].
func (f *fleet) tiers(t *testing.T) {
	f.importSite(t, f.yaml("", benTag))
	f.until(t, 4*patience, "every lock has its table", synced(1))
	f.until(t, 4*patience, "all sixteen rest", resting)
	f.drain(0)
	before, locks := f.seen, f.locks[2:]
	heads := map[string]uint32{}
	for _, l := range locks {
		heads[l.name] = l.journal(t).Head
	}

	f.kill()
	var mu sync.Mutex
	var took []time.Duration
	visit := func(l *lock) {
		r := l.present(benTag, admitted)
		mu.Lock()
		took = append(took, r.took())
		mu.Unlock()
		l.say("open")
		time.Sleep(1200 * time.Millisecond) // a door that opens again within a second never closed
		l.say("close")
	}
	f.each(locks, visit)
	f.each(locks[:4], func(l *lock) { l.refuses(strangeTag) })
	dark := locks[5]
	dark.say("power off")
	dark.say("power on")
	f.each(locks[4:7], visit)
	f.start()
	f.use(t)
	f.want(patience, core.RadioUp, "", before)
	hub.Deaf(true)
	f.want(patience, core.RadioDown, "", before)
	f.each(locks[7:11], visit)
	hub.Deaf(false)
	figure("no hub, no radio: a known tag, to the lock opening by its table: %s", spread(took))
	if worst := slices.Max(took); worst > 100*time.Millisecond+emulated/10 {
		t.Errorf("a lock opened by its own table after %s", worst)
	}

	f.until(t, 8*patience, "every lock was fetched, and rests", func(s *core.Snapshot) bool {
		for _, c := range s.Doors {
			for _, l := range locks {
				if l.door == c.Door.Name && c.State.Cursor.Index != l.journal(t).Head {
					return false
				}
			}
		}
		return true
	})
	f.drain(time.Second)
	for _, l := range locks {
		own, told := l.journal(t).since(heads[l.name]), f.entries(l.door, before)
		if !slices.Equal(own, told) {
			t.Errorf("%s: its journal\n%v\nthe hub tells\n%v", l.name, own, told)
		}
	}
}

// journal is what a lock's own memory holds of it.
type journal struct {
	Head  uint32
	Lines []struct{ Kind profile.EntryKind }
}

func (l *lock) journal(t *testing.T) journal {
	t.Helper()
	b, err := l.mem.Load()
	var m struct{ Journal journal }
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.Journal
}

// since are its lines after an index, those that people are told of.
func (j journal) since(index uint32) (ws []core.What) {
	for i, l := range j.Lines {
		if w := whats[l.Kind]; j.Head-uint32(len(j.Lines))+uint32(i)+1 > index && w != core.WhatNone {
			ws = append(ws, w)
		}
	}
	return ws
}

var whats = map[profile.EntryKind]core.What{
	profile.EntryDoorOpened: core.DoorWasOpened, profile.EntryDoorClosed: core.DoorWasClosed,
	profile.EntryKeyAdmitted: core.AccessGranted, profile.EntryKeyRefused: core.AccessDenied,
}

// entries is what the hub tells of a door, in its order, of what comes out of a journal.
func (s *site) entries(door string, after core.Seq) (ws []core.What) {
	for _, l := range s.told {
		for _, w := range whats {
			if l.Seq > after && l.DoorName == door && l.What == w {
				ws = append(ws, w)
			}
		}
	}
	return ws
}

// radioLoss: three locks lose the radio again and again while their tables are being brought, and
// the others are served. In the end all sixteen hold the same table.
func (f *fleet) radioLoss(t *testing.T) {
	all := tags(scaled(60, 1000))
	f.importSite(t, f.yaml("", all...))
	weak := f.locks[2:5]
	ctx, cancel := context.WithTimeout(t.Context(), scaled(10*time.Second, 40*time.Second))
	defer cancel()
	stalls := make(chan int, 1)
	go func() {
		n := 0
		for ctx.Err() == nil {
			l := weak[n%len(weak)]
			if k := l.p.Link(); k != nil {
				k.Stall()
				n++
			}
			select {
			case <-ctx.Done():
			case <-time.After(700 * time.Millisecond):
			}
		}
		stalls <- n
	}()
	var mu sync.Mutex
	var took []time.Duration
	f.each(f.locks[5:9], func(l *lock) {
		for range 4 {
			r := l.present(strangeTag, unknown)
			mu.Lock()
			took = append(took, r.verdict.at.Sub(r.first))
			mu.Unlock()
		}
	})
	n := <-stalls
	t0 := time.Now()
	f.until(t, scaled(4*patience, 20*patience), "every lock has the large table", synced(len(all)))
	figure("%d links lost in mid-write on three of 16, tables of %d keys: a tag at another door, to its verdict: %s; all tables whole %s after the last loss",
		n, len(all), spread(took), time.Since(t0).Round(time.Millisecond))
	f.served(t)
}
