package hub

import (
	"context"
	"slices"
	"time"

	"localiq/core"
	"localiq/rules"
)

// Past is a Ledger that keeps the site as it was, now and then.
type Past interface {
	// Checkpoints lists what is kept, the oldest first; there is at least one.
	Checkpoints() ([]core.Reach, error)
	// Checkpoint makes the site of one of them. now lends its configuration where it is the same.
	Checkpoint(seq core.Seq, now *core.Config) (*core.Site, error)
}

// At makes the site as it was, out of the newest checkpoint before and the inputs that were recorded
// since, in the caller's goroutine. By the wall clock it is the site right after the last input at
// which the clock showed no more than that; where the clock was set back, an instant that came twice
// is the later one. Before the oldest checkpoint there is nothing to make it of: then the
// *core.Error says how far back the past reaches.
func (h *Hub) At(ctx context.Context, m core.Moment) (*core.Site, error) {
	newest := h.Site()
	switch {
	case m.Seq > newest.Seq:
		return nil, core.Errorf(core.CodeNotFound, "there is no input %d yet: the newest is %d", m.Seq, newest.Seq)
	case m.IsZero() || m.Seq == newest.Seq || m.Seq == 0 && m.Wall >= newest.At.Wall:
		return newest, nil
	case m.Seq != 0:
		return h.after(ctx, m.Seq)
	}
	past, kept, err := h.reach()
	if err != nil {
		return nil, err
	}
	i := len(kept) - 1
	for i >= 0 && kept[i].At.Wall > m.Wall {
		i--
	}
	if i < 0 {
		return nil, beyond(kept[0], newest)
	}
	last := newest.Seq
	if i+1 < len(kept) {
		last = kept[i+1].Seq
	}
	es, err := h.recorded(ctx, kept[i].Seq, last)
	if err != nil {
		return nil, err
	}
	for len(es) > 0 && es[len(es)-1].Input.At.Wall > m.Wall {
		es = es[:len(es)-1]
	}
	return h.madeOf(past, kept[i].Seq, es)
}

// after makes the site right after an input; 0: before the first.
func (h *Hub) after(ctx context.Context, seq core.Seq) (*core.Site, error) {
	past, kept, err := h.reach()
	if err != nil {
		return nil, err
	}
	i, exact := slices.BinarySearchFunc(kept, seq, func(r core.Reach, seq core.Seq) int { return int(r.Seq) - int(seq) })
	if !exact {
		i--
	}
	if i < 0 {
		return nil, beyond(kept[0], h.Site())
	}
	es, err := h.recorded(ctx, kept[i].Seq, seq)
	if err != nil {
		return nil, err
	}
	return h.madeOf(past, kept[i].Seq, es)
}

// madeOf decides the entries that follow a checkpoint again.
func (h *Hub) madeOf(past Past, from core.Seq, es []core.Entry) (*core.Site, error) {
	site, err := past.Checkpoint(from, h.Site().Config)
	if err != nil {
		return nil, err // also when retention took it while es was read
	}
	for i := range es {
		_, site = again(site, es[i].Input)
	}
	return site, nil
}

// again decides a recorded input.
func again(site *core.Site, in core.Input) (core.Decision, *core.Site) {
	d := rules.Decide(site, in)
	return d, site.Apply(in.ID, in.At, d.Changes)
}

func (h *Hub) reach() (Past, []core.Reach, error) {
	past, ok := h.c.Ledger.(Past)
	if !ok {
		return nil, nil, core.Errorf(core.CodeRefused, "nothing is kept of this site's past")
	}
	kept, err := past.Checkpoints()
	return past, kept, err
}

// recorded reads the entries above seq, up to and with last.
func (h *Hub) recorded(ctx context.Context, seq, last core.Seq) (all []core.Entry, err error) {
	for e, err := range h.entries(ctx, seq, last) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// entries reads them one by one, page by page.
func (h *Hub) entries(ctx context.Context, seq, last core.Seq) func(yield func(core.Entry, error) bool) {
	return func(yield func(core.Entry, error) bool) {
		for seq < last {
			es, err := h.c.Ledger.Since(seq, 256)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(core.Entry{}, err)
				return
			}
			for _, e := range es {
				if e.Input.ID > last || !yield(e, nil) {
					return
				}
				seq = e.Input.ID
			}
			if len(es) == 0 {
				return
			}
		}
	}
}

// beyond says how far back the past reaches.
func beyond(oldest core.Reach, now *core.Site) *core.Error {
	since := "its beginning"
	if !oldest.At.IsZero() {
		since = oldest.At.In(now.Config.Zone).Format("2 Jan 2006 15:04:05")
	}
	return core.Errorf(core.CodeNotFound, "the past of this site reaches back to %s (event #%d), and no further", since, oldest.Seq).
		Advise("ask for a later moment; how long events are kept is `keep` in the site file")
}

// asOf is the site whose rights count at an instant (ns UTC; 0: now), and the instant itself: in the
// past the site of then, else that of now.
func (h *Hub) asOf(ctx context.Context, wall int64) (*core.Site, core.Instant, error) {
	now := h.c.Clock.Now()
	if wall == 0 || wall >= now.Wall {
		if wall != 0 {
			now = now.Add(time.Duration(wall - now.Wall))
		}
		return h.Site(), now, nil
	}
	site, err := h.At(ctx, core.Moment{Wall: wall})
	if err != nil {
		return nil, now, err
	}
	return site, site.At.Add(time.Duration(wall - site.At.Wall)), nil
}
