package hub

import (
	"slices"
	"sync"

	"localiq/core"
)

// errands are the long works that go on, for whoever watches.
type errands struct {
	mu  sync.Mutex
	now []*core.Errand
}

// begin is false when the same goes on for that lock already.
func (e *errands) begin(what string, l core.LockID) (*core.Errand, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if slices.ContainsFunc(e.now, func(o *core.Errand) bool { return o.What == what && o.Lock == l }) {
		return nil, false
	}
	o := &core.Errand{What: what, Lock: l}
	e.now = append(e.now, o)
	return o, true
}

// step is true when a person would see the difference: another percent.
func (e *errands) step(o *core.Errand, done, total int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	was := *o
	o.Done, o.Total = done, max(total, 1)
	return was.Total != o.Total || was.Done*100/o.Total != o.Done*100/o.Total
}

func (e *errands) end(o *core.Errand) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.now = slices.DeleteFunc(e.now, func(p *core.Errand) bool { return p == o })
}

func (e *errands) list() (out []core.Errand) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, o := range e.now {
		out = append(out, *o)
	}
	return out
}
