// Package rehearse lets the people of a site file come and go for some days, and says what became of
// it. The hub, the rules, the store, the driver and the locks are the real ones; the people, their
// habits and their bad luck are played, over a clock that jumps to what is due next. The same file and
// the same seed are the same days.
//
// Reading order: this file (what a rehearsal is given), habit.go (who comes when, and what is made up
// where the file does not say), day.go (a day of it), visit.go (one person at one door); then
// chronicle.go (what is noted of the ledger), report.go, advice.go, text.go.
package rehearse

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/core/order"
	"localiq/hub/demo"
	"localiq/hub/sitefile"
)

// MaxDays is how long a rehearsal can be.
const MaxDays = 400

// Play is what a rehearsal is given.
type Play struct {
	Config  *core.Config
	Names   map[core.PersonID]core.Name
	Secrets map[core.KeyID]core.Secret // tags' numbers and PINs, for hands to show
	Script  sitefile.Rehearsal
	From    core.Date
	Days    int
	Seed    uint64
	Hands   map[core.DoorID]demo.Hands
	// Weather makes so much of what is said to and by a door's lock be lost, from 0 to 1.
	Weather func(door core.DoorID, loss float64)
}

// Begin is the first instant of a rehearsal, ns UTC, and End the first after it.
func (p Play) Begin() int64 { return startOf(p.From, p.Config.Zone) }
func (p Play) End() int64   { return startOf(p.From+core.Date(p.Days), p.Config.Zone) }

// Doors are those of the site, by name.
func (p Play) Doors() []core.Door {
	return order.Copy(p.Config.Doors, func(a, b core.Door) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
}

func startOf(d core.Date, z *time.Location) int64 { return wall(d, 0, z) }

// wall is a time of a day, ns UTC; m may be beyond its end.
func wall(d core.Date, m core.Minute, z *time.Location) int64 {
	y, month, day := d.Time().Date()
	return time.Date(y, month, day, 0, int(m), 0, 0, z).UnixNano()
}

// Run plays until the days are over or ctx ends. The clock stands before Begin.
func (p Play) Run(ctx context.Context, clk core.Clock) {
	s := &stage{Play: p, clk: clk, origin: clk.Now().Wall, doors: map[core.DoorID]*door{}}
	for _, d := range p.Config.Doors {
		if h, ok := p.Hands[d.ID]; ok {
			s.doors[d.ID] = &door{Door: d, Hands: h}
		}
	}
	s.cast = s.actors()
	s.plan(p.Begin(), func() { s.dawn(p.From) })
	s.acts.Run(ctx, clk)
}

// stage is a play while it runs; one goroutine's.
type stage struct {
	Play
	clk    core.Clock
	origin int64 // ns UTC at which acts began
	acts   clock.Stage
	doors  map[core.DoorID]*door
	cast   []*actor
	hold   int // doors that are to be held open for long, by whoever comes next
}

// door is busy until whoever is there has gone and it has locked itself: no two people at one door.
type door struct {
	core.Door
	demo.Hands
	busy int64 // ns UTC
}

// plan has do done at an instant of the wall, or at once.
func (s *stage) plan(at int64, do func()) { s.acts.Plan(time.Duration(at-s.origin), do) }

func (s *stage) now() int64 { return s.clk.Now().Wall }

// dice are those of one question: whoever asks in whatever order throws the same.
func (s *stage) dice(question ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintln(h, question...)
	return rand.New(rand.NewPCG(s.Seed, h.Sum64()))
}

// between is some time from a to b, of a minute or more where they are that far apart.
func between(r *rand.Rand, a, b int64) int64 {
	if b <= a {
		return a
	}
	return a + r.Int64N(b-a)
}

// named orders doors by their names: ids are drawn at random, and are in no order.
func named(ids []core.DoorID, cfg *core.Config) []core.DoorID {
	name := func(id core.DoorID) string { return cfg.Door(id).Name }
	return slices.SortedFunc(slices.Values(ids), func(a, b core.DoorID) int { return cmp.Or(cmp.Compare(name(a), name(b)), cmp.Compare(a, b)) })
}
