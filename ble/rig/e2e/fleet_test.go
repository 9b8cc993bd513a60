//go:build e2e && linux

package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/core"
)

// fleet is a whole site: one hub, sixteen doors with a lock each, and Ben, who may open them all.
type fleet struct {
	*site
	locks []*lock
	doors map[string]core.DoorID
	first struct{ hub, radio vitals } // see baseline
}

// newFleet makes sixteen locks, the first two as processes with a Bluetooth stack of their own,
// and a hub with no site yet.
func newFleet(t *testing.T) *fleet {
	f := &fleet{locks: []*lock{newLock(t, "lock 1", front), newLock(t, "lock 2", back)}}
	for i := range core.MaxLocks - len(f.locks) {
		f.locks = append(f.locks, host(t, fmt.Sprintf("lock %d", i+3)))
	}
	for i, l := range f.locks {
		l.door = fmt.Sprintf("Door %02d", i+1)
	}
	f.site = newSite(t)
	f.site.follow()
	return f
}

// use makes failures of helpers the step's own.
func (f *fleet) use(t *testing.T) {
	f.t, f.hub.t = t, t
	for _, l := range f.locks {
		l.t = t
	}
}

// mend is where a step begins, whatever the one before it left behind.
func (f *fleet) mend(t *testing.T) {
	f.use(t)
	hub.Deaf(false)
	for _, l := range f.locks[2:] {
		l.p.Answer = nil
		l.heal()
	}
	select {
	case <-f.hub.ended:
		f.start()
		f.use(t)
	default:
	}
}

// pair pairs every lock as an installer does, at the command line, and imports the site.
func (f *fleet) pair(t *testing.T) {
	f.use(t)
	var took []time.Duration
	for _, l := range f.locks {
		took = append(took, f.add(t, l))
	}
	figure("16 locks: lock add, to paired: %s", spread(took))
	f.importSite(t, f.yaml("", benTag))
	if list := must(t, "lock", "list", "--data", f.data); strings.Count(list, "serial") != len(f.locks) {
		t.Errorf("lock list:\n%s", list)
	}
	f.doors = map[string]core.DoorID{}
	for _, c := range f.snapshot(t).Doors {
		f.doors[c.Door.Name] = c.Door.ID
	}
}

// yaml is the site as a file. policy is what locks do with their tables ("": as it comes); the
// tags are those of people who may open every door, Ben's first.
func (f *fleet) yaml(policy string, tags ...string) string {
	var b strings.Builder
	b.WriteString("version: 1\nsite:\n  name: Sixteen\n  zone: Europe/Vienna\nschedules: []\ndoors:\n")
	for _, l := range f.locks {
		fmt.Fprintf(&b, "  - name: %s\n    notClosed: 10s\n", l.door)
		if policy != "" {
			fmt.Fprintf(&b, "    table: %s\n", policy)
		}
	}
	b.WriteString("groups:\n  - name: All\n    doors: [")
	for i, l := range f.locks {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(l.door)
	}
	b.WriteString("]\npeople:\n  - first: Ana\n    role: owner\n")
	for i, tag := range tags {
		name := "Ben"
		if i > 0 {
			name = fmt.Sprintf("Person %d", i)
		}
		fmt.Fprintf(&b, "  - first: %s\n    groups: [All]\n    keys: [{tag: \"%s\"}]\n", name, tag)
	}
	return b.String()
}

// each does a thing at all locks at once.
func (f *fleet) each(locks []*lock, do func(*lock)) {
	var wg sync.WaitGroup
	for _, l := range locks {
		wg.Go(func() { do(l) })
	}
	wg.Wait()
}

// unserved opens doors once each by command, all at once, and names those that did not say that it
// was done. A lock that is being served already is asked again, as a person would.
func (f *fleet) unserved(t *testing.T, within time.Duration, locks ...*lock) (names []string) {
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var mu sync.Mutex
	f.each(locks, func(l *lock) {
		var told core.Told
		for ctx.Err() == nil {
			if told = f.api.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.OpenDoor{Door: f.doors[l.door]}}); told.Error == nil && told.Result == core.ResultDone {
				return
			}
			select {
			case <-time.After(200 * time.Millisecond):
			case <-ctx.Done():
			}
		}
		mu.Lock()
		defer mu.Unlock()
		t.Logf("%s: result %s, error %v", l.name, told.Result, told.Error)
		names = append(names, l.name)
	})
	slices.Sort(names)
	return names
}

// served: all sixteen open by command.
func (f *fleet) served(t *testing.T) {
	t.Helper()
	t0 := time.Now()
	if names := f.unserved(t, 2*patience, f.locks...); len(names) > 0 {
		t.Fatalf("not served any more: %v", names)
	}
	figure("%s: then all 16 doors opened by command within: %s", t.Name(), time.Since(t0).Round(time.Millisecond))
}
