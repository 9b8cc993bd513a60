package clock

import (
	"container/heap"
	"context"
	"time"

	"localiq/core"
)

// Stage runs acts one after the other, each at its time on a clock. The zero Stage has none. An act
// may plan others; nobody else does once Run has begun.
type Stage struct {
	acts acts
	n    int
}

// act is something that happens at a time of the play.
type act struct {
	at time.Duration // since its beginning
	n  int           // of two at the same time the one that was planned first goes first
	do func()
}

// Plan has do done so long after Run began.
func (s *Stage) Plan(at time.Duration, do func()) {
	s.n++
	heap.Push(&s.acts, act{at, s.n, do})
}

// Run ends with ctx, or when no act is left.
func (s *Stage) Run(ctx context.Context, clock core.Clock) {
	begin := clock.Now().Up
	for s.acts.Len() > 0 {
		next := heap.Pop(&s.acts).(act)
		if wait := begin + next.at - clock.Now().Up; wait > 0 {
			due, stop := clock.After(wait)
			select {
			case <-ctx.Done():
				stop()
				return
			case <-due:
			}
		}
		if ctx.Err() != nil {
			return
		}
		next.do()
	}
}

// acts is a heap, the earliest on top.
type acts []act

func (a acts) Len() int { return len(a) }
func (a acts) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].n < a[j].n
}
func (a acts) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *acts) Push(x any)   { *a = append(*a, x.(act)) }
func (a *acts) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	(*a)[last] = act{}
	*a = (*a)[:last]
	return x
}
