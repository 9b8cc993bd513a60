package virtual

import (
	"context"
	"slices"
	"sync"

	"localiq/ble"
)

// ration lends what there is only so much of, in the order of asking: a great want that waits
// keeps the small ones behind it waiting too, as a controller's buffers do.
type ration struct {
	mu      sync.Mutex
	lent    int
	waiting []*want
}

type want struct {
	n   int
	has chan struct{} // closed when it is lent
}

// take waits for n of most; most 0 is as many as one likes. Whoever took gives back as many.
func (r *ration) take(ctx context.Context, a *Air, most, n int) error {
	if most == 0 {
		return nil
	}
	w := &want{n, make(chan struct{})}
	r.mu.Lock()
	r.waiting = append(r.waiting, w)
	r.settle(most)
	r.mu.Unlock()
	var err error
	select {
	case <-w.has:
		return nil
	case <-ctx.Done():
		err = fault(ctx)
	case <-a.closing:
		err = ble.ErrRadioDown
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.Index(r.waiting, w); i >= 0 {
		r.waiting = slices.Delete(r.waiting, i, i+1)
	} else {
		r.lent -= n
	}
	r.settle(most)
	return err
}

func (r *ration) give(most, n int) {
	if most == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lent -= n
	r.settle(most)
}

func (r *ration) settle(most int) {
	for len(r.waiting) > 0 && r.lent+r.waiting[0].n <= most {
		w := r.waiting[0]
		r.waiting = r.waiting[1:]
		r.lent += w.n
		close(w.has)
	}
}
