package radio

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"localiq/ble"
)

// take handles one frame of the child's, in the order in which they come. An error ends the
// life: who breaks the protocol is not asked again.
func (l *life) take(f frame) error {
	if !l.knows(f) {
		return errors.New("radio: a frame of another generation")
	}
	switch {
	case f.Hello != nil:
		return once(l.hello, f.Hello)
	case f.Ready != nil:
		return once(l.ready, f.Ready)
	case f.Failed != nil:
		return &OpenError{Why: f.Failed.Why, Do: f.Failed.Do}
	case f.Heard != nil:
		l.owner.heard(f.Heard)
	case f.Note != nil:
		if k := l.find(f.Note.Link); k != nil {
			k.heard(ble.Note{Char: ble.Char(f.Note.Char), Data: f.Note.Data})
		}
	case f.Lost != nil:
		if k := l.forget(f.Lost.Link); k != nil {
			k.over(f.Lost.Code.err(f.Lost.Why))
		}
	case f.Reply != nil:
		return l.answered(f.Reply)
	default:
		return errors.New("radio: it sent what only a hub says")
	}
	return nil
}

// knows is true for frames of this life. The hello is the first, and says which that is.
func (l *life) knows(f frame) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gen == 0 && f.Hello != nil {
		l.gen = f.Gen
		return true
	}
	return f.Gen == l.gen && f.Hello == nil
}

func once[T any](c chan T, v T) error {
	select {
	case c <- v:
		return nil
	default:
		return errors.New("radio: it introduced itself twice")
	}
}

func (l *life) find(id uint64) *link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.links[id]
}

// drop makes k unknown; 0: it was so already.
func (l *life) drop(k *link) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.links[k.id] != k {
		return 0
	}
	delete(l.links, k.id)
	return k.id
}

func (l *life) forget(id uint64) *link {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.links[id]
	delete(l.links, id)
	return k
}

// answered hands a reply to who waits for it. A link that nobody waits for any more is hung up.
func (l *life) answered(r *reply) error {
	l.mu.Lock()
	a := l.asked[r.ID]
	delete(l.asked, r.ID)
	var stray uint64
	switch {
	case r.Link == nil:
	case l.links[r.Link.Link] != nil:
		l.mu.Unlock()
		return errors.New("radio: it used the id of a link twice")
	case a == nil || a.link == nil || a.link.given():
		stray = r.Link.Link
	default:
		a.link.id, a.link.mtu = r.Link.Link, r.Link.MTU
		l.links[a.link.id] = a.link
	}
	l.mu.Unlock()
	if stray != 0 {
		l.send(frame{HangUp: &hangUp{stray}})
	}
	if a != nil {
		a.done <- r
	}
	return nil
}

// ask sends a request and waits for its answer, for ctx, or for the end of the radio.
func (l *life) ask(ctx context.Context, a *ask, as func(id uint64, left uint32) frame) (*reply, error) {
	left := uint32(math.MaxUint32)
	a.until = time.Now().Add(24 * time.Hour)
	if d, ok := ctx.Deadline(); ok {
		a.until = d
		left = uint32(max(0, min(time.Until(d).Milliseconds(), math.MaxUint32)))
	}
	a.done = make(chan *reply, 1)
	l.mu.Lock()
	l.lastID++
	id := l.lastID
	l.asked[id] = a
	l.mu.Unlock()
	l.send(as(id, left))
	select {
	case r := <-a.done:
		if err := r.Code.err(r.Why); err != nil {
			return nil, err
		}
		return r, nil
	case <-l.ended:
		return nil, ble.ErrRadioDown
	case <-a.lost:
		return nil, errGone
	case <-ctx.Done():
		l.send(frame{Cancel: &cancel{id}})
		return nil, timedOut(ctx.Err())
	}
}

func timedOut(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ble.ErrTimeout, err)
	}
	return err
}
